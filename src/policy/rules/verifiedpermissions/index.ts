import { rule as permitsAreScoped } from './PermitsAreScoped';
import { rule as policyStoreIsStrict } from './PolicyStoreIsStrict';
import { rule as tokensAreForOwnClients } from './TokensAreForOwnClients';
import type { Rule } from '../rule';

export const verifiedpermissionsRules: Rule[] = [
  policyStoreIsStrict,
  tokensAreForOwnClients,
  permitsAreScoped,
];
