import { rule as signingProfileLimitsValidity } from './SigningProfileLimitsValidity';
import type { Rule } from '../rule';

export const signerRules: Rule[] = [
  signingProfileLimitsValidity,
];
