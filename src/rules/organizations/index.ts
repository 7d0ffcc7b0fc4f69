import { rule as controlPolicyHasTargetAndValidStatements } from './ControlPolicyHasTargetAndValidStatements';
import type { Rule } from '../rule';

export const organizationsRules: Rule[] = [
  controlPolicyHasTargetAndValidStatements,
];
