import type { Decoded, LogEvent } from './decode';
import { Mask, maskFor } from './mask';
import { Json, Mapped, ocsfEvent, Origin, textEvent } from './ocsf';
import { apiAccessEvent } from './sources/api-access';
import { cloudTrailEvent } from './sources/cloudtrail';
import { dnsEvent } from './sources/dns';
import { guardDutyFinding, ownFinding, securityHubFinding } from './sources/finding';
import { flowEvent } from './sources/flow';
import { wafEvent } from './sources/waf';
import { record, text, timeOf } from './values';
import { DataClass } from '../../src/core/data-class';
import { LogKind } from '../../src/zone/logs/log-kind';

export interface Settings {
  readonly region: string;
  readonly now: number;
  /** Fields of flow logs in a format of their own, by log group. */
  readonly flowFields?: Record<string, string[]>;
  /** Sees each event of a log that is JSON, as it came. */
  readonly watch?: (kind: LogKind, event: Json) => void;
}

/** One event of OCSF as a line, and where it belongs. */
export interface Line {
  readonly classUid: number;
  readonly account: string;
  readonly json: string;
}

export interface Normalised {
  readonly lines: Line[];
  /** Events of a kind that its mapper could not read: they are among the lines, as text. */
  readonly asText: number;
  /** Events whose time is far from that of their delivery: they are among the lines, with the time that they say. */
  readonly skewed: number;
}

const PRODUCTS: Record<LogKind, string> = {
  API_ACCESS: 'Amazon API Gateway', CLOUDTRAIL: 'AWS CloudTrail', DNS: 'Route 53 Resolver', FLOW: 'VPC Flow Logs', TEXT: 'Amazon CloudWatch Logs', WAF: 'AWS WAF',
};
const JSON_MAPPERS: Partial<Record<LogKind, (from: Json) => Mapped | undefined>> = {
  API_ACCESS: apiAccessEvent, CLOUDTRAIL: cloudTrailEvent, DNS: dnsEvent, WAF: wafEvent,
};
const FINDING_MAPPERS: Record<string, (from: Json) => Mapped | undefined> = {
  'aws.guardduty/GuardDuty Finding': guardDutyFinding,
  'aws.securityhub/Security Hub Findings - Imported': securityHubFinding,
  'zero-trust/Finding': ownFinding,
};
/** A clock is wrong that is ahead of ours, or behind by more than deliveries are late: Firehose tries for a day. */
const AHEAD = 5 * 60_000;
const BEHIND = 48 * 3_600_000;

/** Each event of a log group as one of OCSF. */
export function normaliseLogs({ kind, dataClass, account, logGroup, events }: Decoded & { is: 'logs' }, settings: Settings): Normalised {
  const made = new Lines(maskFor(dataClass), kind === LogKind.FLOW);
  for (const event of events) {
    const origin = { account, region: settings.region, logGroup, id: event.id, loggedAt: event.timestamp, processedAt: settings.now };
    if (kind === LogKind.TEXT) made.add(textEvent(event.message, PRODUCTS[kind]), origin);
    else made.addRead(mapLog(kind, event, logGroup, settings), origin, event.message, PRODUCTS[kind]);
  }
  return made;
}

function mapLog(kind: LogKind, { message }: LogEvent, logGroup: string, { flowFields, watch }: Settings): Mapped | undefined {
  if (kind === LogKind.FLOW) return flowEvent(message, flowFields?.[logGroup]);
  const mapper = JSON_MAPPERS[kind];
  const from = mapper && jsonOf(message);
  if (from) watch?.(kind, from);
  return from && mapper(from);
}

function jsonOf(message: string): Json | undefined {
  try {
    return record(JSON.parse(message));
  } catch {
    return undefined;
  }
}

/** An event of EventBridge: one finding, or several of Security Hub. What is no finding that is known is kept as text. */
export function normaliseEvent(event: Json, settings: Settings): Normalised {
  const type = `${text(event.source)}/${text(event['detail-type'])}`;
  const detail = record(event.detail) ?? {};
  const findings = type.startsWith('aws.securityhub/') && Array.isArray(detail.findings) ? detail.findings as unknown[] : [detail];
  const mapper = Object.hasOwn(FINDING_MAPPERS, type) ? FINDING_MAPPERS[type] : undefined;
  const made = new Lines(maskFor(DataClass.INTERNAL));
  findings.forEach((finding, at) => {
    const from = record(finding);
    made.addRead(from && mapper?.(from), {
      account: text(event.account) ?? '',
      region: text(event.region) ?? settings.region,
      id: `${text(event.id)}${at === 0 ? '' : `/${at}`}`,
      loggedAt: timeOf(event.time),
      processedAt: settings.now,
    }, JSON.stringify(finding), type);
  });
  return made;
}

class Lines implements Normalised {
  public readonly lines: Line[] = [];
  public asText = 0;
  public skewed = 0;

  /** @param isTyped whether what is read is addresses, numbers and names of AWS alone, in which nothing is to be masked */
  constructor(private readonly mask: Mask, private readonly isTyped: boolean = false) {}

  /** Adds what a mapper has read, or what it could not read as text. */
  public addRead(read: Mapped | undefined, origin: Origin, raw: string, product: string): void {
    if (read) return this.add(read, origin, this.isTyped);
    this.asText++;
    this.add(textEvent(raw, product, 'not parsed'), origin);
  }

  public add(mapped: Mapped, origin: Origin, isTyped: boolean = false): void {
    const event = ocsfEvent(isTyped ? mapped : { ...mapped, attributes: this.mask(mapped.attributes) as Json }, origin);
    const time = event.time as number;
    if (time > origin.processedAt + AHEAD || time < origin.processedAt - BEHIND) this.skewed++;
    this.lines.push({ classUid: mapped.classUid, account: accountOf(origin.account), json: JSON.stringify(event) });
  }
}

/** It becomes part of a key in S3. */
function accountOf(account: string): string {
  return /^\d{12}$/.test(account) ? account : 'unknown';
}
