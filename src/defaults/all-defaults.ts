import { bucketDefaults } from './bucket-defaults';
import { ClassDefaults } from './class-defaults';
import { eventSourceDefaults } from './event-source-defaults';
import { functionDefaults, singletonFunctionDefaults } from './function-defaults';
import { graphqlApiDefaults } from './graphql-api-defaults';
import { keyDefaults } from './key-defaults';
import { logGroupDefaults } from './log-group-defaults';
import { eventBusDefaults, queueDefaults, topicDefaults } from './messaging-defaults';
import { restApiDefaults, specRestApiDefaults } from './rest-api-defaults';
import { secretDefaults } from './secret-defaults';
import { stateMachineDefaults } from './state-machine-defaults';
import { tableDefaults, tableV2Defaults } from './table-defaults';
import { userPoolClientDefaults, userPoolDefaults } from './user-pool-defaults';
import { webSocketApiDefaults, webSocketStageDefaults } from './websocket-api-defaults';

/** Each class of L2s that is given something. @internal */
export const ALL_DEFAULTS: ClassDefaults[] = [
  bucketDefaults,
  eventBusDefaults,
  eventSourceDefaults,
  functionDefaults,
  graphqlApiDefaults,
  keyDefaults,
  logGroupDefaults,
  queueDefaults,
  restApiDefaults,
  secretDefaults,
  singletonFunctionDefaults,
  specRestApiDefaults,
  stateMachineDefaults,
  tableDefaults,
  tableV2Defaults,
  topicDefaults,
  userPoolClientDefaults,
  userPoolDefaults,
  webSocketApiDefaults,
  webSocketStageDefaults,
];
