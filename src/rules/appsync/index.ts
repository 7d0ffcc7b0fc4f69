import { rule as callersShowWho } from './CallersShowWho';
import { rule as logsWithoutContent } from './LogsWithoutContent';
import { rule as queriesAreLimited } from './QueriesAreLimited';
import type { Rule } from '../rule';

export const appsyncRules: Rule[] = [
  callersShowWho,
  logsWithoutContent,
  queriesAreLimited,
];
