import { every, isOneOf, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-003',
  title: 'CloudFront distributions are associated with an AWS WAF web ACL',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A web ACL stops floods and known attacks at the edge. CloudFront accepts only web ACLs of scope CLOUDFRONT, not regional ones.',
  remediation: 'Set WebACLId to the ARN of an AWS::WAFv2::WebACL with Scope CLOUDFRONT, created in us-east-1.',
  check(distribution) {
    const named = distribution.at('DistributionConfig', 'WebACLId');
    const acl = resourceOf(named.value, 'AWS::WAFv2::WebACL');
    return every(
      isPresent(named, 'it has no AWS WAF web ACL'),
      acl ? isOneOf(acl.at('Scope'), ['CLOUDFRONT'], 'its web ACL is regional') : pass(),
    );
  },
};
