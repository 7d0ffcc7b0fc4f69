import { every, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { isArchive, isPrivate, isVersioned } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-001',
  title: 'CloudTrail S3 buckets are private, TLS-only and versioned, with default Object Lock retention',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'A principal that can delete CloudTrail logs can hide all other actions.',
  remediation: 'Set ObjectLockEnabled with a default retention, versioning and Block Public Access, and deny requests without TLS.',
  check(bucket) {
    if (!isArchive(bucket)) return pass('not a CloudTrail bucket');
    const lock = bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode');
    return every(
      isPrivate(bucket),
      isVersioned(bucket),
      isTrue(bucket.at('ObjectLockEnabled'), 'Object Lock is not enabled'),
      isOneOf(lock, ['COMPLIANCE', 'GOVERNANCE'], 'it has no default Object Lock retention'),
    );
  },
};
