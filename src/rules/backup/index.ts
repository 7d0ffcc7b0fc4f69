import { rule as planHasSelection } from './PlanHasSelection';
import { rule as planRetainsRecoveryPoints } from './PlanRetainsRecoveryPoints';
import { rule as storeInBackupPlan } from './StoreInBackupPlan';
import { rule as vaultEncryptedWithCmk } from './VaultEncryptedWithCmk';
import { rule as vaultHasVaultLock } from './VaultHasVaultLock';
import { rule as vaultPolicyNamesPrincipals } from './VaultPolicyNamesPrincipals';
import type { Rule } from '../rule';

export const backupRules: Rule[] = [
  vaultEncryptedWithCmk,
  vaultHasVaultLock,
  planRetainsRecoveryPoints,
  vaultPolicyNamesPrincipals,
  planHasSelection,
  storeInBackupPlan,
];
