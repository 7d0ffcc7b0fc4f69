import * as fc from 'fast-check';
import { Detection, timeIn } from '../../src/detect/detection';
import { burstEvents, patched } from '../../src/detect/detection-tests';
import { Condition, matches } from '../../src/detect/event-match';
import { matchWindow } from '../../src/detect/event-window';
import { insightsQuery, MAX_QUERY, MAX_ROWS } from '../../src/detect/insights-query';
import { shippedDetections } from '../../src/detect/shipped-detections';
import { insights } from '../support/insights';

const all = shippedDetections();
const scheduled = all.filter(({ window, service }) => window || service !== 'cloudtrail').map((one): [string, Detection] => [one.name, one]);
const windowed = scheduled.filter(([, { window }]) => window);
const line = (more: object): Condition => ({ line: { field: 'a.name', operator: 'equals', values: ['x'], ...more } as any });

/** What CloudWatch Logs gives for events that were written to a log. */
function through(conditions: Condition[], events: unknown[]): unknown[] {
  return insights(insightsQuery(conditions), events.map((event) => JSON.stringify(event))).map((message) => JSON.parse(message));
}

describe.each(all.map((one): [string, Detection] => [one.name, one]))('the query of %s', (_name, { condition, tests }) => {
  test('gives each event that matches', () => {
    for (const patch of tests.match) expect(through([condition], [patched(tests.event, patch)])).toHaveLength(1);
  });

  test('is within the length that CloudWatch Logs takes', () => {
    expect(insightsQuery([condition]).length).toBeLessThanOrEqual(MAX_QUERY);
  });
});

describe('of each detection that counts', () => {
  const found = ({ condition, window, service, tests }: Detection, bursts: any[]) => (
    matchWindow(condition, window!, through([condition], burstEvents(tests.event, bursts, service)), timeIn(service), tests.parameters));

  test.each(windowed)('%s finds the group in what the query gives, in each test that matches, and none in the others', (_name, detection) => {
    for (const bursts of detection.windowTests!.match) expect(found(detection, bursts)).toHaveLength(1);
    for (const bursts of detection.windowTests!.noMatch) expect(found(detection, bursts)).toEqual([]);
  });

  test('some are run', () => expect(windowed.length).toBeGreaterThanOrEqual(5));
});

test.each(scheduled)('the query of %s leaves out what says another thing', (_name, { condition, tests }) => {
  const others = tests.noMatch.map((patch) => patched(tests.event, patch));
  expect(through([condition], others).length).toBeLessThan(others.length);
  expect(through([condition], [{ version: '0' }])).toEqual([]);
});

test('a query for several detections gives what any of them could match', () => {
  const events = [{ a: { name: 'x' } }, { a: { name: 'y' } }, { a: { name: 'z' } }];
  expect(through([line({}), line({ values: ['z'] })], events)).toEqual([events[0], events[2]]);
  expect(insightsQuery([line({}), { not: line({}) }])).toBe(`fields @message | limit ${MAX_ROWS}`);
});

test.each<[string, object, unknown[], unknown[]]>([
  ['texts without case', {}, ['x', 'X'], ['y', undefined]],
  ['numbers and texts of numbers', { values: ['401'] }, [401, '401'], [404]],
  ['elements of lists', {}, [['y', 'x']], []],
  ['beginnings', { operator: 'startswith', values: ['2'] }, ['200', 204], ['404']],
  ['endings', { operator: 'endswith', values: ['.com'] }, ['example.com'], ['examplexcom']],
  ['what is anywhere in a text', { operator: 'contains', values: ['a/b+c'] }, ['1a/b+c2'], ['a/bbc']],
  ['fields that are there', { operator: 'exists', values: [true] }, ['-'], [undefined]],
  ['what is not there', { values: [null] }, [undefined], []],
  ['what a text cannot decide', { operator: 'cidr', values: ['10.0.0.0/8'] }, ['10.1.2.3'], [undefined]],
  ['texts that JSON writes otherwise', { values: ['say "x"'] }, ['say "x"'], [undefined]],
])('%s', (_, more, given, left) => {
  const event = (value: unknown) => ({ a: { name: value } });
  expect(through([line(more)], given.map(event))).toEqual(JSON.parse(JSON.stringify(given.map(event))));
  expect(through([line(more)], left.map(event))).toEqual([]);
});

const word = fc.constantFrom('x', 'X', 'GetItem', 'a.b', '40', 'a"b', '/', 'x y');
const condition = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      field: fc.constantFrom('name', 'a.name', 'a.list', 'other'),
      operator: fc.constantFrom('equals', 'contains', 'startswith', 'endswith') as fc.Arbitrary<any>,
      values: fc.array(fc.oneof(word, fc.constant(40), fc.constant(true)), { minLength: 1, maxLength: 2 }),
      every: fc.boolean(),
    }).map((one): Condition => ({ line: one })),
    fc.constantFrom<Condition>(line({ values: [null] }), line({ operator: 'exists', values: [true] }), line({ operator: 'exists', values: [false] })),
    tie('any').map((not): Condition => ({ not })),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((parts): Condition => ({ all: parts })),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((parts): Condition => ({ any: parts })),
  ),
})).any;
const value = fc.oneof(word, fc.constant(40), fc.constant(true), fc.constant(null), fc.array(word, { maxLength: 3 }));
const event = fc.record({ name: value, a: fc.record({ name: value, list: value }, { requiredKeys: [] }), other: value }, { requiredKeys: [] });

test('a query gives every event that its condition matches, whatever the condition', () => {
  let matched = 0;
  fc.assert(fc.property(condition, event, (of, one) => {
    if (!matches(of, one)) return;
    matched++;
    expect(through([of], [one])).toHaveLength(1);
  }), { numRuns: 3000 });
  expect(matched).toBeGreaterThan(500);
});
