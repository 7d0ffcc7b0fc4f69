import { rule as accessLogsAreJson } from './AccessLogsAreJson';
import { rule as accountRoleWritesLogs } from './AccountRoleWritesLogs';
import { rule as answersAreQuiet } from './AnswersAreQuiet';
import { rule as apiTlsIsModern } from './ApiTlsIsModern';
import { rule as backendsAreReachedByTls } from './BackendsAreReachedByTls';
import { rule as backendsSeeACertificate } from './BackendsSeeACertificate';
import { rule as bodiesAreClosed } from './BodiesAreClosed';
import { rule as cacheIsEncrypted } from './CacheIsEncrypted';
import { rule as corsNamesOrigins } from './CorsNamesOrigins';
import { rule as decisionsAreKeyed } from './DecisionsAreKeyed';
import { rule as defaultEndpointIsOff } from './DefaultEndpointIsOff';
import { rule as documentAuthorizes } from './DocumentAuthorizes';
import { rule as domainTlsIsModern } from './DomainTlsIsModern';
import { rule as firewallStandsBefore } from './FirewallStandsBefore';
import { rule as httpStageIsWatched } from './HttpStageIsWatched';
import { rule as methodsAuthorize } from './MethodsAuthorize';
import { rule as privateApiIsForNamedEndpoints } from './PrivateApiIsForNamedEndpoints';
import { rule as requestsAreThrottled } from './RequestsAreThrottled';
import { rule as requestsAreValidated } from './RequestsAreValidated';
import { rule as stageIsWatched } from './StageIsWatched';
import { rule as tokensAreOfNamedIssuers } from './TokensAreOfNamedIssuers';
import { rule as truststoreIsPinned } from './TruststoreIsPinned';
import type { Rule } from '../rule';

export const apigatewayRules: Rule[] = [
  methodsAuthorize,
  cacheIsEncrypted,
  stageIsWatched,
  firewallStandsBefore,
  requestsAreValidated,
  accountRoleWritesLogs,
  domainTlsIsModern,
  apiTlsIsModern,
  truststoreIsPinned,
  defaultEndpointIsOff,
  requestsAreThrottled,
  decisionsAreKeyed,
  tokensAreOfNamedIssuers,
  corsNamesOrigins,
  answersAreQuiet,
  privateApiIsForNamedEndpoints,
  bodiesAreClosed,
  httpStageIsWatched,
  backendsAreReachedByTls,
  backendsSeeACertificate,
  documentAuthorizes,
  accessLogsAreJson,
];
