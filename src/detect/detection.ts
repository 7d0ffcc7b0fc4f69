import type { Condition } from './event-match';
import type { Window } from './event-window';

/** What of an event a play can act on: the form of findings that the responder reads. */
export interface TargetField {
  readonly kind: 'FUNCTION' | 'ADDRESS' | 'USER' | 'OTHER';
  readonly field: string;
}

/** What the function that runs detections needs of one: JSON. */
export interface RunnableDetection {
  /** Name of its file. */
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** 0 to 10, as GuardDuty counts. */
  readonly severity: number;
  readonly targets: TargetField[];
  readonly condition: Condition;
}

/** The same of one that is run over logs by a schedule. */
export interface ScheduledDetection extends RunnableDetection {
  readonly window: Window;
}

/** What the function that reads one kind of logs runs there. */
export interface ScheduledQuery {
  readonly service: Service;
  readonly query: string;
  readonly detections: ScheduledDetection[];
}

/** The logs that detections read, with the field that holds the time. */
export const SERVICES = { cloudtrail: 'eventTime', waf: 'timestamp', apigateway: 'timeEpoch' } as const;
export type Service = keyof typeof SERVICES;

/** When an event was, in seconds. CloudTrail writes a date, the others milliseconds; access logs write them as a text. */
export function timeIn(service: Service): (event: any) => number {
  const field = SERVICES[service];
  return (event) => (service === 'cloudtrail' ? Date.parse(event[field]) : Number(event[field] ?? NaN)) / 1000;
}

/** A change of the event of the tests: values by dotted path; `null` takes a field away. */
export type Patch = Record<string, unknown>;

export interface DetectionTests {
  readonly event: Record<string, unknown>;
  readonly parameters: Record<string, string[]>;
  readonly match: Patch[];
  readonly noMatch: Patch[];
}

/** Events of a window in order, each with how often and how far apart it comes. */
export interface Burst {
  readonly count: number;
  /** Seconds between. */
  readonly every: number;
  readonly set: Patch;
}

export interface WindowTests {
  readonly match: Burst[][];
  readonly noMatch: Burst[][];
}

/** A detection as its file says it. */
export interface Detection extends RunnableDetection {
  readonly level: string;
  readonly description: string;
  readonly references: string[];
  readonly falsePositives: string[];
  /** ATT&CK techniques, for example T1562.008. */
  readonly techniques: string[];
  readonly service: Service;
  readonly tests: DetectionTests;
  /** It counts events, and is no finding by one alone. */
  readonly window?: Window;
  readonly windowTests?: WindowTests;
}
