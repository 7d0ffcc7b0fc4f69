import { rule as policiesRestrain } from './PoliciesRestrain';
import type { Rule } from '../rule';

export const organizationsRules: Rule[] = [
  policiesRestrain,
];
