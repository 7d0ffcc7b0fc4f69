import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-001',
  title: 'A schedule is under a customer-managed key',
  severity: 'medium',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'A schedule keeps the input of what it starts, for years maybe. Under a key of one\'s own, who reads it needs the key too.',
  remediation: 'Set KmsKeyArn to the key of the zone.',
  check: (schedule) => isCustomerKey(schedule.at('KmsKeyArn'), 'it is not under a customer-managed key'),
};
