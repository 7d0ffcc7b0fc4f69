import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { matches, valuesAt } from '../../src/detect/event-match';
import { matchWindow } from '../../src/detect/event-window';
import { parseDetection } from '../../src/detect/sigma';

const BASE = {
  title: 'A title',
  id: '39cb1a93-c523-43aa-a097-0d4b10df4188',
  version: 1,
  description: 'Why.',
  references: ['https://example.com'],
  tags: ['attack.t1562.008'],
  logsource: { product: 'aws', service: 'cloudtrail' },
  detection: { selection: { eventName: 'StopLogging' }, condition: 'selection' } as any,
  falsepositives: ['None'],
  level: 'high',
  targets: [{ kind: 'OTHER', field: 'userIdentity.arn' }],
  tests: { event: { eventName: 'StopLogging' }, match: [{}], no_match: [{ eventName: 'StartLogging' }] },
};
const read = (change: object = {}) => parseDetection('mine', stringify({ ...BASE, ...change }));
const select = (selection: unknown, condition = 'selection') => read({ detection: { selection, condition } }).condition;
const detect = (detection: object) => read({ detection }).condition;

describe('a selection', () => {
  test.each<[string, object, object, object]>([
    ['compares without case', { eventName: 'stoplogging' }, { eventName: 'StopLogging' }, { eventName: 'StopLoggings' }],
    ['takes one of a list', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
    ['wants each line', { a: 'x', b: 'y' }, { a: 'x', b: 'y' }, { a: 'x', b: 'z' }],
    ['contains', { 'a|contains': 'b' }, { a: 'abc' }, { a: 'ac' }],
    ['starts with', { 'a|startswith': 'ab' }, { a: 'abc' }, { a: 'cab' }],
    ['ends with', { 'a|endswith': 'bc' }, { a: 'abc' }, { a: 'bca' }],
    ['wants all values', { 'a|contains|all': ['a', 'c'] }, { a: 'abc' }, { a: 'ab' }],
    ['knows patterns, with case', { 'a|re': '^[a-z]+$' }, { a: 'abc' }, { a: 'aBc' }],
    ['knows ranges', { 'a|cidr': '203.0.113.0/24' }, { a: '203.0.113.9' }, { a: '203.0.114.9' }],
    ['knows ranges of IPv6', { 'a|cidr': '2001:db8::/32' }, { a: '2001:db8::1' }, { a: '203.0.113.9' }],
    ['takes no name for an address', { 'a|cidr': '0.0.0.0/0' }, { a: '1.2.3.4' }, { a: 'cloudformation.amazonaws.com' }],
    ['asks for a field', { 'a|exists': true }, { a: false }, { a: null }],
    ['asks for its absence', { 'a|exists': false }, {}, { a: '' }],
    ['takes null for an absent field', { a: null }, { b: 1 }, { a: 'x' }],
    ['compares numbers and booleans', { a: 5, b: false }, { a: 5, b: 'false' }, { a: 5, b: true }],
    ['looks into lists', { 'a.b': 'x' }, { a: [{ b: 'y' }, { b: ['x'] }] }, { a: [{ c: 'x' }] }],
    ['takes an escaped wildcard as it is', { a: '\\*' }, { a: '*' }, { a: 'anything' }],
    ['reads no inherited field', { 'constructor.name|exists': false }, { a: 1 }, { constructor: { name: 'x' } }],
  ])('%s', (_what, selection, fits, fitsNot) => {
    expect([matches(select(selection), fits), matches(select(selection), fitsNot)]).toEqual([true, false]);
  });

  test('that is a list of maps wants one of them', () => {
    const condition = select([{ a: 'x' }, { b: 'y' }]);
    expect([{ a: 'x' }, { b: 'y' }, { a: 'y' }].map((event) => matches(condition, event))).toEqual([true, true, false]);
  });

  test('with expand takes its values from a parameter, and fits nothing without one', () => {
    const condition = select({ 'a|expand': '%roles%' });
    expect([matches(condition, { a: 'x' }, { roles: ['y', 'X'] }), matches(condition, { a: 'x' }, {})]).toEqual([true, false]);
  });
});

describe('a condition', () => {
  const selections = { one: { a: 1 }, two: { b: 1 }, other: { c: 1 } };
  test.each<[string, (a: boolean, b: boolean, c: boolean) => boolean]>([
    ['one and two or other', (a, b, c) => (a && b) || c],
    ['one and (two or other)', (a, b, c) => a && (b || c)],
    ['not one and two and other', (a, b, c) => !a && b && c],
    ['not (one and two) and not other', (a, b, c) => !(a && b) && !c],
    ['1 of them', (a, b, c) => a || b || c],
    ['all of o* and two', (a, b, c) => a && c && b],
    ['1 of o* AND NOT two', (a, b, c) => (a || c) && !b],
  ])('%s', (condition, expected) => {
    const compiled = detect({ ...selections, condition });
    for (let bits = 0; bits < 8; bits++) {
      const [a, b, c] = [1, 2, 4].map((bit) => Math.floor(bits / bit) % 2 === 1);
      expect(matches(compiled, { a: Number(a), b: Number(b), c: Number(c) })).toBe(expected(a, b, c));
    }
  });
});

describe('is refused, with file, line and remediation:', () => {
  test.each<[string, string, () => unknown]>([
    ['a modifier outside of the subset', 'UnsupportedModifier', () => select({ 'a|base64': 'x' })],
    ['two comparisons at once', 'UnsupportedModifier', () => select({ 'a|contains|startswith': 'x' })],
    ['a wildcard in a value', 'BadValue', () => select({ a: 'x*' })],
    ['a value that is a map', 'BadValue', () => select({ a: { b: 1 } })],
    ['an empty list', 'BadValue', () => select({ a: [] })],
    ['keywords', 'BadSelection', () => select(['word'])],
    ['an empty selection', 'BadSelection', () => select({})],
    ['a pattern that is none', 'BadPattern', () => select({ 'a|re': '(' })],
    ['a pattern that takes exponential time', 'CostlyPattern', () => select({ 'a|re': '^(a+)+$' })],
    ['a pattern that takes quadratic time', 'CostlyPattern', () => select({ 'a|re': 'a*a*b' })],
    ['a range that is none', 'BadValue', () => select({ 'a|cidr': '203.0.113.0/33' })],
    ['a condition with a name that is no selection', 'BadCondition', () => select({ a: 1 }, 'selection and filter')],
    ['a condition that ends too early', 'BadCondition', () => select({ a: 1 }, 'selection and')],
    ['a condition that counts', 'BadCondition', () => select({ a: 1 }, 'selection | count() > 5')],
    ['a parenthesis that is not closed', 'BadCondition', () => select({ a: 1 }, '(selection')],
    ['a selection that nothing uses', 'BadCondition', () => detect({ selection: { a: 1 }, filter: { b: 1 }, condition: 'selection' })],
    ['timeframe', 'BadDetection', () => detect({ selection: { a: 1 }, timeframe: '5m', condition: 'selection' })],
    ['no match test', 'BadDetection', () => read({ tests: { ...BASE.tests, match: [] } })],
    ['no no_match test', 'BadDetection', () => read({ tests: { event: {}, match: [{}] } })],
    ['no tests', 'BadDetection', () => read({ tests: undefined })],
    ['no technique', 'BadDetection', () => read({ tags: ['attack.execution'] })],
    ['no false positives', 'BadDetection', () => read({ falsepositives: [] })],
    ['an unknown key', 'BadDetection', () => read({ fields: ['a'] })],
    ['another product', 'BadDetection', () => read({ logsource: { product: 'windows', service: 'security' } })],
    ['a level outside of five', 'BadDetection', () => read({ level: 'terrible' })],
    ['an id that is no UUID', 'BadDetection', () => read({ id: '1' })],
    ['a target of no kind', 'BadDetection', () => read({ targets: [{ kind: 'HOST', field: 'a' }] })],
    ['no YAML', 'BadDetection', () => parseDetection('mine', 'a: [')],
    ['a key twice', 'BadDetection', () => parseDetection('mine', `title: again\n${stringify(BASE)}`)],
    ['an empty file', 'BadDetection', () => parseDetection('mine', '')],
    ['three documents', 'BadDetection', () => parseDetection('mine', [BASE, BASE, BASE].map((one) => stringify(one)).join('---\n'))],
  ])('%s', (_what, id, build) => {
    expect(build).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id, path: expect.stringMatching(/^mine\.yml/), remediation: expect.stringMatching(/\w/) }));
  });

  test('by the line that is meant', () => {
    const text = stringify({ ...BASE, detection: { selection: { 'a': 'x', 'b|base64': 'y' }, condition: 'selection' } });
    const line = text.split('\n').findIndex((one) => one.includes('base64')) + 1;
    expect(() => parseDetection('mine', text)).toThrow(`[mine.yml:${line}] UnsupportedModifier: the modifier base64 is not supported. Remediation: use `);
  });

  test('whatever is given for it: it throws a ZeroTrustError or reads', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(BASE)), fc.json(), (key, json) => {
      try {
        read({ [key]: parse(json) });
      } catch (error) {
        expect((error as Error).name).toBe('ZeroTrustError');
      }
    }), { numRuns: 300 });
  });
});

