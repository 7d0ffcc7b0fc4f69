import type { Detection, ScheduledDetection } from './detection';

/** What an event of AWS WAF or API Gateway that is found by itself is kept apart by: its targets, for that long. */
const SINGLE_EVENT_SECONDS = 300;

/** What a function runs of a detection: one of a single event counts from one on, so that what comes again is the same finding. */
export function windowed({ name, id, version, title, severity, targets, condition, window }: Detection): ScheduledDetection {
  return {
    name,
    id,
    version,
    title,
    severity,
    targets,
    condition,
    window: window ?? { type: 'event_count', groupBy: targets.map(({ field }) => field), seconds: SINGLE_EVENT_SECONDS, atLeast: 1 },
  };
}
