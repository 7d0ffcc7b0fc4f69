import { rule as containersAreIsolated } from './ContainersAreIsolated';
import { rule as notebookInstanceIsIsolated } from './NotebookInstanceIsIsolated';
import { rule as storageEncryptedWithCmk } from './StorageEncryptedWithCmk';
import type { Rule } from '../rule';

export const sagemakerRules: Rule[] = [notebookInstanceIsIsolated, storageEncryptedWithCmk, containersAreIsolated];
