import { rule as failuresAreLogged } from './FailuresAreLogged';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const firehoseRules: Rule[] = [
  underCustomerKey,
  failuresAreLogged,
];
