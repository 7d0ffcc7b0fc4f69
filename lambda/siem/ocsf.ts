/** The version of the Open Cybersecurity Schema Framework that is written. */
export const OCSF_VERSION = '1.4.0';

/** The classes that are written. */
export enum OcsfClass {
  BASE_EVENT = 0,
  DETECTION_FINDING = 2004,
  AUTHENTICATION = 3002,
  NETWORK_ACTIVITY = 4001,
  HTTP_ACTIVITY = 4002,
  DNS_ACTIVITY = 4003,
  API_ACTIVITY = 6003,
}

export type Json = Record<string, unknown>;

/** What a source says of one event. Attributes are those of the class. */
export interface Mapped {
  readonly classUid: OcsfClass;
  readonly activityId: number;
  readonly severityId?: number;
  /** Milliseconds since 1970, as the source says; the time of the log event when it says none. */
  readonly time?: number;
  readonly product: string;
  readonly account?: string;
  readonly region?: string;
  /** The id that the source gave. */
  readonly eventCode?: string;
  readonly correlationUid?: string;
  readonly labels?: string[];
  readonly attributes: Json;
}

/** Where an event comes from, which is no part of what it says. */
export interface Origin {
  readonly account: string;
  readonly region: string;
  readonly logGroup?: string;
  /** The id of the log event: the same when the event comes twice. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly loggedAt?: number;
  readonly processedAt: number;
}

const CONTROL = ['action_id', 'disposition_id', 'firewall_rule'];

/** The event of OCSF, valid by the published schema. */
export function ocsfEvent(mapped: Mapped, origin: Origin): Json {
  const { classUid, activityId, attributes } = mapped;
  const hasControl = CONTROL.some((name) => attributes[name] !== undefined);
  return {
    class_uid: classUid,
    category_uid: Math.floor(classUid / 1000),
    activity_id: activityId,
    type_uid: classUid * 100 + activityId,
    severity_id: mapped.severityId ?? 1,
    time: mapped.time ?? origin.loggedAt ?? origin.processedAt,
    metadata: {
      version: OCSF_VERSION,
      product: { name: mapped.product, vendor_name: 'AWS' },
      profiles: hasControl ? ['cloud', 'security_control'] : ['cloud'],
      uid: origin.id,
      event_code: mapped.eventCode,
      correlation_uid: mapped.correlationUid,
      labels: mapped.labels?.length ? mapped.labels : undefined,
      log_name: origin.logGroup,
      logged_time: origin.loggedAt,
      processed_time: origin.processedAt,
    },
    cloud: { provider: 'AWS', region: mapped.region ?? origin.region, account: { uid: mapped.account ?? origin.account, type_id: 10 } },
    ...attributes,
  };
}

/** What OCSF allows in a string. */
const MAX_STRING = 65_535;

/** What no mapper reads, as one text. Nothing is cut: a text that is too long for the attribute is kept in parts. */
export function textEvent(text: string, product: string, why?: string): Mapped {
  const isLong = text.length > MAX_STRING;
  return {
    classUid: OcsfClass.BASE_EVENT,
    activityId: 0,
    product,
    attributes: {
      ...isLong ? { unmapped: { raw_data: parts(text) } } : { raw_data: text },
      ...why !== undefined && { status_detail: why },
    },
  };
}

function parts(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / MAX_STRING) }, (_, at) => text.slice(at * MAX_STRING, (at + 1) * MAX_STRING));
}

/** The same, or nothing when nothing is in it. What is undefined is left out when the event is written. */
export function some(from: Json): Json | undefined {
  for (const key in from) if (from[key] !== undefined) return from;
  return undefined;
}

/** What a mapper did not read: it is kept as the source wrote it. */
export function unmapped(from: Json, read: ReadonlySet<string>): Json | undefined {
  return some(Object.fromEntries(Object.entries(from).filter(([key, value]) => !read.has(key) && value !== null && value !== '')));
}
