import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** What can be contained: a function of the zone, an address that attacks it, a user of its pools. */
export enum TargetKind {
  FUNCTION = 'FUNCTION',
  ADDRESS = 'ADDRESS',
  USER = 'USER',
  /** Something that no play acts on: it is recorded, and people are told. */
  OTHER = 'OTHER',
}

export interface Target {
  readonly kind: TargetKind;
  /** Name of the function, address, user name, or ARN. */
  readonly id: string;
}

/** What was detected, in one form for all detectors. */
export interface Finding {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** 0 to 10, as GuardDuty counts: medium from 4, high from 7, critical from 9. */
  readonly severity: number;
  readonly title: string;
  readonly time: string;
  /** A synthetic finding: plays answer and change nothing. */
  readonly drill: boolean;
  readonly targets: Target[];
}

/** An event of EventBridge, of which nothing is taken for granted. */
export interface BusEvent {
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  readonly detail?: any;
}

/** ASFF labels as numbers of GuardDuty. Source: AWS Security Hub user guide, "Severity". */
const LABELS: Record<string, number> = { INFORMATIONAL: 0, LOW: 2, MEDIUM: 5, HIGH: 8, CRITICAL: 10 };
const MAX_TEXT = 512;
const MAX_TARGETS = 20;

/**
 * The finding in an event of GuardDuty, Security Hub, CloudWatch alarms or the source `zero-trust`. Throws for an event that holds none,
 * so that it ends with the dead letters and not nowhere. Texts of a finding can be an attacker's: they are cut, and never run or fetched.
 */
export function findingsOf(event: BusEvent): Finding[] {
  const { source, detail } = event;
  if (typeof detail !== 'object' || detail === null) throw new Error('The event has no detail.');
  switch (source) {
    case 'aws.guardduty': return [guardDuty(event)];
    case 'aws.securityhub': return asList(detail.findings).map((one) => securityHub(event, one));
    case 'aws.cloudwatch': return [alarm(event)];
    case 'zero-trust': return [own(event)];
    default: throw new Error('The source of the event is no detector.');
  }
}

/** Source: GuardDuty user guide, "Finding format"; sequences of attacks name their resources and endpoints in `Sequence`. */
function guardDuty({ detail, time }: BusEvent): Finding {
  const { resource, service } = detail;
  const sequence = service?.additionalInfo?.sequence ?? service?.detection?.sequence;
  const remote = Object.values<any>(service?.action ?? {}).map((one) => one?.remoteIpDetails?.ipAddressV4 ?? one?.remoteIpDetails?.ipAddressV6);
  return finding({
    id: detail.id,
    source: 'guardduty',
    type: detail.type,
    severity: detail.severity,
    title: detail.title,
    time: detail.updatedAt ?? time,
    targets: [
      ...functions(resource?.lambdaDetails?.functionArn ?? resource?.lambdaDetails?.functionName),
      ...asList(sequence?.resources).flatMap((one) => functions(/function/i.test(text(one?.resourceType)) ? one?.uid ?? one?.name : undefined)),
      ...remote.flatMap(addresses),
      ...asList(sequence?.endpoints).flatMap((one) => addresses(one?.ip)),
    ],
  });
}

/** Source: Security Hub user guide, "AWS Security Finding Format". */
function securityHub({ time }: BusEvent, detail: any): Finding {
  return finding({
    id: detail?.Id,
    source: 'securityhub',
    type: asList(detail?.Types)[0] ?? detail?.GeneratorId,
    severity: LABELS[text(detail?.Severity?.Label)] ?? Number(detail?.Severity?.Normalized) / 10,
    title: detail?.Title,
    time: detail?.UpdatedAt ?? time,
    targets: [
      ...asList(detail?.Resources).flatMap((one) => (one?.Type === 'AwsLambdaFunction' ? functions(one.Id) : other(one?.Id))),
      ...addresses(detail?.Network?.SourceIpV4 ?? detail?.Network?.SourceIpV6),
    ],
  });
}

/** An alarm names what it watches: people are told, and nothing is contained on a number alone. */
function alarm({ id, detail, time }: BusEvent): Finding {
  const name = text(detail.alarmName);
  return finding({
    id: `${name}/${text(detail.state?.timestamp ?? id)}`,
    source: 'cloudwatch',
    type: 'Alarm',
    severity: 5,
    title: `${name} is in ALARM: ${text(detail.state?.reason)}`,
    time: detail.state?.timestamp ?? time,
    targets: other(name),
  });
}

/** Events of the guard, of detections, of drills and tests: docs/constructs/incident-responder.md has the form. */
function own({ detail, time }: BusEvent): Finding {
  return finding({
    id: detail.id,
    source: 'zero-trust',
    type: detail.type,
    severity: detail.severity,
    title: detail.title,
    time: detail.time ?? time,
    drill: detail.drill === true,
    targets: asList(detail.targets).flatMap((one) => {
      if (one?.kind === TargetKind.FUNCTION) return functions(one.id);
      if (one?.kind === TargetKind.ADDRESS) return addresses(one.id);
      return one?.kind === TargetKind.USER ? [{ kind: TargetKind.USER, id: text(one.id) }] : other(one?.id);
    }),
  });
}

function finding(given: { [K in keyof Finding]?: any }): Finding {
  const id = text(given.id);
  if (id === '') throw new Error('The finding has no id.');
  const severity = Number(given.severity);
  if (!(severity >= 0 && severity <= 10)) throw new Error('The severity of the finding is no number from 0 to 10.');
  const named = (given.targets as Target[]).filter(({ id: target }) => target !== '');
  const unique = [...new Map(named.map((target) => [`${target.kind}#${target.id}`, target])).values()];
  return {
    id,
    source: given.source,
    type: text(given.type),
    severity,
    title: text(given.title),
    time: text(given.time),
    drill: given.drill === true,
    targets: unique.length > 0 ? unique.slice(0, MAX_TARGETS) : [{ kind: TargetKind.OTHER, id: `${given.source}/${id}` }],
  };
}

/** By its name: a finding can hold the ARN of a version or an alias. */
function functions(arnOrName: unknown): Target[] {
  const given = text(arnOrName);
  const name = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:([\w-]+)/.exec(given)?.[1] ?? given;
  return /^[\w-]{1,64}$/.test(name) ? [{ kind: TargetKind.FUNCTION, id: name }] : other(given);
}

/** The function that a parameter of Lambda means: its name or ARN, whole or in part, with a version or an alias or without. */
export function functionsNamed(arnOrName: unknown): Target[] {
  const [, name] = /(?:^|:function:)([\w-]{1,64})(?::[\w$-]+)?$/.exec(text(arnOrName)) ?? [];
  return name === undefined ? [] : [{ kind: TargetKind.FUNCTION, id: name }];
}

function addresses(address: unknown): Target[] {
  const given = text(address).toLowerCase();
  return isIP(given) === 0 ? other(given) : [{ kind: TargetKind.ADDRESS, id: given }];
}

function other(id: unknown): Target[] {
  const given = text(id);
  return given === '' ? [] : [{ kind: TargetKind.OTHER, id: given }];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}

function asList(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** Names an incident: the same finding on the same target is the same incident, and the same execution of the state machine. */
export function incidentId({ source, id }: Finding, target: Target): string {
  return createHash('sha256').update(JSON.stringify([source, id, target.kind, target.id])).digest('hex').slice(0, 32);
}
