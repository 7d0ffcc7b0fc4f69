import { rule as repositoryEncryptedWithCmk } from './RepositoryEncryptedWithCmk';
import { rule as repositoryHasLifecyclePolicy } from './RepositoryHasLifecyclePolicy';
import { rule as repositoryScansImages } from './RepositoryScansImages';
import { rule as repositoryTagsImmutable } from './RepositoryTagsImmutable';
import type { Rule } from '../rule';

export const ecrRules: Rule[] = [
  repositoryTagsImmutable,
  repositoryEncryptedWithCmk,
  repositoryScansImages,
  repositoryHasLifecyclePolicy,
];
