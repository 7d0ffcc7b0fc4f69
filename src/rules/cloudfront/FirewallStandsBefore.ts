import { every, isOneOf, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-003',
  title: 'A web firewall of scope CLOUDFRONT stands before a distribution',
  severity: 'high',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Floods and known attacks stop at the edge, near the attacker. A web ACL of a region cannot be used there.',
  remediation: 'Set WebACLId to the ARN of an AWS::WAFv2::WebACL with Scope CLOUDFRONT, made in us-east-1.',
  check(distribution) {
    const named = distribution.at('DistributionConfig', 'WebACLId');
    const acl = resourceOf(named.value, 'AWS::WAFv2::WebACL');
    return every(
      isPresent(named, 'no web firewall stands before it'),
      acl ? isOneOf(acl.at('Scope'), ['CLOUDFRONT'], 'its web ACL is one of a region') : pass(),
    );
  },
};
