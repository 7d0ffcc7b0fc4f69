import { PUBLIC_ACCESS } from './buckets';
import { every, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-014',
  title: 'S3 buckets and access points do not turn off Block Public Access',
  severity: 'high',
  types: ['AWS::S3::AccessPoint', 'AWS::S3::Bucket', 'AWS::S3::MultiRegionAccessPoint'],
  rationale: 'Since April 2023 public access is blocked unless a template turns that off. Without it, one bucket policy or ACL makes the bucket public; the settings of an access '
    + 'point cannot be changed after its creation. What a bucket inherits is not declared: see ZT-S3-003.',
  remediation: 'Omit PublicAccessBlockConfiguration, or set all four settings to true.',
  check(resource) {
    const settings = resource.at('PublicAccessBlockConfiguration');
    if (settings.isAbsent) return pass('the default of S3');
    // a setting that a bucket leaves out beside others is off
    return every(...PUBLIC_ACCESS.map((setting) => (resource.type === 'AWS::S3::Bucket' ? isTrue(settings.at(setting), `${setting} is not enabled`)
      : isOneOf(settings.at(setting), ['true', undefined], `${setting} is not enabled`))));
  },
};
