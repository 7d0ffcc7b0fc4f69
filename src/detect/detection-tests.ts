import { Burst, Detection, Patch, Service, SERVICES, timeIn } from './detection';
import { matches } from './event-match';
import { matchWindow } from './event-window';
import { ZeroTrustError } from '../core/errors';

/** A test of a detection that fails: which, and that it should have matched or not. */
export interface FailedTest {
  readonly kind: 'match' | 'no_match';
  readonly index: number;
  readonly windowed: boolean;
}

/** The event of the tests with a change. */
export function patched(event: Record<string, unknown>, patch: Patch): Record<string, unknown> {
  const copy = structuredClone(event);
  for (const [path, value] of Object.entries(patch)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let at: any = copy;
    for (const key of keys) at = at[key] ??= {};
    if (value === null) delete at[last];
    else at[last] = value;
  }
  return copy;
}

/** Runs the tests that a detection brings along. */
export function failedTests(detection: Pick<Detection, 'condition' | 'service' | 'tests' | 'window' | 'windowTests'>): FailedTest[] {
  const { condition, window, windowTests, service, tests: { event, parameters, match, noMatch } } = detection;
  const fits = (patch: Patch) => matches(condition, patched(event, patch), parameters);
  const inTime = (bursts: Burst[]) => matchWindow(condition, window!, burstEvents(event, bursts, service), timeIn(service), parameters).length > 0;
  return [
    ...failed(match, fits, true, false),
    ...failed(noMatch, fits, false, false),
    ...window ? [...failed(windowTests!.match, inTime, true, true), ...failed(windowTests!.noMatch, inTime, false, true)] : [],
  ];
}

function failed<T>(cases: T[], fits: (one: T) => boolean, expected: boolean, windowed: boolean): FailedTest[] {
  return cases.flatMap((one, index) => (fits(one) === expected ? [] : [{ kind: expected ? 'match' as const : 'no_match' as const, index, windowed }]));
}

/** The events of a test of a correlation, in order. */
export function burstEvents(event: Record<string, unknown>, bursts: Burst[], service: Service): Record<string, unknown>[] {
  const field = SERVICES[service];
  let seconds = timeIn(service)(event);
  return bursts.flatMap(({ count, every, set }) => Array.from({ length: count }, () => {
    const time = new Date(seconds * 1000);
    seconds += every;
    return patched(event, { [field]: service === 'cloudtrail' ? time.toISOString() : time.getTime(), ...set });
  }));
}

/** Throws for a detection whose own tests fail. */
export function checkTests(detection: Detection): void {
  const [first] = failedTests(detection);
  if (!first) return;
  throw new ZeroTrustError(`${detection.name}.yml`, 'DetectionTestFails',
    `test ${first.index + 1} of ${first.kind}${first.windowed ? ' of the correlation' : ''} ${first.kind === 'match' ? 'does not match' : 'matches'}.`,
    'correct the detection or the test.');
}
