import { Detection } from '../../src/detect/detection';
import { checkTests, failedTests, patched } from '../../src/detect/detection-tests';
import { Condition, Line, valuesAt } from '../../src/detect/event-match';
import { shippedDetections } from '../../src/detect/shipped-detections';
import { fieldExists } from '../support/event-shapes';

const all = shippedDetections();
const each = all.map((detection): [string, Detection] => [detection.name, detection]);

/** All conditions that come of one by leaving out one line, or one of several values of a line. */
function* without(condition: Condition): Generator<[string, Condition]> {
  if ('line' in condition) {
    const { line } = condition;
    yield [line.field, { all: [] }];
    if (line.values.length < 2) return;
    for (const value of line.values) yield [`${line.field}: ${value}`, { line: { ...line, values: line.values.filter((one) => one !== value) } }];
  } else if ('not' in condition) {
    for (const [what, mutant] of without(condition.not)) yield [what, { not: mutant }];
  } else {
    const [kind, parts] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
    for (const [at, part] of parts.entries()) {
      for (const [what, mutant] of without(part)) {
        yield [what, { [kind]: parts.map((one, index) => (index === at ? mutant : one)) } as unknown as Condition];
      }
      if (kind === 'any' && parts.length > 1) yield [`part ${at + 1} of any`, { any: parts.filter((one) => one !== part) }];
    }
  }
}

function linesOf(condition: Condition): Line[] {
  if ('line' in condition) return [condition.line];
  if ('not' in condition) return linesOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(linesOf);
}

test('at least 25 detections are shipped, each with its own id and title', () => {
  expect(all.length).toBeGreaterThanOrEqual(25);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});

describe.each(each)('%s', (_name, detection) => {
  test('passes its match and no_match tests', () => {
    expect(detection.tests.match.length).toBeGreaterThan(0);
    expect(detection.tests.noMatch.length).toBeGreaterThan(0);
    expect(failedTests(detection)).toEqual([]);
    expect(() => checkTests(detection)).not.toThrow();
  });

  test('fails its tests without any one of its lines or values', () => {
    const mutants = [...without(detection.condition)];
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter(([, condition]) => failedTests({ ...detection, condition }).length === 0).map(([what]) => what)).toEqual([]);
  });

  test('reads fields of the published form of the event only, in its condition, targets and tests', () => {
    const { service, condition, targets, tests, window } = detection;
    const fields = [
      ...linesOf(condition).map(({ field }) => field), ...targets.map(({ field }) => field),
      ...window?.groupBy ?? [], ...window?.field ? [window.field] : [],
      ...[...tests.match, ...tests.noMatch].flatMap((patch) => Object.keys(patch)),
    ];
    const events = [tests.event, ...tests.match.map((patch) => patched(tests.event, patch))];
    const names = [...new Set(events.map((event) => String((event as any).eventName)))];
    expect(fields.filter((field) => !fieldExists(service, field, tests.event.eventSource as string, names))).toEqual([]);
  });

  test('finds something to name in each event that matches', () => {
    for (const patch of detection.tests.match) {
      const event = patched(detection.tests.event, patch);
      expect(detection.targets.flatMap(({ field }) => valuesAt(event, field.split('.')))).not.toEqual([]);
    }
  });
});

describe('a correlation', () => {
  const windowed = each.filter(([, { window }]) => window);
  test.each(windowed)('%s fails its tests with one more, and with one less', (_name, detection) => {
    const change = (by: number) => failedTests({ ...detection, window: { ...detection.window!, atLeast: detection.window!.atLeast + by } });
    expect(change(1)).not.toEqual([]);
  });

  test.each(windowed)('%s fails its tests with no groups, and with a time without end', (_name, detection) => {
    const changed = (window: object) => failedTests({ ...detection, window: { ...detection.window!, ...window } });
    expect(changed({ seconds: Number.MAX_SAFE_INTEGER })).not.toEqual([]);
    expect([...changed({ type: detection.window!.type === 'value_count' ? 'event_count' : 'value_count' })]).not.toEqual([]);
  });
});

test('a detection whose own tests fail is refused with its file', () => {
  const [detection] = all;
  const broken = { ...detection, tests: { ...detection.tests, noMatch: detection.tests.match } };
  expect(() => checkTests(broken)).toThrow(`[${detection.name}.yml] DetectionTestFails: test 1 of no_match matches.`);
});
