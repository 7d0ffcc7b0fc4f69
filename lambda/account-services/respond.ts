import { Buffer } from 'node:buffer';
import { setTimeout } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

/** What is answered in time even where the service is not: CloudFormation waits an hour for an answer that does not come. */
const RESERVE_MS = 15_000;
const ATTEMPTS = 5;

/** What a change is told, and where it leaves the physical id as soon as it did something that has to be taken back. */
export interface Change {
  readonly event: CloudFormationCustomResourceEvent;
  /** Until when it may take, in milliseconds since 1970. */
  readonly until: number;
  /** A create that fails is deleted by CloudFormation, by this id. */
  physicalId: string;
}

/**
 * Makes a change, and answers CloudFormation whatever comes of it. An error of the change is the answer; an answer that cannot be given is an
 * error of the function.
 */
export async function answering(event: CloudFormationCustomResourceEvent, context: Context, make: (change: Change) => Promise<void>): Promise<void> {
  const change: Change = {
    event,
    until: Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS,
    physicalId: 'PhysicalResourceId' in event ? event.PhysicalResourceId : `none-${event.RequestId}`,
  };
  const reason = await make(change).then(() => undefined, (error: Error) => `${error.name}: ${error.message}`);
  console.log(JSON.stringify({ request: event.RequestType, resource: event.LogicalResourceId, physicalId: change.physicalId, reason }));
  await answer(event, {
    Status: reason === undefined ? 'SUCCESS' : 'FAILED',
    ...reason !== undefined && { Reason: reason },
    PhysicalResourceId: change.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
}

/** The URL is signed without a content type. */
async function answer({ ResponseURL }: CloudFormationCustomResourceEvent, response: Record<string, string>): Promise<void> {
  const body = Buffer.from(JSON.stringify(response));
  for (let attempt = 1; ; attempt++) {
    const outcome = await fetch(ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } }).then(({ ok, status }) => ok || status, String);
    if (outcome === true) return;
    // never the URL: it is a credential
    if (attempt === ATTEMPTS) throw new Error(`CloudFormation's URL did not take the answer: ${typeof outcome === 'number' ? outcome : 'no connection'}.`);
    await setTimeout(Math.random() * 200 * 2 ** attempt);
  }
}
