import { rule as recorderSeesEverything } from './RecorderSeesEverything';
import { rule as remediationEnds } from './RemediationEnds';
import type { Rule } from '../rule';

export const configRules: Rule[] = [
  recorderSeesEverything,
  remediationEnds,
];
