import { rule as accountRoleAllowsLogsOnly } from './AccountRoleAllowsLogsOnly';
import { rule as apiCorsNamesOrigins } from './ApiCorsNamesOrigins';
import { rule as authorizerCacheKeyedOnRoute } from './AuthorizerCacheKeyedOnRoute';
import { rule as authorizerSpecifiesIssuer } from './AuthorizerSpecifiesIssuer';
import { rule as defaultEndpointRequiresTls12 } from './DefaultEndpointRequiresTls12';
import { rule as domainNameRequiresTls12 } from './DomainNameRequiresTls12';
import { rule as domainNameTruststorePinned } from './DomainNameTruststorePinned';
import { rule as executeApiEndpointDisabled } from './ExecuteApiEndpointDisabled';
import { rule as gatewayResponsesHideErrorDetails } from './GatewayResponsesHideErrorDetails';
import { rule as httpIntegrationUsesTls } from './HttpIntegrationUsesTls';
import { rule as httpStageHasAccessLogs } from './HttpStageHasAccessLogs';
import { rule as iamApiPolicyNamesPrincipals } from './IamApiPolicyNamesPrincipals';
import { rule as limitedApiRequiresAuthorization } from './LimitedApiRequiresAuthorization';
import { rule as methodRequiresAuthorization } from './MethodRequiresAuthorization';
import { rule as methodValidatesRequests } from './MethodValidatesRequests';
import { rule as openApiOperationsRequireAuthorization } from './OpenApiOperationsRequireAuthorization';
import { rule as privateApiPolicyNamesEndpoints } from './PrivateApiPolicyNamesEndpoints';
import { rule as requestModelRejectsAdditionalProperties } from './RequestModelRejectsAdditionalProperties';
import { rule as stageAccessLogsAreJson } from './StageAccessLogsAreJson';
import { rule as stageCacheEncrypted } from './StageCacheEncrypted';
import { rule as stageHasClientCertificate } from './StageHasClientCertificate';
import { rule as stageHasLogsAndTracing } from './StageHasLogsAndTracing';
import { rule as stageHasThrottling } from './StageHasThrottling';
import { rule as stageHasWebAcl } from './StageHasWebAcl';
import { rule as tokenAuthorizersRequireScopes } from './TokenAuthorizersRequireScopes';
import { rule as vpcLinkIntegrationUsesTls } from './VpcLinkIntegrationUsesTls';
import type { Rule } from '../rule';

export const apigatewayRules: Rule[] = [
  methodRequiresAuthorization,
  stageCacheEncrypted,
  stageHasLogsAndTracing,
  stageHasWebAcl,
  methodValidatesRequests,
  accountRoleAllowsLogsOnly,
  domainNameRequiresTls12,
  defaultEndpointRequiresTls12,
  domainNameTruststorePinned,
  executeApiEndpointDisabled,
  stageHasThrottling,
  authorizerCacheKeyedOnRoute,
  authorizerSpecifiesIssuer,
  apiCorsNamesOrigins,
  gatewayResponsesHideErrorDetails,
  privateApiPolicyNamesEndpoints,
  requestModelRejectsAdditionalProperties,
  httpStageHasAccessLogs,
  httpIntegrationUsesTls,
  stageHasClientCertificate,
  openApiOperationsRequireAuthorization,
  stageAccessLogsAreJson,
  tokenAuthorizersRequireScopes,
  iamApiPolicyNamesPrincipals,
  limitedApiRequiresAuthorization,
  vpcLinkIntegrationUsesTls,
];
