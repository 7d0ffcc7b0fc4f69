import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-002',
  title: 'Logs are under a customer-managed key',
  severity: 'high',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Logs hold what went through the app. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set KmsKeyId to the ARN of the zone\'s key.',
  check: (group) => isCustomerKey(group.at('KmsKeyId'), 'it is not under a customer-managed key'),
};
