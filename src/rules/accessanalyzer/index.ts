import { rule as everyKindIsThere } from './EveryKindIsThere';
import { rule as findingsReachSomebody } from './FindingsReachSomebody';
import { rule as findsWithoutFilter } from './FindsWithoutFilter';
import type { Rule } from '../rule';

export const accessanalyzerRules: Rule[] = [
  findsWithoutFilter,
  findingsReachSomebody,
  everyKindIsThere,
];
