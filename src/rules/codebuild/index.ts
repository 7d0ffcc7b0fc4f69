import { rule as artifactsUnderCustomerKey } from './ArtifactsUnderCustomerKey';
import { rule as buildsAreLogged } from './BuildsAreLogged';
import { rule as buildsArePrivate } from './BuildsArePrivate';
import { rule as buildsAreUnprivileged } from './BuildsAreUnprivileged';
import { rule as secretsAreReferences } from './SecretsAreReferences';
import { rule as sourceHoldsNoCredentials } from './SourceHoldsNoCredentials';
import type { Rule } from '../rule';

export const codebuildRules: Rule[] = [
  buildsAreUnprivileged,
  secretsAreReferences,
  buildsAreLogged,
  sourceHoldsNoCredentials,
  artifactsUnderCustomerKey,
  buildsArePrivate,
];
