import { rule as recorderSeesEverything } from './RecorderSeesEverything';
import type { Rule } from '../rule';

export const configRules: Rule[] = [
  recorderSeesEverything,
];
