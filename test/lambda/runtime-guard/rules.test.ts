import { readFileSync } from 'fs';
import { join } from 'path';
import { AST, RegExpParser } from '@eslint-community/regexpp';
import fc from 'fast-check';
import { testRequests } from './gotestwaf';
import { furtherPayloads, furtherTexts, heldOutPayloads, heldOutTexts, judgedTexts } from './held-out';
import { attackOf } from '../../../lambda/runtime-guard/requests/inspect';
import { Rule } from '../../../lambda/runtime-guard/requests/rule';
import { guardRules } from '../../../scripts/guard-patterns';
import { needsFile } from '../../../scripts/guard-signs';

const RULES = guardRules();
const whole = new Map(RULES.map((rule) => [rule.name, new RegExp(rule.sources.join('|'), 'i')]));
const CORPUS = [...new Set([
  ...testRequests().map(({ payload }) => payload),
  ...[...heldOutPayloads(), ...furtherPayloads(), ...heldOutTexts(), ...furtherTexts(), ...judgedTexts()].map(({ text }) => text),
])];

test('the signs that the rules need are those that are worked out from them', () => {
  expect(RULES.length).toBeGreaterThan(25);
  expect(readFileSync(join(__dirname, '..', '..', '..', 'lambda', 'runtime-guard', 'requests', 'needs.ts'), 'utf8')).toBe(needsFile());
});

test('the needs of nearly each expression are known: it does not run on each text', () => {
  const [all, unknown] = [RULES.flatMap(({ sources }) => sources), (needsFile().match(/^ {4}'',$/gm) ?? [])];
  expect(all.length).toBeGreaterThan(250);
  expect(unknown.length).toBeLessThanOrEqual(2);
});

describe.each(RULES.map((rule) => [rule.name, rule] as const))('the rule %s', (name, rule) => {
  test('finds what its expressions match, in each text of the corpora', () => {
    expect(CORPUS.filter((text) => rule.test(text) !== whole.get(name)!.test(text))).toEqual([]);
  });

  test('each way to match one of its expressions has the signs that it is said to need', () => {
    const parser = new RegExpParser({ ecmaVersion: 2022 });
    const alternatives = rule.sources.flatMap((source) => parser.parsePattern(source).alternatives.map((one) => [source, textOf(one)] as const));
    for (const [source, sampled] of alternatives) {
      // what is referred to is sampled by hand
      const matching = /\\[1-9]/.test(source) ? fc.constantFrom('or a=a', "and 'b' = 'b'", 'xor (x=(x', 'HAVING "c"="c') : sampled;
      const alone = new RegExp(source, 'i');
      let matched = 0;
      fc.assert(fc.property(matching, fc.constantFrom('', ' ', 'a', '\n'), (text, around) => {
        for (const written of [text, text.toUpperCase(), `${around}${text}${around}`]) {
          if (!alone.test(written)) continue; // an assertion does not hold here
          matched++;
          expect([source, written, rule.test(written)]).toEqual([source, written, true]);
        }
      }), { numRuns: 60 });
      expect([source, matched > 0]).toEqual([source, true]);
    }
  });
});

describe('with and without the signs, the same is found', () => {
  const { test: filtered } = Rule.prototype;
  const unfiltered = (text: string) => {
    Rule.prototype.test = function (this: Rule, given: string) { return whole.get(this.name)!.test(given); };
    try {
      return attackOf(text);
    } finally {
      Rule.prototype.test = filtered;
    }
  };

  test('in the corpora', () => expect(CORPUS.filter((text) => attackOf(text) !== unfiltered(text))).toEqual([]));

  test('in texts that are put together at random', () => {
    const words = 'or and union select from where sleep alert script onload onerror img svg src href cat ls whoami curl etc passwd win ini constructor prototype class exec eval order by null like in is not'.split(' ');
    const piece = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...' \'"`;:=<>(){}[]/\\|&$#*-+%!?@.,_^~\n\r\t\0'), fc.integer({ min: 0, max: 99 }).map(String), fc.string({ maxLength: 4, unit: 'binary' }));
    fc.assert(fc.property(fc.array(piece, { maxLength: 24 }).map((parts) => parts.join('')), (text) => {
      expect(attackOf(text)).toBe(unfiltered(text));
    }), { numRuns: 3_000 });
  });
});

/** Texts that an alternative matches, but for its assertions. */
function textOf({ elements }: AST.Alternative): fc.Arbitrary<string> {
  return fc.tuple(...elements.map(partOf)).map((parts) => parts.join(''));
}

const ANY = 'a Z0_.\'"(;\n\u00e9';
function partOf(element: AST.Element): fc.Arbitrary<string> {
  switch (element.type) {
    case 'Character': return fc.constant(String.fromCharCode(element.value));
    case 'CharacterClass': case 'CharacterSet': return fc.constantFrom(...charactersOf(element.raw));
    case 'Group': case 'CapturingGroup': return fc.oneof(...element.alternatives.map(textOf));
    case 'Quantifier': return fc.array(partOf(element.element), { minLength: element.min, maxLength: Math.min(element.max, element.min + 2) }).map((parts) => parts.join(''));
    default: return fc.constant(''); // an assertion, or a reference to a group that is empty
  }
}

/** Some of the characters that a class or set matches. */
function charactersOf(raw: string): string[] {
  const one = new RegExp(`^${raw}$`, 'i');
  const all = [...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), ...ANY].filter((c) => one.test(c));
  return all.length > 0 ? all : ['\u00a0'];
}
