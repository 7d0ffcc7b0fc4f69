import { isOneOf, fail, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-013',
  title: 'Objects of a bucket have a lifecycle',
  severity: 'low',
  types: ['AWS::S3::Bucket'],
  rationale: 'Data that nobody needs and nobody deletes can still leak: personal data is kept for a declared time, and old versions with it.',
  remediation: 'Set LifecycleConfiguration with a rule whose Status is Enabled.',
  check: (bucket) => some(
    ...bucket.at('LifecycleConfiguration', 'Rules').items().map((one) => isOneOf(one.at('Status'), ['Enabled'], 'its objects have no lifecycle')),
    fail('its objects have no lifecycle', 'no rule'),
  ),
};
