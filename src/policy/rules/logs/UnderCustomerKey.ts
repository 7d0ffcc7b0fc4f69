import { isCustomerKey } from '../judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-002',
  title: 'Logs are under a customer-managed key',
  severity: 'high',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Logs hold what went through the app. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set KmsKeyId to the ARN of the zone\'s key.',
  controls: ['NIST 800-53 AU-9(3)', 'NIST 800-53 SC-28', 'PCI DSS 10.3.2', 'HIPAA 164.312(a)(2)(iv)'],
  check: (group) => isCustomerKey(group.at('KmsKeyId'), 'it is not under a customer-managed key'),
};
