/**
 * What an investigator asks of a request to an HTTP API: who, from where, for what, what was decided and why. As the format of REST APIs, in
 * the variables that HTTP APIs have.
 *
 * Source: API Gateway developer guide, "Customize HTTP API access logs"; NIST 800-53 AU-3.
 */
export const HTTP_ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  timeEpoch: '$context.requestTimeEpoch',
  accountId: '$context.accountId',
  apiId: '$context.apiId',
  stage: '$context.stage',
  domainName: '$context.domainName',
  protocol: '$context.protocol',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
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
  authorizerError: '$context.authorizer.error',
  errorType: '$context.error.responseType',
  errorMessage: '$context.error.message',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  integrationRequestId: '$context.integration.requestId',
  integrationError: '$context.integration.error',
});
