import { rule as identitySourceNamesClients } from './IdentitySourceNamesClients';
import { rule as policyNotRetainedOnDeletion } from './PolicyNotRetainedOnDeletion';
import { rule as policyScopesPermits } from './PolicyScopesPermits';
import { rule as policyStoreEncryptedWithCmk } from './PolicyStoreEncryptedWithCmk';
import { rule as policyStoreHasStrictValidation } from './PolicyStoreHasStrictValidation';
import type { Rule } from '../rule';

export const verifiedpermissionsRules: Rule[] = [
  policyStoreHasStrictValidation,
  identitySourceNamesClients,
  policyScopesPermits,
  policyNotRetainedOnDeletion,
  policyStoreEncryptedWithCmk,
];
