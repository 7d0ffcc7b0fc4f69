import { createHash } from 'node:crypto';
import { functionsNamed, Target } from './finding';
import { Part } from './incidents';

/** A call that can undo an isolation, made by anyone but the responder. */
export interface OutsideChange {
  /** Names the event, as far as an execution's name takes it. */
  readonly event: string;
  /** The call, as CloudTrail calls it. */
  readonly name: string;
  /** ARN of who called. */
  readonly by: string;
}

interface ApiCall {
  readonly 'detail-type'?: string;
  readonly 'detail'?: any;
}

/** Which function a call changes, or which part of one, by the beginning of its name: Lambda's end with the version of the API. */
const CHANGED: [string, string, (detail: any) => (Target | Part)[]][] = [
  ...['UpdateFunctionConfiguration', 'PutFunctionConcurrency', 'DeleteFunctionConcurrency', 'CreateEventSourceMapping', 'CreateFunction']
    .map((name): [string, string, (detail: any) => (Target | Part)[]] => (
      ['lambda.amazonaws.com', name, ({ requestParameters }) => functionsNamed(requestParameters?.functionName)])),
  ['lambda.amazonaws.com', 'UpdateEventSourceMapping', ({ requestParameters, responseElements }) => (
    functionsNamed(responseElements?.functionArn ?? requestParameters?.functionName))],
  ['lambda.amazonaws.com', 'UntagResource', ({ requestParameters }) => functionsNamed(requestParameters?.resource)],
  ['ec2.amazonaws.com', 'AuthorizeSecurityGroupEgress', ({ requestParameters }) => part('group', requestParameters?.groupId)],
  ['iam.amazonaws.com', 'DetachRolePolicy', ({ requestParameters }) => part('role', requestParameters?.roleName)],
];

export function isApiCall(event: ApiCall): boolean {
  return event['detail-type'] === 'AWS API Call via CloudTrail';
}

/**
 * What a recorded call changed; undefined for one that failed, that is about something else, or that a role of the responder made: it would answer
 * itself without end.
 */
export function outsideChange({ detail }: ApiCall, ownRoles: string[]): OutsideChange & { readonly of: Target | Part } | undefined {
  const { eventID, eventName, eventSource, errorCode, userIdentity } = detail ?? {};
  const known = CHANGED.find(([source, name]) => source === eventSource && typeof eventName === 'string' && eventName.startsWith(name));
  if (!known || errorCode || ownRoles.includes(userIdentity?.sessionContext?.sessionIssuer?.arn)) return undefined;
  const [of] = known[2](detail);
  if (of === undefined) return undefined;
  return {
    event: createHash('sha256').update(JSON.stringify([eventID, eventSource, eventName])).digest('hex').slice(0, 32),
    name: eventName,
    by: typeof userIdentity?.arn === 'string' ? userIdentity.arn : 'an unknown principal',
    of,
  };
}

function part(kind: 'role' | 'group', id: unknown): Part[] {
  return typeof id === 'string' && id !== '' ? [{ [kind]: id } as unknown as Part] : [];
}
