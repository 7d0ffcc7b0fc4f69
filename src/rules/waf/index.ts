import { rule as callersAreLimited } from './CallersAreLimited';
import { rule as logsHideCredentials } from './LogsHideCredentials';
import { rule as managedGroupsBlock } from './ManagedGroupsBlock';
import { rule as oversizeIsNoWayRound } from './OversizeIsNoWayRound';
import { rule as ownGroupsBlock } from './OwnGroupsBlock';
import { rule as rateIsLimited } from './RateIsLimited';
import { rule as rulesAreMeasured } from './RulesAreMeasured';
import type { Rule } from '../rule';

export const wafRules: Rule[] = [
  managedGroupsBlock,
  rateIsLimited,
  logsHideCredentials,
  oversizeIsNoWayRound,
  callersAreLimited,
  rulesAreMeasured,
  ownGroupsBlock,
];
