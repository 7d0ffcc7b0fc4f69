import type { Rule } from '../rule';
import { isVersioned } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-007',
  title: 'A bucket keeps versions',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'What was overwritten or deleted, by a fault or by who extorts, is still there.',
  remediation: 'Set VersioningConfiguration.Status Enabled, and let old versions expire by a lifecycle rule.',
  check: isVersioned,
};
