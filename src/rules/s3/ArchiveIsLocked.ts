import { every, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { isArchive, isPrivate, isVersioned } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-001',
  title: 'The bucket of an audit trail is private, versioned and locked',
  severity: 'high',
  types: ['AWS::S3::Bucket'],
  rationale: 'Who can delete the trail can hide what else was done.',
  remediation: 'Set ObjectLockEnabled with a default retention, versioning and the public access block, and deny calls without TLS.',
  check(bucket) {
    if (!isArchive(bucket)) return pass('no archive');
    const lock = bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode');
    return every(
      isPrivate(bucket),
      isVersioned(bucket),
      isTrue(bucket.at('ObjectLockEnabled'), 'its objects are not locked'),
      isOneOf(lock, ['COMPLIANCE', 'GOVERNANCE'], 'its objects are not locked by default'),
    );
  },
};
