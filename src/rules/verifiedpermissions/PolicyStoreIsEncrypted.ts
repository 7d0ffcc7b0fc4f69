import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-005',
  title: 'A policy store is under a customer-managed key',
  severity: 'low',
  types: ['AWS::VerifiedPermissions::PolicyStore'],
  rationale: 'Policies name people, groups and what they may do. Under a key of one\'s own, who reads them needs the key too. It can be chosen only when the store is made.',
  remediation: 'Set EncryptionSettings.KmsEncryptionSettings.Key, and let verifiedpermissions.amazonaws.com use the key for stores of the account.',
  check: (store) => isCustomerKey(store.at('EncryptionSettings', 'KmsEncryptionSettings', 'Key'), 'it is not under a customer-managed key'),
};
