import { rule as permitsAreScoped } from './PermitsAreScoped';
import { rule as policiesGoWithTheirCode } from './PoliciesGoWithTheirCode';
import { rule as policyStoreIsEncrypted } from './PolicyStoreIsEncrypted';
import { rule as policyStoreIsStrict } from './PolicyStoreIsStrict';
import { rule as tokensAreForOwnClients } from './TokensAreForOwnClients';
import type { Rule } from '../rule';

export const verifiedpermissionsRules: Rule[] = [
  policyStoreIsStrict,
  tokensAreForOwnClients,
  permitsAreScoped,
  policiesGoWithTheirCode,
  policyStoreIsEncrypted,
];
