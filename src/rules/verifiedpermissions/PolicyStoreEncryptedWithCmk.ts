import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-005',
  title: 'Verified Permissions policy stores are encrypted with a customer managed KMS key',
  severity: 'low',
  types: ['AWS::VerifiedPermissions::PolicyStore'],
  rationale: 'Policies contain users, groups and their permissions. With a customer managed key, reading them requires access to the key. The key can be set only at creation.',
  remediation: 'Set EncryptionSettings.KmsEncryptionSettings.Key, and allow verifiedpermissions.amazonaws.com to use the key for policy stores of the account.',
  check: (store) => isCustomerKey(store.at('EncryptionSettings', 'KmsEncryptionSettings', 'Key'), 'it is not encrypted with a customer managed KMS key'),
};
