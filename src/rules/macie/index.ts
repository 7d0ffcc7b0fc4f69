import { rule as customDataIdentifierHasValidRegex } from './CustomDataIdentifierHasValidRegex';
import { rule as sessionPublishesFindingsHourly } from './SessionPublishesFindingsHourly';
import type { Rule } from '../rule';

export const macieRules: Rule[] = [
  sessionPublishesFindingsHourly,
  customDataIdentifierHasValidRegex,
];
