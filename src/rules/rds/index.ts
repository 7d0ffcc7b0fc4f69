import { rule as databaseBackupsRetained } from './DatabaseBackupsRetained';
import { rule as databaseEncryptedWithCmk } from './DatabaseEncryptedWithCmk';
import { rule as databaseHasDeletionProtection } from './DatabaseHasDeletionProtection';
import { rule as databaseHasIamAuthentication } from './DatabaseHasIamAuthentication';
import { rule as databaseIsNotPublic } from './DatabaseIsNotPublic';
import { rule as databasePasswordInSecretsManager } from './DatabasePasswordInSecretsManager';
import { rule as databaseRequiresTls } from './DatabaseRequiresTls';
import type { Rule } from '../rule';

export const rdsRules: Rule[] = [
  databaseEncryptedWithCmk,
  databaseHasIamAuthentication,
  databaseIsNotPublic,
  databaseRequiresTls,
  databaseBackupsRetained,
  databaseHasDeletionProtection,
  databasePasswordInSecretsManager,
];
