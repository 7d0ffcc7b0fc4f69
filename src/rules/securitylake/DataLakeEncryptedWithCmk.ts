import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECURITYLAKE-001',
  title: 'Security Lake data lakes are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::SecurityLake::DataLake'],
  rationale: 'The data lake contains the logs of every account. With a customer managed key, reading them requires access to the key, and CloudTrail records its use.',
  remediation: 'Set EncryptionConfiguration.KmsKeyId to a customer managed key.',
  check: (lake) => isCustomerKey(lake.at('EncryptionConfiguration', 'KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
};
