import { every, fail, isThere, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-015',
  title: 'CloudFront S3 origins use origin access control (OAC) instead of the legacy origin access identity (OAI)',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'An origin access identity signs requests, and is legacy: it does not work with SSE-KMS, with Regions since 2022 and with PUT and DELETE, and its '
    + 'signature is not bound to the distribution.',
  remediation: 'Replace OriginAccessIdentity by an OriginAccessControlId that always signs, and allow the distribution in the bucket policy by aws:SourceArn.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().filter((origin) => !origin.at('S3OriginConfig').isAbsent);
    return every(pass(`${origins.length} buckets`), ...origins.map((origin) => (isThere(origin.at('S3OriginConfig', 'OriginAccessIdentity')) && origin.at('OriginAccessControlId').isAbsent
      ? fail('it has an S3 origin with a legacy origin access identity', 'OriginAccessIdentity') : pass())));
  },
};
