import type { Detection } from './detection';
import { patched } from './detection-tests';
import { Condition, Line, matches } from './event-match';
import { ZeroTrustError } from '../core/errors';

/** What EventBridge can ask of an event before a function reads it. The rest of a detection is judged there. */
const FIELDS = ['eventSource', 'eventName', 'errorCode', 'readOnly', 'userIdentity.type', 'userIdentity.inScopeOf.issuerType'];
/** EventBridge takes 2,048 characters. Source: EventBridge user guide, "Amazon EventBridge quotas". */
const MAX_PATTERN = 1800;
const MAX_WAYS = 64;

/** An event rule of the template: which calls reach the function. */
export interface CallPattern {
  /** The `detail` of an event pattern. */
  readonly detail: Record<string, unknown>;
  /** It has to see calls that only read, which EventBridge leaves out by default. */
  readonly readOnly: boolean;
}

type Way = Line[];

/**
 * The event patterns by which events reach the function that runs the detections: each a superset of what some of them match, as few as fit.
 *
 * Throws `TooManyEvents` for a detection that does not say which calls it is about.
 */
export function callPatterns(detections: Detection[]): CallPattern[] {
  const ways = detections.flatMap((detection) => {
    const readOnly = readsOnly(detection);
    return waysOf(detection).map((way) => ({ way, readOnly }));
  });
  const [named, others] = [ways.filter(({ way }) => isNamed(way)), ways.filter(({ way }) => !isNamed(way))];
  return [
    ...[false, true].flatMap((readOnly) => (
      packed(named.filter((one) => one.readOnly === readOnly).map(({ way }) => way)).map((detail) => ({ detail, readOnly })))),
    ...distinct(others.map(({ way, readOnly }) => ({ detail: nested(way), readOnly }))),
  ];
}

/** The ways in which events can fit a detection, as lines that all hold. */
function waysOf(detection: Detection): Way[] {
  const ways = alternatives(detection.condition);
  const path = `${detection.name}.yml`;
  if (ways.length > MAX_WAYS || ways.some((way) => way.length === 0)) {
    throw new ZeroTrustError(path, 'TooManyEvents', 'every call in the account would reach the function.', `name ${FIELDS.join(', ')} in each selection.`);
  }
  const missed = detection.tests.match.findIndex((patch) => !ways.some((way) => reaches(way, patched(detection.tests.event, patch))));
  if (missed >= 0) {
    throw new ZeroTrustError(path, 'TooManyEvents', `test ${missed + 1} of match would not reach the function.`, 'write values as CloudTrail does: EventBridge compares with case.');
  }
  return ways;
}

function alternatives(condition: Condition): Way[] {
  if ('line' in condition) return [canAsk(condition.line) ? [condition.line] : []];
  if ('not' in condition) return [[]];
  if ('any' in condition) return condition.any.flatMap(alternatives);
  return condition.all.map(alternatives).reduce<Way[]>(
    (ways, next) => ways.flatMap((way) => next.map((more) => [...way, ...more])).slice(0, MAX_WAYS + 1), [[]]);
}

function canAsk({ field, operator, values, every, parameter }: Line): boolean {
  return FIELDS.includes(field) && ['equals', 'startswith'].includes(operator) && !every && parameter === undefined && !values.includes(null);
}

/** With case, as EventBridge compares. */
function reaches(way: Way, event: unknown): boolean {
  return matches({ all: way.map((line) => ({ line: { ...line, operator: 're' as const, values: line.values.map((value) => exactly(value, line.operator)) } })) }, event);
}

function exactly(value: Line['values'][number], operator: string): string {
  return `^${String(value).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}${operator === 'startswith' ? '' : '$'}`;
}

const readsOnly = ({ tests }: Detection) => tests.match.some((patch) => patched(tests.event, patch).readOnly === true);
const isNamed = (way: Way) => ['eventSource', 'eventName'].every((field) => way.some((line) => line.field === field));

/** Sources and names of calls together: a pair that no detection is about costs an invocation and finds nothing. */
function packed(ways: Way[]): Record<string, unknown>[] {
  const patterns: Record<string, unknown[]>[] = [];
  for (const way of [...ways].sort((a, b) => sourceOf(a).localeCompare(sourceOf(b)))) {
    const own = nested(way.filter(({ field }) => field === 'eventSource' || field === 'eventName')) as Record<string, unknown[]>;
    const last = patterns.at(-1);
    const joined = last && {
      eventName: distinct([...last.eventName, ...own.eventName]), eventSource: distinct([...last.eventSource, ...own.eventSource]),
    };
    if (joined && JSON.stringify(joined).length <= MAX_PATTERN) patterns[patterns.length - 1] = joined;
    else patterns.push(own);
  }
  return patterns;
}

const sourceOf = (way: Way) => String(way.find(({ field }) => field === 'eventSource')!.values[0]);

function nested(way: Way): Record<string, unknown> {
  const detail: any = {};
  for (const { field, operator, values } of way) {
    const keys = field.split('.');
    const last = keys.pop()!;
    let at = detail;
    for (const key of keys) at = at[key] ??= {};
    at[last] = operator === 'startswith' ? values.map((prefix) => ({ prefix })) : values;
  }
  return detail;
}

function distinct<T>(values: T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
