import { Expression } from '../../model';
import { every, isOneOf, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-005',
  title: 'A distribution signs what it asks of a bucket',
  severity: 'high',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A bucket that cannot tell the distribution from others has to be open to everyone, past the firewall of the edge.',
  remediation: 'Give each origin with an S3OriginConfig an OriginAccessControlId that always signs.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().filter((origin) => !origin.at('S3OriginConfig').isAbsent);
    return every(pass(`${origins.length} buckets`), ...origins.map(signed));
  },
};

function signed(origin: Expression): RuleResult {
  const named = origin.at('OriginAccessControlId');
  const control = resourceOf(named.value, 'AWS::CloudFront::OriginAccessControl');
  return every(
    isPresent(named, 'it reaches a bucket without signing'),
    control ? isOneOf(control.at('OriginAccessControlConfig', 'SigningBehavior'), ['always'], 'it does not sign every request to a bucket') : pass(),
  );
}
