import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { findingsIn } from './findings';
import type { RunnableDetection } from '../../src/detect/detection';

let client: EventBridgeClient | undefined;
let detections: RunnableDetection[] | undefined;

/** PutEvents takes ten entries. */
const BATCH = 10;

/**
 * Judges one event of CloudTrail, as EventBridge delivers it, and sends a finding for each detection that it fits. What fails is thrown, so
 * that Lambda tries again and the event ends with the dead letters: none is lost.
 */
export async function handler(event: { detail?: unknown }): Promise<void> {
  detections ??= JSON.parse(readFileSync(join(__dirname, 'detections.json'), 'utf-8')) as RunnableDetection[];
  const found = findingsIn(event.detail, detections, { deploy_roles: JSON.parse(process.env.DEPLOY_ROLES ?? '[]') });
  for (let at = 0; at < found.length; at += BATCH) {
    const { FailedEntryCount, Entries } = await events().send(new PutEventsCommand({
      Entries: found.slice(at, at + BATCH).map((finding) => ({ Source: 'zero-trust', DetailType: 'Finding', Detail: JSON.stringify(finding) })),
    }));
    if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} findings: ${Entries?.find(({ ErrorCode }) => ErrorCode)?.ErrorCode}`);
  }
}

const events = () => client ??= new EventBridgeClient({});
