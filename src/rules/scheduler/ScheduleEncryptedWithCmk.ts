import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-001',
  title: 'EventBridge Scheduler schedules are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'A schedule stores the input of its target, possibly for years. With a customer managed key, reading it requires access to the key.',
  remediation: 'Set KmsKeyArn to the key of the zone.',
  check: (schedule) => isCustomerKey(schedule.at('KmsKeyArn'), 'it is not encrypted with a customer managed KMS key'),
};
