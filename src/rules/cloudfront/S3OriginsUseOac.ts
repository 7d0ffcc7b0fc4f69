import { Expression } from '../../model';
import { every, isOneOf, isPresent, isThere, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-005',
  title: 'CloudFront S3 origins use origin access control that always signs requests, or origin access identity',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A bucket that cannot authenticate the distribution has to be public, which bypasses the web ACL of the edge.',
  remediation: 'Give each origin with an S3OriginConfig an OriginAccessControlId that always signs.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().filter((origin) => !origin.at('S3OriginConfig').isAbsent);
    return every(pass(`${origins.length} buckets`), ...origins.map(signed));
  },
};

function signed(origin: Expression): RuleResult {
  const named = origin.at('OriginAccessControlId');
  const control = resourceOf(named.value, 'AWS::CloudFront::OriginAccessControl');
  if (named.isAbsent && isThere(origin.at('S3OriginConfig', 'OriginAccessIdentity'))) return pass('a legacy origin access identity: see ZT-CLOUDFRONT-015');
  return every(
    isPresent(named, 'it has an S3 origin without origin access control'),
    control ? isOneOf(control.at('OriginAccessControlConfig', 'SigningBehavior'), ['always'], 'it does not sign every request to a bucket') : pass(),
  );
}
