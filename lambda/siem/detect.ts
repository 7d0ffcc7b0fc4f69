import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json } from './ocsf';
import type { ScheduledDetection, Service } from '../../src/detect/detection';
import { LogKind } from '../../src/zone/logs/log-kind';
import type { DetectionFinding } from '../detections/findings';
import { sendFindings } from '../detections/send-findings';
import { findingsOver } from '../scheduled-detections/findings';

const SERVICE_OF: Partial<Record<LogKind, Service>> = { [LogKind.WAF]: 'waf', [LogKind.API_ACCESS]: 'apigateway' };
/** A flood of one attacker is one finding; one of many is cut, and what is cut counts as not sent. */
const MAX_FINDINGS = 200;
/** The bus must not hold up what is exported: the function has a minute. */
const TIME_LIMIT = 15_000;
const MAX_REMEMBERED = 10_000;

export interface LiveCounts {
  findings: number;
  /** Findings that the bus did not take, as far as is known. */
  failedFindings: number;
}

/**
 * Runs detections of one event on logs as they pass. By the same id as `ScheduledDetections`, so that whichever is first is the finding, and what comes
 * again within its stretch of time is none.
 */
export class LiveDetections {
  private readonly seen = new Map<Service, Json[]>();
  private readonly sent = new Set<string>();

  constructor(private readonly detections: Partial<Record<Service, ScheduledDetection[]>>) {}

  public watch(kind: LogKind, event: Json): void {
    const service = SERVICE_OF[kind];
    if (service === undefined || !this.detections[service]) return;
    const events = this.seen.get(service);
    if (events) events.push(event);
    else this.seen.set(service, [event]);
  }

  /** Sends what was found since the last time. Never throws: what is exported does not wait for it. */
  public async send(): Promise<LiveCounts> {
    const found = this.found();
    const sending = found.slice(0, MAX_FINDINGS);
    try {
      await sendFindings(sending, AbortSignal.timeout(TIME_LIMIT));
    } catch (error) {
      console.error(JSON.stringify({ level: 'ERROR', message: 'Findings could not be sent.', error: (error as Error).name }));
      return { findings: found.length, failedFindings: found.length };
    }
    if (this.sent.size > MAX_REMEMBERED) this.sent.clear();
    sending.forEach(({ id }) => this.sent.add(id));
    return { findings: found.length, failedFindings: found.length - sending.length };
  }

  private found(): DetectionFinding[] {
    const found = [...this.seen].flatMap(([service, events]) => findingsOver(service, events, this.detections[service]!));
    this.seen.clear();
    return found.filter(({ id }) => !this.sent.has(id));
  }
}

let live: LiveDetections | undefined;

/** What the construct put beside the code, if it did. */
export function liveDetections(): LiveDetections | undefined {
  const { DETECTIONS } = process.env;
  if (live || DETECTIONS === undefined) return live;
  const file = resolve(__dirname, DETECTIONS);
  // a detection that does not run is worse than one batch that Firehose tries again
  if (!existsSync(file)) throw new Error('The detections are not beside the code.');
  return live = new LiveDetections(JSON.parse(readFileSync(file, 'utf-8')));
}
