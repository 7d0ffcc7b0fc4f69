import { rule as hookBlocksOperations } from './HookBlocksOperations';
import { rule as hookCoversStackOperations } from './HookCoversStackOperations';
import type { Rule } from '../rule';

export const cloudformationRules: Rule[] = [
  hookBlocksOperations,
  hookCoversStackOperations,
];
