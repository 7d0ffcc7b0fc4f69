import { rule as callersSign } from './CallersSign';
import { rule as policyNamesCallers } from './PolicyNamesCallers';
import type { Rule } from '../rule';

export const vpclatticeRules: Rule[] = [
  callersSign,
  policyNamesCallers,
];
