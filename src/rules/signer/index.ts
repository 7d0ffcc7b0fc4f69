import { rule as profileSignsFunctions } from './ProfileSignsFunctions';
import type { Rule } from '../rule';

export const signerRules: Rule[] = [
  profileSignsFunctions,
];
