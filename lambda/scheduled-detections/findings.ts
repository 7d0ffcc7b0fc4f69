import { createHash } from 'node:crypto';
import { ScheduledDetection, Service, timeIn } from '../../src/detect/detection';
import { windowMatches } from '../../src/detect/event-window';
import { describe, DetectionFinding } from '../detections/findings';

/**
 * What the detections find in events of one kind of log. The id comes of the detection, the group and the stretch of time alone: runs that look
 * at the same time again find the same, and a responder takes it once.
 */
export function findingsOver(service: Service, events: unknown[], detections: ScheduledDetection[]): DetectionFinding[] {
  const timeOf = timeIn(service);
  return detections.flatMap((detection) => windowMatches(detection.condition, detection.window, events, timeOf).map(({ group, stretch, event }) => ({
    id: `${detection.id}/${createHash('sha256').update(JSON.stringify([detection.version, group, stretch])).digest('hex').slice(0, 32)}`,
    ...describe(detection, event),
    time: new Date(timeOf(event) * 1000).toISOString(),
  })));
}

export interface Records {
  readonly events: unknown[];
  /** Messages that are no object in JSON. */
  readonly unreadable: number;
}

/** The records of messages, each once: CloudTrail can write one twice, and parts of a time that is read can overlap. */
export function recordsOf(messages: string[]): Records {
  const events: unknown[] = [];
  let unreadable = 0;
  for (const message of new Set(messages)) {
    const event = parsed(message);
    if (event === undefined) unreadable++;
    else events.push(event);
  }
  return { events, unreadable };
}

function parsed(message: string): object | undefined {
  try {
    const event = JSON.parse(message);
    return typeof event === 'object' && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}
