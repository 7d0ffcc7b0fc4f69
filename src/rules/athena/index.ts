import { rule as workGroupEncryptsResultsWithCmk } from './WorkGroupEncryptsResultsWithCmk';
import type { Rule } from '../rule';

export const athenaRules: Rule[] = [
  workGroupEncryptsResultsWithCmk,
];
