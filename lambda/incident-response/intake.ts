import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { findingsOf, incidentId } from './finding';
import { isolationOf, open } from './incidents';
import { countOpened } from './metrics';
import { isApiCall, outsideChange } from './outside-change';

let client: SFNClient | undefined;
const states = () => client ??= new SFNClient({});

/**
 * Opens incidents for what detectors report, and starts the answer. A message that fails comes again, and ends with the dead letters:
 * none is lost.
 */
export async function intake({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      await take(body);
    } catch (error) {
      // the name alone: a message can quote the finding, which an attacker can have written
      console.error(JSON.stringify({ messageId, error: (error as Error).name }));
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function take(body: string): Promise<void> {
  const event = JSON.parse(body);
  if (isApiCall(event)) return renew(event);
  for (const finding of findingsOf(event)) {
    if (finding.severity < Number(process.env.MIN_SEVERITY)) continue;
    for (const target of finding.targets) {
      const { incident, opened } = await open(incidentId(finding, target), finding, target);
      if (opened) countOpened({ incident, finding });
      // also for one that is open already: the start can have been lost, and a name that was used starts nothing
      await start(incident, { incident, operation: 'ACT' });
    }
  }
}

/** A call that can give back what an isolation took: does nothing for a function that is not isolated. */
async function renew(event: object): Promise<void> {
  const change = outsideChange(event, JSON.parse(process.env.OWN_ROLES ?? '[]'));
  const isolation = change && await isolationOf(change.of);
  if (!isolation) return;
  const { incident } = isolation;
  const { of: _, ...what } = change;
  await start(`${incident}-${what.event}`, { incident, operation: 'RENEW', change: what });
}

async function start(name: string, input: object): Promise<void> {
  try {
    await states().send(new StartExecutionCommand({ stateMachineArn: process.env.STATE_MACHINE, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
