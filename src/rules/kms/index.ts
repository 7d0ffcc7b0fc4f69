import { rule as keyEnabledWithLockoutCheck } from './KeyEnabledWithLockoutCheck';
import { rule as keyHasNoDevelopmentProfile } from './KeyHasNoDevelopmentProfile';
import { rule as keyHasRotation } from './KeyHasRotation';
import { rule as keyPolicyNamesPrincipals } from './KeyPolicyNamesPrincipals';
import { rule as keyPolicyNamesServiceSource } from './KeyPolicyNamesServiceSource';
import { rule as keyPolicyRestrictsGrants } from './KeyPolicyRestrictsGrants';
import { rule as keyReferencesAreStrong } from './KeyReferencesAreStrong';
import { rule as keyRetainedOnDeletion } from './KeyRetainedOnDeletion';
import type { Rule } from '../rule';

export const kmsRules: Rule[] = [
  keyHasRotation,
  keyRetainedOnDeletion,
  keyPolicyNamesPrincipals,
  keyPolicyNamesServiceSource,
  keyEnabledWithLockoutCheck,
  keyPolicyRestrictsGrants,
  keyReferencesAreStrong,
  keyHasNoDevelopmentProfile,
];
