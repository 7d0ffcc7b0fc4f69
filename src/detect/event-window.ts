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

/**
 * The groups of events that fit within some window of time, as the values of their fields. Events without one of the fields are left out.
 *
 * @param timeOf when an event was, in seconds
 */
export function matchWindow(
  condition: Condition, window: Window, events: unknown[], timeOf: (event: unknown) => number, parameters: Parameters = {},
): string[][] {
  const groups = new Map<string, { time: number; value: string }[]>();
  for (const event of events) {
    const key = window.groupBy.map((field) => textAt(event, field));
    const value = window.field === undefined ? '' : textAt(event, window.field);
    if (value === undefined || key.includes(undefined) || !matches(condition, event, parameters)) continue;
    const name = JSON.stringify(key);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)!.push({ time: timeOf(event), value });
  }
  return [...groups].filter(([, members]) => fits(members, window)).map(([name]) => JSON.parse(name));
}

function textAt(event: unknown, field: string): string | undefined {
  const [value] = valuesAt(event, field.split('.'));
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}

/** One pass over the events in order of time; an event leaves when it is older than the window. */
function fits(members: { time: number; value: string }[], { type, seconds, atLeast }: Window): boolean {
  const ordered = [...members].sort((a, b) => a.time - b.time);
  const counts = new Map<string, number>();
  let from = 0;
  for (const [at, { time, value }] of ordered.entries()) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    for (; time - ordered[from].time > seconds; from++) {
      const left = counts.get(ordered[from].value)! - 1;
      if (left === 0) counts.delete(ordered[from].value);
      else counts.set(ordered[from].value, left);
    }
    if ((type === 'event_count' ? at - from + 1 : counts.size) >= atLeast) return true;
  }
  return false;
}
