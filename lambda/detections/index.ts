import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsIn } from './findings';
import { sendFindings } from './send-findings';
import type { RunnableDetection } from '../../src/detect/detection';

let detections: RunnableDetection[] | undefined;

/**
 * Judges one event of CloudTrail, as EventBridge delivers it, and sends a finding for each detection that it fits. What fails is thrown, so
 * that Lambda tries again and the event ends with the dead letters: none is lost.
 */
export async function handler(event: { detail?: unknown }): Promise<void> {
  detections ??= JSON.parse(readFileSync(join(__dirname, 'detections.json'), 'utf-8')) as RunnableDetection[];
  await sendFindings(findingsIn(event.detail, detections, { deploy_roles: JSON.parse(process.env.DEPLOY_ROLES ?? '[]') }));
}
