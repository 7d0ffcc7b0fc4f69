import { rule as isEncrypted } from './IsEncrypted';
import type { Rule } from '../rule';

export const daxRules: Rule[] = [
  isEncrypted,
];
