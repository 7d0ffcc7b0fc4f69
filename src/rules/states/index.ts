import { rule as assumedForNamed } from './AssumedForNamed';
import { rule as isTraced } from './IsTraced';
import { rule as logsWithoutData } from './LogsWithoutData';
import { rule as ownRole } from './OwnRole';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const statesRules: Rule[] = [
  logsWithoutData,
  isTraced,
  underCustomerKey,
  ownRole,
  assumedForNamed,
];
