import { rule as parameterHoldsNoSecrets } from './ParameterHoldsNoSecrets';
import { rule as propertiesHoldNoSecrets } from './PropertiesHoldNoSecrets';
import { rule as readablePlacesTakeNoSecretValues } from './ReadablePlacesTakeNoSecretValues';
import { rule as secretEncryptedWithCmk } from './SecretEncryptedWithCmk';
import { rule as secretHasRotation } from './SecretHasRotation';
import { rule as secretPolicyDeniesOtherReaders } from './SecretPolicyDeniesOtherReaders';
import { rule as secretPolicyNamesPrincipals } from './SecretPolicyNamesPrincipals';
import { rule as secretPolicyNamesServiceSource } from './SecretPolicyNamesServiceSource';
import { rule as secretReadsAreMonitored } from './SecretReadsAreMonitored';
import { rule as secretValueIsNotInTemplate } from './SecretValueIsNotInTemplate';
import { rule as templateHoldsNoCredentials } from './TemplateHoldsNoCredentials';
import type { Rule } from '../rule';

export const secretsRules: Rule[] = [
  secretEncryptedWithCmk,
  secretHasRotation,
  secretPolicyDeniesOtherReaders,
  secretPolicyNamesPrincipals,
  secretPolicyNamesServiceSource,
  parameterHoldsNoSecrets,
  secretReadsAreMonitored,
  secretValueIsNotInTemplate,
  templateHoldsNoCredentials,
  propertiesHoldNoSecrets,
  readablePlacesTakeNoSecretValues,
];
