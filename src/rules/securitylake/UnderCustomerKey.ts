import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECURITYLAKE-001',
  title: 'A data lake of Security Lake is under a customer-managed key',
  severity: 'medium',
  types: ['AWS::SecurityLake::DataLake'],
  rationale: 'It holds the logs of every account. Who may read them is then decided by a key too, and each reading of the key is in the trail.',
  remediation: 'Set EncryptionConfiguration.KmsKeyId to a customer-managed key.',
  check: (lake) => isCustomerKey(lake.at('EncryptionConfiguration', 'KmsKeyId'), 'it is not under a customer-managed key'),
};
