import { Json, Mapped, OcsfClass, some, unmapped } from '../ocsf';
import { address, record, records, text, timeOf } from '../values';

const READS = 2;
const LOGON = 1;
const TICKET = 3;
/** Calls that give credentials, and what they are in Authentication. */
const AUTHENTICATIONS: Record<string, number> = {
  'signin.amazonaws.com/ConsoleLogin': LOGON,
  'sts.amazonaws.com/AssumeRole': TICKET,
  'sts.amazonaws.com/AssumeRoleWithSAML': TICKET,
  'sts.amazonaws.com/AssumeRoleWithWebIdentity': TICKET,
  'sts.amazonaws.com/AssumeRoot': TICKET,
  'sts.amazonaws.com/GetFederationToken': TICKET,
  'sts.amazonaws.com/GetSessionToken': TICKET,
};
const USER_TYPES: Record<string, number> = { IAMUser: 1, IdentityCenterUser: 1, Root: 2, AWSService: 3, AssumedRole: 3 };
const VERBS: [RegExp, number][] = [
  [/^(Create|Put|Add|Attach|Run|Start|Register|Allocate|Issue|Import|Enable)/, 1],
  [/^(Get|List|Describe|Head|Lookup|Search|Scan|Query|BatchGet|Select)/, 2],
  [/^(Update|Modify|Set|Change|Restore|Reset|Tag|Untag|Replace|Rotate)/, 3],
  [/^(Delete|Remove|Detach|Terminate|Stop|Deregister|Release|Revoke|Disable|Cancel|Purge)/, 4],
];
const READ = new Set([
  'eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage',
  'requestParameters', 'responseElements', 'requestID', 'eventID', 'resources', 'recipientAccountId', 'readOnly', 'apiVersion',
]);

/** One call that CloudTrail recorded. Source: AWS CloudTrail user guide, "CloudTrail record contents". */
export function cloudTrailEvent(from: Json): Mapped | undefined {
  const [source, name, id] = [text(from.eventSource), text(from.eventName), text(from.eventID)];
  if (source === undefined || name === undefined || id === undefined) return undefined;
  const common = { time: timeOf(from.eventTime), product: 'AWS CloudTrail', account: text(from.recipientAccountId), region: text(from.awsRegion), eventCode: name };
  const authentication = AUTHENTICATIONS[`${source}/${name}`];
  return authentication === undefined
    ? { ...common, classUid: OcsfClass.API_ACTIVITY, activityId: activityOf(name, from.readOnly), attributes: callOf(from, source, name, id) }
    : { ...common, classUid: OcsfClass.AUTHENTICATION, activityId: authentication, attributes: authenticationOf(from, source, name, id) };
}

/** By what CloudTrail says of reading, and else by the verb. */
function activityOf(name: string, readOnly: unknown): number {
  const byVerb = VERBS.find(([verb]) => verb.test(name))?.[1] ?? 99;
  if (readOnly === true) return READS;
  return readOnly === false && byVerb === READS ? 99 : byVerb;
}

function callOf(from: Json, source: string, name: string, id: string): Json {
  const resources = records(from.resources).map((one) => ({
    uid: text(one.ARN), type: text(one.type), owner: text(one.accountId) === undefined ? undefined : { account: { uid: one.accountId } },
  }));
  return {
    ...outcomeOf(from),
    api: apiOf(from, source, name, id),
    actor: actorOf(from),
    src_endpoint: callerOf(from),
    http_request: text(from.userAgent) === undefined ? undefined : { user_agent: text(from.userAgent) },
    resources: resources.length > 0 ? resources : undefined,
    unmapped: unmapped(from, READ),
  };
}

function authenticationOf(from: Json, source: string, name: string, id: string): Json {
  const login = text(record(from.responseElements)?.ConsoleLogin);
  const mfa = text(record(from.additionalEventData)?.MFAUsed);
  const federated = ['SAMLUser', 'WebIdentityUser'].includes(text(record(from.userIdentity)?.type) ?? '');
  return {
    ...login === undefined ? outcomeOf(from) : { ...outcomeOf(from), status_id: login === 'Success' ? 1 : 2 },
    user: userOf(from),
    actor: actorOf(from),
    service: { name: source },
    api: apiOf(from, source, name, id),
    src_endpoint: callerOf(from),
    http_request: text(from.userAgent) === undefined ? undefined : { user_agent: text(from.userAgent) },
    is_mfa: mfa === undefined ? undefined : mfa === 'Yes',
    auth_protocol_id: federated ? (name.endsWith('SAML') ? 5 : 4) : undefined,
    unmapped: unmapped(from, READ),
  };
}

function apiOf(from: Json, source: string, name: string, id: string): Json {
  const [parameters, elements] = [record(from.requestParameters), record(from.responseElements)];
  const [error, message] = [text(from.errorCode), text(from.errorMessage)];
  return {
    operation: name,
    version: text(from.apiVersion),
    service: { name: source },
    // calls that AWS makes have no id of a request
    request: { uid: text(from.requestID) ?? id, data: parameters },
    response: some({ error, error_message: message, data: elements }),
  };
}

function outcomeOf(from: Json): Json {
  const error = text(from.errorCode);
  return { status_id: error === undefined ? 1 : 2, status_code: error, status_detail: text(from.errorMessage) };
}

function userOf(from: Json): Json {
  const identity = record(from.userIdentity) ?? {};
  const type = text(identity.type);
  const issuer = record(record(identity.sessionContext)?.sessionIssuer) ?? {};
  const account = text(identity.accountId);
  return {
    name: text(identity.userName) ?? text(issuer.userName) ?? text(identity.invokedBy) ?? type ?? 'unknown',
    uid: text(identity.arn) ?? text(identity.principalId) ?? text(identity.identityProvider),
    uid_alt: text(identity.principalId),
    type,
    type_id: USER_TYPES[type ?? ''] ?? (type === undefined ? 0 : 99),
    account: account === undefined ? undefined : { uid: account },
    credential_uid: text(identity.accessKeyId),
  };
}

function actorOf(from: Json): Json {
  const identity = record(from.userIdentity) ?? {};
  const context = record(identity.sessionContext) ?? {};
  const attributes = record(context.attributes) ?? {};
  return {
    user: userOf(from),
    session: some({
      created_time: timeOf(attributes.creationDate),
      is_mfa: attributes.mfaAuthenticated === undefined ? undefined : String(attributes.mfaAuthenticated) === 'true',
      issuer: text(record(context.sessionIssuer)?.arn),
      credential_uid: text(identity.accessKeyId),
    }),
    invoked_by: text(identity.invokedBy),
  };
}

/** An address, or the service that called. */
function callerOf(from: Json): Json {
  const given = text(from.sourceIPAddress);
  const ip = address(given);
  return ip === undefined ? { svc_name: given ?? 'unknown' } : { ip };
}
