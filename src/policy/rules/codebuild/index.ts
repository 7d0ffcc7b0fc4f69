import { rule as buildsAreLogged } from './BuildsAreLogged';
import { rule as buildsAreUnprivileged } from './BuildsAreUnprivileged';
import { rule as secretsAreReferences } from './SecretsAreReferences';
import type { Rule } from '../rule';

export const codebuildRules: Rule[] = [
  buildsAreUnprivileged,
  secretsAreReferences,
  buildsAreLogged,
];
