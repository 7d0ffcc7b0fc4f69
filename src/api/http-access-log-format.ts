import { ACCESS_LOG_FIELDS } from './access-log-format';

type Field = keyof typeof ACCESS_LOG_FIELDS;

/** Of these HTTP APIs have no variable. */
const OF_REST_APIS: Field[] = [
  'traceId', 'tlsVersion', 'cipherSuite', 'authenticateStatus', 'authenticateError', 'authorizeStatus', 'authorizeError', 'authorizerStatus',
  'wafStatus', 'wafError', 'wafResponse', 'webAclArn',
];
/** What has another name, or another variable. */
const OF_HTTP_APIS: Partial<Record<Field, [string, string]>> = {
  resourcePath: ['routeKey', '$context.routeKey'],
  integrationStatus: ['integrationStatus', '$context.integration.status'],
  integrationLatency: ['integrationLatency', '$context.integration.latency'],
  integrationError: ['integrationError', '$context.integration.error'],
};

/**
 * What an investigator asks of a request to an HTTP API: who, from where, for what, what was decided and why. As the format of REST APIs, in
 * the variables that HTTP APIs have.
 *
 * Source: API Gateway developer guide, "Customize HTTP API access logs"; NIST 800-53 AU-3.
 */
export const HTTP_ACCESS_LOG_FORMAT = JSON.stringify(Object.fromEntries(
  (Object.entries(ACCESS_LOG_FIELDS) as [Field, string][])
    .filter(([field]) => !OF_REST_APIS.includes(field))
    .map(([field, variable]) => OF_HTTP_APIS[field] ?? [field, variable]),
));
