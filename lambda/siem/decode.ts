import { gunzipSync } from 'node:zlib';
import { Json } from './ocsf';
import { list, milliseconds, record, text } from './values';
import { DataClass } from '../../src/core/data-class';
import { LogKind } from '../../src/zone/logs/log-kind';
import { subscriptionOf } from '../../src/zone/logs/subscription-name';

/** One event of a log group. */
export interface LogEvent {
  readonly id: string;
  readonly timestamp?: number;
  readonly message: string;
}

/** What a record of the delivery stream is. */
export type Decoded =
  /** Events of a log group, as a subscription filter sends them. */
  | { readonly is: 'logs'; readonly kind: LogKind; readonly dataClass: DataClass; readonly account: string; readonly logGroup: string; readonly events: LogEvent[] }
  /** A finding, as a rule of EventBridge sends it. */
  | { readonly is: 'event'; readonly event: Json }
  /** Lines that were normalised before, and put back. */
  | { readonly is: 'normalised'; readonly classUid: number; readonly account: string; readonly lines: string[] }
  /** CloudWatch Logs tries whether it may deliver. */
  | { readonly is: 'control' }
  | { readonly is: 'unreadable'; readonly why: string };

/** More than a record of 1,000 KiB holds when it is packed as densely as logs are; beyond, it is made to fill the memory. */
const MAX_UNPACKED = 64 * 1024 * 1024;
const PUT_BACK = 'cdk-zero-trust/siem/1';

export function decode(data: string): Decoded {
  const bytes = Buffer.from(data, 'base64');
  let body: Json | undefined;
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    body = record(JSON.parse((isPacked ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }) : bytes).toString('utf-8')));
  } catch (error) {
    return { is: 'unreadable', why: (error as Error).name };
  }
  if (body === undefined) return { is: 'unreadable', why: 'no object' };
  if (body.format === PUT_BACK) return putBackOf(body);
  if (body.messageType === 'CONTROL_MESSAGE') return { is: 'control' };
  if (body.messageType === 'DATA_MESSAGE') return logsOf(body);
  return text(body['detail-type']) !== undefined && record(body.detail) ? { is: 'event', event: body } : { is: 'unreadable', why: 'unknown format' };
}

/** Source: CloudWatch Logs user guide, "Log group-level subscription filters", the data that is sent. */
function logsOf(body: Json): Decoded {
  const [filter] = list(body.subscriptionFilters);
  const said = typeof filter === 'string' ? subscriptionOf(filter) : undefined;
  const events = list(body.logEvents).map(record);
  if (!Array.isArray(body.logEvents) || !events.every((event) => typeof event?.message === 'string')) return { is: 'unreadable', why: 'no log events' };
  return {
    is: 'logs',
    // what nobody declared is the most secret text
    kind: said?.kind ?? LogKind.TEXT,
    dataClass: said?.dataClass ?? DataClass.RESTRICTED,
    account: text(body.owner) ?? '',
    logGroup: text(body.logGroup) ?? '',
    events: events.map((event) => ({ id: text(event!.id) ?? '', timestamp: milliseconds(event!.timestamp), message: event!.message as string })),
  };
}

function putBackOf(body: Json): Decoded {
  const { classUid, account, lines } = body;
  if (typeof classUid !== 'number' || typeof account !== 'string' || !Array.isArray(lines)) return { is: 'unreadable', why: 'no lines' };
  return { is: 'normalised', classUid, account, lines: lines as string[] };
}

/** What is put back into the stream. */
export function encodePutBack(classUid: number, account: string, lines: string[]): string {
  return JSON.stringify({ format: PUT_BACK, classUid, account, lines });
}
