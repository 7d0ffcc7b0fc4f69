/** An event of a runtime guard, as lambda/runtime-guard/events.ts writes it into the log of a function. */
export interface GuardEvent {
  readonly functionName: string;
  readonly kind: string;
  readonly detail: string;
  /** Milliseconds since 1970; none where the line has no time. */
  readonly time?: number;
}

/** The same event however often it came. */
export interface GuardFinding {
  readonly functionName: string;
  readonly kind: string;
  readonly detail: string;
  readonly count: number;
  readonly first?: number;
  readonly last?: number;
}

/** Where an event begins in a line that has more before it, as of `aws logs tail`. */
const MARK = /\{(?=[^{}]*"(_aws|RuntimeGuard|FunctionName)")/;

/**
 * The events in a log: lines as they are, as `aws logs tail` prints them, or what `aws logs filter-log-events` and Logs Insights answer in JSON. Whatever else is
 * in a log is passed over.
 */
export function eventsIn(text: string): GuardEvent[] {
  const whole = parsed(text);
  return whole === undefined ? text.split('\n').flatMap(eventIn) : messagesIn(whole).flatMap(eventIn);
}

/** Grouped, what came most often first; by name where that is the same. */
export function grouped(events: GuardEvent[]): GuardFinding[] {
  const groups = new Map<string, GuardFinding>();
  for (const { functionName, kind, detail, time } of events) {
    const key = JSON.stringify([functionName, kind, detail]);
    const before = groups.get(key);
    const times = [before?.first, before?.last, time].filter((one) => one !== undefined);
    groups.set(key, {
      functionName, kind, detail, count: (before?.count ?? 0) + 1, ...times.length > 0 && { first: Math.min(...times), last: Math.max(...times) },
    });
  }
  const keyOf = ({ functionName, kind, detail }: GuardFinding) => JSON.stringify([functionName, kind, detail]);
  return [...groups.values()].sort((a, b) => (a.functionName === b.functionName ? b.count - a.count : 0) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function eventIn(line: string): GuardEvent[] {
  const start = line.search(MARK);
  if (start < 0) return [];
  const event = parsed(line.slice(start));
  if (event?.RuntimeGuard !== 1 || typeof event.Kind !== 'string' || typeof event.FunctionName !== 'string') return [];
  const { _aws: aws, FunctionName: functionName, Kind: kind, Detail: detail } = event;
  return [{ functionName, kind, detail: typeof detail === 'string' ? detail : '', ...typeof aws?.Timestamp === 'number' && { time: aws.Timestamp } }];
}

/** Every text in an answer of the API that holds an event. */
function messagesIn(json: any): string[] {
  if (typeof json === 'string') return [json];
  if (json === null || typeof json !== 'object') return [];
  return json.RuntimeGuard === 1 ? [JSON.stringify(json)] : Object.values(json).flatMap(messagesIn);
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
