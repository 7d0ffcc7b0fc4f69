import { rule as generatedUnderCustomerKey } from './GeneratedUnderCustomerKey';
import { rule as readersAreNamed } from './ReadersAreNamed';
import { rule as rotatesMonthly } from './RotatesMonthly';
import type { Rule } from '../rule';

export const secretsRules: Rule[] = [
  generatedUnderCustomerKey,
  rotatesMonthly,
  readersAreNamed,
];
