import { rule as parameterHoldsNoSecrets } from './ParameterHoldsNoSecrets';
import { rule as secretGeneratedAndEncryptedWithCmk } from './SecretGeneratedAndEncryptedWithCmk';
import { rule as secretHasRotation } from './SecretHasRotation';
import { rule as secretPolicyDeniesOtherReaders } from './SecretPolicyDeniesOtherReaders';
import { rule as secretPolicyNamesPrincipals } from './SecretPolicyNamesPrincipals';
import { rule as secretPolicyNamesServiceSource } from './SecretPolicyNamesServiceSource';
import { rule as secretReadsAreMonitored } from './SecretReadsAreMonitored';
import type { Rule } from '../rule';

export const secretsRules: Rule[] = [
  secretGeneratedAndEncryptedWithCmk,
  secretHasRotation,
  secretPolicyDeniesOtherReaders,
  secretPolicyNamesPrincipals,
  secretPolicyNamesServiceSource,
  parameterHoldsNoSecrets,
  secretReadsAreMonitored,
];
