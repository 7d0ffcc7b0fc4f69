import { isOneOf, fail, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-013',
  title: 'S3 buckets have an enabled lifecycle rule',
  severity: 'low',
  types: ['AWS::S3::Bucket'],
  rationale: 'Data that is no longer needed can still leak: personal data must have a defined retention, including its noncurrent versions.',
  remediation: 'Set LifecycleConfiguration with a rule whose Status is Enabled.',
  check: (bucket) => some(
    ...bucket.at('LifecycleConfiguration', 'Rules').items().map((one) => isOneOf(one.at('Status'), ['Enabled'], 'it has no enabled lifecycle rule')),
    fail('it has no enabled lifecycle rule', 'no rule'),
  ),
};
