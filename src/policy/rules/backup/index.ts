import { rule as vaultIsLocked } from './VaultIsLocked';
import { rule as vaultUnderCustomerKey } from './VaultUnderCustomerKey';
import type { Rule } from '../rule';

export const backupRules: Rule[] = [
  vaultUnderCustomerKey,
  vaultIsLocked,
];
