import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DetectionFinding } from './findings';

let client: EventBridgeClient | undefined;
const events = () => client ??= new EventBridgeClient({});

/** PutEvents takes ten entries. */
const BATCH = 10;

/** Sends findings to the default bus, where a responder takes them. Throws when the bus refuses one, or the time is over: none is lost. */
export async function sendFindings(found: DetectionFinding[], abortSignal?: AbortSignal): Promise<void> {
  for (let at = 0; at < found.length; at += BATCH) {
    const { FailedEntryCount, Entries } = await events().send(new PutEventsCommand({
      Entries: found.slice(at, at + BATCH).map((finding) => ({ Source: 'zero-trust', DetailType: 'Finding', Detail: JSON.stringify(finding) })),
    }), { abortSignal });
    if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} findings: ${Entries?.find(({ ErrorCode }) => ErrorCode)?.ErrorCode}`);
  }
}
