import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const kinesisRules: Rule[] = [
  underCustomerKey,
];
