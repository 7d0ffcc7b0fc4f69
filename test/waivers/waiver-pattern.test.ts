import { WaiverPattern } from '../../src/waivers/waiver-pattern';

const matches = (pattern: string, path: string) => WaiverPattern.of(pattern)!.matches(path);

test.each([
  ['Orders/Legacy*', 'Orders/LegacyQueue'], ['Orders/*/Resource', 'Orders/A/B/Resource'], ['Orders/*', 'Orders/a\nb'], ['Orders/a*b*b', 'Orders/abb'],
  ['Orders/**x', 'Orders/x'], ['Orders/*.b', 'Orders/a.b'],
])('pattern %s matches %j', (pattern, path) => expect(matches(pattern, path)).toBe(true));

test.each([
  ['Orders/Legacy*', 'Orders2/Legacy'], ['Orders/*/Resource', 'Orders/Resource'], ['Orders/a*a', 'Orders/a'], ['Orders/ab*ba', 'Orders/aba'],
  ['Orders/*.b', 'Orders/axb'], ['Orders/*b', 'Orders/bc'], ['Orders/*', 'Orders'],
])('pattern %s does not match %j', (pattern, path) => expect(matches(pattern, path)).toBe(false));

test('many * take no time on a path that they nearly match', () => {
  const start = Date.now();
  expect(matches(`Orders/${'*a'.repeat(40)}b`, `Orders/${'a'.repeat(5000)}`)).toBe(false);
  expect(Date.now() - start).toBeLessThan(1000);
});
