import * as fc from 'fast-check';
import { tooCostly } from '../../src/compute/pattern-cost';

describe('a pattern is refused', () => {
  test.each([
    '^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(a|b|ab)*$', '^([a-z0-9]+-?)*$', '^(\\w+\\s?)*$', '^(x+x+)+y$', '^(\\d{3}|\\d{4})*$', '^(a{0,30}){0,30}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$', '(?:(?:a*)*)*b', '^(?=(a+)+$)a', '^(?<!(a+)+b)c', '^(\\p{Lu}|\\p{L})*$', '^(?:\\p{Script=Thai}+)+$', '^([^a]|[^b])*$',
  ])('%s, as the ways through it double with the text', (pattern) => expect(tooCostly(pattern, 30)).toContain('twice as long'));

  test.each([['^\\d+\\d+\\d+\\d+\\d+$', 5], ['a*a*a*b', 4], ['^.*a.*b.*c$', 3]])('%s on long texts, by its power of the length', (pattern, power) => {
    expect(tooCostly(pattern, 1000)).toBe(`could take 1000 to the power of ${power} steps`);
    expect(tooCostly(pattern, 10)).toBeUndefined();
  });

  test('when many small choices multiply', () => expect(tooCostly(`^${'(?:a|aa)'.repeat(30)}$`, 60)).toContain('more than'));

  test.each([
    ['repeats what may be empty', '^(?:a?){30}a{30}$'], ['is too large', `^(?:${'a|'.repeat(500)}b)$`], ['is too large', '^(?:(?:a{60}){60}){60}$'],
  ])('when it %s', (why, pattern) => expect(tooCostly(pattern, 30)).toContain(why));
});

test.each([
  '^[a-z]+$', '^[A-Z]{2}-\\d{4,10}$', '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', '^[a-z0-9]+(-[a-z0-9]+)*$', '^ORD-[0-9]+$', 'foo', '[0-9]+', '^\\d+(\\.\\d+)?$',
  '^https://[a-z.]+/[\\w/.-]*$', '^(?:[a-z]+\\.)*[a-z]+$', '^(?=.*[A-Z])(?=.*\\d).{8,}$', '^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$', '^\\p{L}+$', '^(?<word>[a-z]+)-\\k<word>$',
  '^[A-Za-z0-9+/]*={0,2}$', '^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\\d{12}:.+$', '^[a-zA-Z]+( [a-zA-Z]+)*$', '^([0-9a-f]{2})+$', '^([0-9A-F]{2}:){5}[0-9A-F]{2}$',
  '^[a-f0-9]{64}$', '^[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}$', '^([a-z]{1,3}){1,2}$', '', '^$', '^(|a)$',
])('%s is taken', (pattern) => expect(tooCostly(pattern, 254)).toBeUndefined());

describe('what is taken', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\w');
  const { pattern } = fc.letrec<{ pattern: string; piece: string; part: string }>((tie) => ({
    part: fc.oneof({ maxDepth: 3 }, atom, fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`), tie('pattern').map((one) => `(?:${one})`)),
    piece: fc.tuple(tie('part'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,9}')).map((parts) => parts.join('')),
    pattern: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  }));
  const texts = ['a', 'b', 'ab', 'ba', 'aab'].flatMap((part) => ['', '!'].map((end) => `${part.repeat(40).slice(0, 40)}${end}`));

  test('matches in no time, whatever pattern it is', () => {
    const counts = { taken: 0, refused: 0 };
    fc.assert(fc.property(pattern, (one) => {
      if (tooCostly(`^${one}$`, 41) !== undefined) {
        counts.refused++;
        return;
      }
      counts.taken++;
      const regex = new RegExp(`^${one}$`, 'u');
      const start = performance.now();
      for (const text of texts) regex.test(text);
      expect(performance.now() - start).toBeLessThan(2000);
    }), { numRuns: 600, seed: 7 });
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(60);
  });
});
