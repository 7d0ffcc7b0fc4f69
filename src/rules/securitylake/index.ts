import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const securitylakeRules: Rule[] = [
  underCustomerKey,
];
