import { rule as profileSignsFunctions } from './ProfileSignsFunctions';
import { rule as unsignedCodeIsRefused } from './UnsignedCodeIsRefused';
import type { Rule } from '../rule';

export const signerRules: Rule[] = [
  unsignedCodeIsRefused,
  profileSignsFunctions,
];
