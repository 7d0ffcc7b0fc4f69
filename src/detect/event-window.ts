import { matches, valuesAt, Condition, Parameters } from './event-match';

/** How many events, or different values of a field, within a time: a correlation of Sigma, compiled. */
export interface Window {
  readonly type: 'event_count' | 'value_count';
  /** Fields whose values keep events apart. */
  readonly groupBy: string[];
  readonly seconds: number;
  /** From how many on it fits. */
  readonly atLeast: number;
  /** Of a `value_count`, the field whose values count. */
  readonly field?: string;
}

/** A group of events that fits, once for each stretch of time of the window's length in which an event makes it fit. */
export interface WindowMatch {
  /** Values of the fields that keep events apart. */
  readonly group: string[];
  /** Number of the stretch, counted from 1970: the same whichever further events are looked at. */
  readonly stretch: number;
  /** The first event of the stretch that makes the group fit. */
  readonly event: unknown;
}

interface Member {
  readonly time: number;
  readonly value: string;
  readonly event: unknown;
}

/**
 * The groups of events that fit within some window of time, as the values of their fields. Events without one of the fields are left out.
 *
 * @param timeOf when an event was, in seconds
 */
export function matchWindow(
  condition: Condition, window: Window, events: unknown[], timeOf: (event: unknown) => number, parameters: Parameters = {},
): string[][] {
  const found = windowMatches(condition, window, events, timeOf, parameters).map(({ group }) => JSON.stringify(group));
  return [...new Set(found)].map((group) => JSON.parse(group));
}

/**
 * The same with when: over more events, earlier or later ones, it finds what it found and more. Events without a time are left out.
 */
export function windowMatches(
  condition: Condition, window: Window, events: unknown[], timeOf: (event: unknown) => number, parameters: Parameters = {},
): WindowMatch[] {
  const groups = new Map<string, Member[]>();
  for (const event of events) {
    const key = window.groupBy.map((field) => textAt(event, field));
    const value = window.field === undefined ? '' : textAt(event, window.field);
    const time = timeOf(event);
    if (value === undefined || Number.isNaN(time) || key.includes(undefined) || !matches(condition, event, parameters)) continue;
    const name = JSON.stringify(key);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)!.push({ time, value, event });
  }
  return [...groups].flatMap(([name, members]) => (
    [...fitting(members, window)].map(([stretch, event]) => ({ group: JSON.parse(name), stretch, event }))));
}

function textAt(event: unknown, field: string): string | undefined {
  const [value] = valuesAt(event, field.split('.'));
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}

/** One pass over the events in order of time; an event leaves when it is older than the window. */
function fitting(members: Member[], { type, seconds, atLeast }: Window): Map<number, unknown> {
  const ordered = [...members].sort((a, b) => a.time - b.time);
  const counts = new Map<string, number>();
  const found = new Map<number, unknown>();
  let from = 0;
  for (const [at, { time, value, event }] of ordered.entries()) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    for (; time - ordered[from].time > seconds; from++) {
      const left = counts.get(ordered[from].value)! - 1;
      if (left === 0) counts.delete(ordered[from].value);
      else counts.set(ordered[from].value, left);
    }
    if ((type === 'event_count' ? at - from + 1 : counts.size) < atLeast) continue;
    const stretch = Math.floor(time / seconds);
    if (!found.has(stretch)) found.set(stretch, event);
  }
  return found;
}
