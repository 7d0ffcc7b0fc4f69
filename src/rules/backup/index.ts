import { rule as planKeepsLongEnough } from './PlanKeepsLongEnough';
import { rule as planSelectsSomething } from './PlanSelectsSomething';
import { rule as storesAreInAPlan } from './StoresAreInAPlan';
import { rule as vaultIsForNamedPrincipals } from './VaultIsForNamedPrincipals';
import { rule as vaultIsLocked } from './VaultIsLocked';
import { rule as vaultUnderCustomerKey } from './VaultUnderCustomerKey';
import type { Rule } from '../rule';

export const backupRules: Rule[] = [
  vaultUnderCustomerKey,
  vaultIsLocked,
  planKeepsLongEnough,
  vaultIsForNamedPrincipals,
  planSelectsSomething,
  storesAreInAPlan,
];
