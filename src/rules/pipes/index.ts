import { rule as logsWithoutData } from './LogsWithoutData';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const pipesRules: Rule[] = [
  underCustomerKey,
  logsWithoutData,
];
