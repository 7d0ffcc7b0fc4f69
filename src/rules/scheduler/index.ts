import { rule as failuresAreKept } from './FailuresAreKept';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const schedulerRules: Rule[] = [
  underCustomerKey,
  failuresAreKept,
];
