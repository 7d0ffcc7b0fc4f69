import { rule as keyIsRetained } from './KeyIsRetained';
import { rule as keyRotates } from './KeyRotates';
import type { Rule } from '../rule';

export const kmsRules: Rule[] = [
  keyRotates,
  keyIsRetained,
];