test('values at a path are found in any JSON, without throwing', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.array(fc.string(), { maxLength: 4 }), (event, path) => {
    expect(valuesAt(event, path)).toBeInstanceOf(Array);
  }));
});

test('a window is what counting each stretch of time by itself says', () => {
  const condition = select({ 'a|exists': true });
  fc.assert(fc.property(fc.array(fc.record({ time: fc.nat(60), a: fc.constantFrom('x', 'y'), v: fc.nat(3) }), { maxLength: 30 }),
    fc.integer({ min: 2, max: 5 }), fc.constantFrom('event_count' as const, 'value_count' as const), (events, atLeast, type) => {
      const found = matchWindow(condition, { type, groupBy: ['a'], seconds: 10, atLeast, field: type === 'value_count' ? 'v' : undefined }, events, (one: any) => one.time);
      const naive = ['x', 'y'].filter((a) => events.some(({ time }) => {
        const inside = events.filter((one) => one.a === a && one.time >= time && one.time <= time + 10);
        return (type === 'event_count' ? inside.length : new Set(inside.map(({ v }) => v)).size) >= atLeast;
      }));
      expect(found.map(([a]) => a).sort()).toEqual(naive);
    }));
});

test('an attacker\'s megabyte of text is judged within a second, however it is compared', () => {
  const event = { a: 'a'.repeat(1_000_000), b: Array.from({ length: 10_000 }, (_, at) => ({ c: `x${at}` })) };
  const condition = select([{ 'a|re': '^a{1,9}b' }, { 'a|contains': 'b' }, { 'b.c|endswith': 'y' }]);
  const start = performance.now();
  expect(matches(condition, event)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});
