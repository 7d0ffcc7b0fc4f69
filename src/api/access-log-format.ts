/**
 * What an investigator asks of a request: who, from where, for what, what was decided and why.
 *
 * No query string, header or body, which hold what the log should not; nor validation texts and user agents, which hold what
 * a caller wrote, quotes included. The firewall's log has the latter, escaped.
 *
 * Source: API Gateway developer guide, "Variables for access logging for API Gateway"; NIST 800-53 AU-3.
 */
export const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  traceId: '$context.xrayTraceId',
  time: '$context.requestTime',
  timeEpoch: '$context.requestTimeEpoch',
  accountId: '$context.accountId',
  apiId: '$context.apiId',
  stage: '$context.stage',
  domainName: '$context.domainName',
  protocol: '$context.protocol',
  tlsVersion: '$context.tlsVersion',
  cipherSuite: '$context.cipherSuite',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  sourceIp: '$context.identity.sourceIp',
  caller: '$context.identity.caller',
  callerAccountId: '$context.identity.accountId',
  callerOrgId: '$context.identity.principalOrgId',
  user: '$context.identity.user',
  userArn: '$context.identity.userArn',
  clientCertSerial: '$context.identity.clientCert.serialNumber',
  tokenSubject: '$context.authorizer.claims.sub',
  tokenClient: '$context.authorizer.claims.client_id',
  tokenScope: '$context.authorizer.claims.scope',
  authorizerPrincipal: '$context.authorizer.principalId',
  authenticateStatus: '$context.authenticate.status',
  authenticateError: '$context.authenticate.error',
  authorizeStatus: '$context.authorize.status',
  authorizeError: '$context.authorize.error',
  authorizerStatus: '$context.authorizer.status',
  authorizerError: '$context.authorizer.error',
  wafStatus: '$context.waf.status',
  wafError: '$context.waf.error',
  wafResponse: '$context.wafResponseCode',
  webAclArn: '$context.webaclArn',
  errorType: '$context.error.responseType',
  errorMessage: '$context.error.message',
  integrationStatus: '$context.integrationStatus',
  integrationLatency: '$context.integrationLatency',
  integrationRequestId: '$context.integration.requestId',
  integrationError: '$context.integrationErrorMessage',
};

export const ACCESS_LOG_FORMAT = JSON.stringify(ACCESS_LOG_FIELDS);
