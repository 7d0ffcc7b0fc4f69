import { operations } from './api-requests.json';
import { ACCESS_LOG_FORMAT } from '../../src/api/access-log-format';

/** Source: CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events" and "userIdentity element". */
const CLOUDTRAIL = [
  'eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage', 'readOnly',
  'requestID', 'eventID', 'eventType', 'managementEvent', 'recipientAccountId', 'eventCategory', 'resources',
  ...[
    'type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy', 'sessionContext.sessionIssuer.arn', 'sessionContext.sessionIssuer.type',
    'sessionContext.attributes.mfaAuthenticated', 'inScopeOf', 'inScopeOf.issuerType', 'inScopeOf.credentialsIssuedTo',
  ].map((field) => `userIdentity.${field}`),
];

/** Source: AWS WAF developer guide, "Log fields for protection pack (web ACL) traffic". */
const WAF = [
  'timestamp', 'formatVersion', 'webaclId', 'terminatingRuleId', 'terminatingRuleType', 'action', 'httpSourceName', 'httpSourceId', 'ruleGroupList',
  'rateBasedRuleList', 'nonTerminatingMatchingRules', 'nonTerminatingMatchingRules.ruleId', 'nonTerminatingMatchingRules.action', 'labels', 'responseCodeSent',
  'httpRequest.clientIp', 'httpRequest.country', 'httpRequest.uri', 'httpRequest.args', 'httpRequest.httpMethod', 'httpRequest.requestId',
];

/** Names in requests of S3 that CloudTrail writes in a form of its own. Source: Amazon S3 user guide, "Amazon S3 CloudTrail events". */
const S3_NAMES: Record<string, string> = { bucketName: 'Bucket' };

/**
 * Whether a log has the field. Parameters of requests are those of the API's own model: CloudTrail writes the name of each with a small
 * letter, S3 as it is. Of several calls, one has to have it.
 */
export function fieldExists(service: string, field: string, eventSource: string, eventNames: string[]): boolean {
  if (service === 'waf') return WAF.includes(field);
  if (service === 'apigateway') return Object.keys(JSON.parse(ACCESS_LOG_FORMAT)).includes(field);
  const [first, ...path] = field.split('.');
  return first === 'requestParameters' ? eventNames.some((name) => hasParameter(eventSource.split('.')[0], name, path)) : CLOUDTRAIL.includes(field);
}

function hasParameter(service: string, eventName: string, path: string[]): boolean {
  // Lambda adds the version of its API
  let at: any = (operations as any)[service]?.[eventName.replace(/\d{8}(v\d)?$/, '')];
  for (const key of path) {
    const name = service === 's3' ? S3_NAMES[key] ?? key : Object.keys(at ?? {}).find((one) => one[0].toLowerCase() + one.slice(1) === key);
    at = name === undefined ? undefined : at?.[name];
  }
  return at !== undefined;
}
