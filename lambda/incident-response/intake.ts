import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { findingsOf, incidentId } from './finding';
import { open } from './incidents';

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
  for (const finding of findingsOf(JSON.parse(body))) {
    if (finding.severity < Number(process.env.MIN_SEVERITY)) continue;
    for (const target of finding.targets) {
      const { incident } = await open(incidentId(finding, target), finding, target);
      // also for one that is open already: the start can have been lost, and a name that was used starts nothing
      await start(incident);
    }
  }
}

async function start(incident: string): Promise<void> {
  try {
    await states().send(new StartExecutionCommand({
      stateMachineArn: process.env.STATE_MACHINE, name: incident, input: JSON.stringify({ incident, operation: 'ACT' }),
    }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
