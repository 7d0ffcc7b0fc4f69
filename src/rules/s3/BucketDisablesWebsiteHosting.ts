import { describe } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-009',
  title: 'S3 static website hosting is disabled',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'S3 website endpoints support neither TLS nor signed requests: the objects are public, and can be changed in transit.',
  remediation: 'Omit WebsiteConfiguration; serve the bucket through a CloudFront distribution with origin access control.',
  check(bucket) {
    const { value } = bucket.at('WebsiteConfiguration');
    if (value.kind === 'unknown') return unknown('its website configuration is not known before deployment', describe(value));
    return bucket.at('WebsiteConfiguration').isAbsent ? pass('no website') : fail('static website hosting is enabled', describe(value));
  },
};
