import { rule as findsWithoutFilter } from './FindsWithoutFilter';
import type { Rule } from '../rule';

export const accessanalyzerRules: Rule[] = [
  findsWithoutFilter,
];
