import { describe } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-009',
  title: 'A bucket is no website by itself',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'The website endpoint of a bucket knows neither TLS nor signatures: its objects are public, and changed on the way.',
  remediation: 'Leave WebsiteConfiguration out; put a distribution with an origin access control before the bucket.',
  check(bucket) {
    const { value } = bucket.at('WebsiteConfiguration');
    if (value.kind === 'unknown') return unknown('whether it is a website is not known before deployment', describe(value));
    return bucket.at('WebsiteConfiguration').isAbsent ? pass('no website') : fail('it is a website without TLS', describe(value));
  },
};
