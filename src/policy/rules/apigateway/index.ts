import { rule as accountRoleWritesLogs } from './AccountRoleWritesLogs';
import { rule as cacheIsEncrypted } from './CacheIsEncrypted';
import { rule as firewallStandsBefore } from './FirewallStandsBefore';
import { rule as methodsAuthorize } from './MethodsAuthorize';
import { rule as requestsAreValidated } from './RequestsAreValidated';
import { rule as stageIsWatched } from './StageIsWatched';
import type { Rule } from '../rule';

export const apigatewayRules: Rule[] = [
  methodsAuthorize,
  cacheIsEncrypted,
  stageIsWatched,
  firewallStandsBefore,
  requestsAreValidated,
  accountRoleWritesLogs,
];
