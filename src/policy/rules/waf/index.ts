import { rule as logsHideCredentials } from './LogsHideCredentials';
import { rule as managedGroupsBlock } from './ManagedGroupsBlock';
import { rule as rateIsLimited } from './RateIsLimited';
import type { Rule } from '../rule';

export const wafRules: Rule[] = [
  managedGroupsBlock,
  rateIsLimited,
  logsHideCredentials,
];
