import type { RunnableDetection, TargetField } from '../../src/detect/detection';
import { matches, Parameters, valuesAt } from '../../src/detect/event-match';

/** A finding in the form that the responder takes: docs/constructs/incident-responder.md. */
export interface DetectionFinding {
  readonly id: string;
  readonly type: string;
  readonly severity: number;
  readonly title: string;
  readonly time?: string;
  readonly targets: { kind: TargetField['kind']; id: string }[];
}

const MAX_ID = 512;
const MAX_TARGETS = 20;

/** What the detections find in one record of CloudTrail. The id comes of the record's own, so that a record that comes twice is one finding. */
export function findingsIn(record: unknown, detections: RunnableDetection[], parameters: Parameters): DetectionFinding[] {
  const [eventId, time] = [textAt(record, 'eventID'), textAt(record, 'eventTime')];
  if (eventId === undefined) throw new Error('The event holds no record of CloudTrail.');
  return detections.filter(({ condition }) => matches(condition, record, parameters)).map((detection) => ({
    id: `${detection.id}/${eventId}`,
    ...describe(detection, record),
    ...time !== undefined && { time },
  }));
}

/** What a finding says of the detection, and of what an event names for plays to act on. */
export function describe({ name, version, severity, title, targets }: RunnableDetection, event: unknown): Omit<DetectionFinding, 'id' | 'time'> {
  return {
    type: `Detection/${name}/${version}`,
    severity,
    title,
    targets: targets.flatMap(({ kind, field }) => valuesAt(event, field.split('.'))
      .filter((value) => typeof value === 'string').map((value) => ({ kind, id: value.slice(0, MAX_ID) }))).slice(0, MAX_TARGETS),
  };
}

function textAt(record: unknown, field: string): string | undefined {
  const [value] = valuesAt(record, [field]);
  return typeof value === 'string' ? value : undefined;
}
