import type { Rule } from '../rule';
import { isVersioned } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-007',
  title: 'S3 buckets have versioning enabled',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'Objects that are overwritten or deleted, by mistake or by ransomware, can be restored.',
  remediation: 'Set VersioningConfiguration.Status to Enabled, and expire noncurrent versions with a lifecycle rule.',
  check: isVersioned,
};
