import { rule as alarmsReachSomebody } from './AlarmsReachSomebody';
import type { Rule } from '../rule';

export const cloudwatchRules: Rule[] = [
  alarmsReachSomebody,
];
