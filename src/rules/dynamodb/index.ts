import { rule as tableEncryptedWithCmk } from './TableEncryptedWithCmk';
import { rule as tableHasDeletionProtection } from './TableHasDeletionProtection';
import { rule as tableHasPointInTimeRecovery } from './TableHasPointInTimeRecovery';
import { rule as tablePolicyNamesPrincipals } from './TablePolicyNamesPrincipals';
import { rule as tableScalesCapacity } from './TableScalesCapacity';
import type { Rule } from '../rule';

export const dynamodbRules: Rule[] = [
  tableEncryptedWithCmk,
  tableHasPointInTimeRecovery,
  tableHasDeletionProtection,
  tableScalesCapacity,
  tablePolicyNamesPrincipals,
];
