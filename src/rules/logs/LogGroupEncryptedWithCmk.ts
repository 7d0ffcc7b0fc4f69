import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-002',
  title: 'CloudWatch log groups are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Logs contain data of the app. With a customer managed key, reading them requires access to the key.',
  remediation: 'Set KmsKeyId to the ARN of the key of the zone.',
  check: (group) => isCustomerKey(group.at('KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
};
