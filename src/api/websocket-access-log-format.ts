/**
 * What an investigator asks of a message to a WebSocket API: who, from where, on which connection, for what, what was decided and why. No message, which
 * may hold what the log should not.
 *
 * Source: API Gateway developer guide, "WebSocket API mapping template reference"; NIST 800-53 AU-3.
 */
export const WEBSOCKET_ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  timeEpoch: '$context.requestTimeEpoch',
  apiId: '$context.apiId',
  stage: '$context.stage',
  domainName: '$context.domainName',
  connectionId: '$context.connectionId',
  connectedAt: '$context.connectedAt',
  messageId: '$context.messageId',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  sourceIp: '$context.identity.sourceIp',
  caller: '$context.identity.caller',
  callerAccountId: '$context.identity.accountId',
  user: '$context.identity.user',
  userArn: '$context.identity.userArn',
  authorizerPrincipal: '$context.authorizer.principalId',
  authorizerError: '$context.authorizer.error',
  errorType: '$context.error.responseType',
  errorMessage: '$context.error.message',
  integrationStatus: '$context.integrationStatus',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
});
