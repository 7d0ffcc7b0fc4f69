import { rule as identifiersAreNarrow } from './IdentifiersAreNarrow';
import { rule as sessionIsOn } from './SessionIsOn';
import type { Rule } from '../rule';

export const macieRules: Rule[] = [
  sessionIsOn,
  identifiersAreNarrow,
];
