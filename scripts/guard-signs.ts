// The signs without which an expression of the runtime guard cannot match, worked out from the expression: lambda/runtime-guard/requests/needs.ts.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AST, RegExpParser } from '@eslint-community/regexpp';
import { guardRules } from './guard-patterns';

const ROOT = join(__dirname, '..');
const TARGET = join(ROOT, 'lambda', 'runtime-guard', 'requests', 'needs.ts');
/** Texts of people, by which the rarer of two signs is known. Which signs are needed is not a matter of them. */
const TEXTS = ['texts.txt', 'further-texts.txt'].map((name) => join(ROOT, 'test', 'lambda', 'runtime-guard', 'held-out', name));
/** Values that fields of orders have again and again. */
const VALUES = 'SKU-1 ORDER-1 ITEM-1 CUSTOMER-1 EUR USD PRODUCT TASK TITLE'.split(' ');
const MOST_SIGNS = 40; // of one part: a longer list takes longer to look through than the expression
const MOST_PARTS = 3;

/** Signs of which a text that matches has one at least: two characters that follow each other, or a blank and one character. */
export type Part = readonly string[];

/** What each top alternative of an expression needs. */
export function needsOf(source: string): Part[][] {
  return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(source).alternatives.map(partsOf);
}

/** The parts that all texts have which an alternative matches. What may be absent, or is looked at without being read, adds none. */
function partsOf({ elements }: AST.Alternative): Part[] {
  const parts: Part[] = [];
  let before: string[] | undefined; // the characters that the last one read can be
  for (const element of elements) {
    if (element.type === 'Assertion') continue; // of no width: its neighbours still follow each other
    const once = element.type === 'Quantifier' && element.min === 1 && element.max === 1 ? element.element : element;
    const set = charactersOf(once);
    if (set !== undefined) {
      parts.push(...single(set));
      // a pair that begins with a blank is the sign of its second character alone
      if (before !== undefined && !before.includes(' ') && before.length * set.length <= MOST_SIGNS) parts.push(before.flatMap((a) => set.map((b) => a + b)));
    } else {
      parts.push(...insideOf(once));
    }
    before = set;
  }
  return parts;
}

/** Of a group or a repetition that is there at least once. */
function insideOf(element: AST.Element): Part[] {
  if (element.type === 'Quantifier') return element.min === 0 ? [] : insideOf(element.element);
  if (element.type === 'Group' || element.type === 'CapturingGroup') return either(element.alternatives.map(partsOf));
  const set = charactersOf(element);
  return set === undefined ? [] : single(set);
}

/** Nearly each text has a blank. */
const single = (set: string[]): Part[] => (set.includes(' ') ? [] : [set.map((c) => ` ${c}`)]);

/** Whichever of the alternatives matches: the rarest part of each. */
function either(alternatives: Part[][]): Part[] {
  if (alternatives.length === 1) return alternatives[0];
  const each = alternatives.map((parts) => rarest(parts));
  const signs = [...new Set(each.flatMap((part) => part ?? []))];
  return each.includes(undefined) || signs.length > MOST_SIGNS ? [] : [signs];
}

/** The few characters that an element can be; undefined where they are many. */
function charactersOf(element: AST.Element): string[] | undefined {
  if (element.type === 'Character') return [signOf(element.value)];
  if (element.type !== 'CharacterClass' || element.negate) return undefined;
  const signs = new Set<string>();
  for (const held of element.elements) {
    if (held.type !== 'Character' && held.type !== 'CharacterClassRange') return undefined;
    const [min, max] = held.type === 'Character' ? [held.value, held.value] : [held.min.value, held.max.value];
    for (let code = min; code <= max; code++) signs.add(signOf(code));
  }
  return signs.size > MOST_SIGNS ? undefined : [...signs];
}

/** As rule.ts reads a character. */
function signOf(code: number): string {
  if (code === 10 || code === 13) return 'n';
  return code < 32 || code > 127 ? 'o' : String.fromCharCode(code).toUpperCase();
}

const texts = [...TEXTS.flatMap((path) => readFileSync(path, 'utf8').toUpperCase().split('\n')), ...Array<string[]>(20).fill(VALUES).flat()]
  .map((text) => [...text].map((c) => (c === '⏎' ? 'n' : c > '\x7f' ? 'o' : c)).join(''));
const found = new Map<string, Set<number>>();
/** Numbers of the texts that have a sign. */
function having(sign: string): Set<number> {
  const written = sign[0] === ' ' ? sign[1] : sign;
  if (!found.has(sign)) found.set(sign, new Set(texts.flatMap((text, i) => (text.includes(written) ? [i] : []))));
  return found.get(sign)!;
}
const havingAny = (part: Part): Set<number> => new Set(part.flatMap((sign) => [...having(sign)]));
/** How many texts have a part; of those that are as many, the one with fewer signs, and pairs before single characters. */
const weight = (part: Part, among?: Set<number>) => {
  const all = havingAny(part);
  const count = among === undefined ? all.size : [...all].filter((i) => among.has(i)).length;
  return count * 100 + part.length + (part[0].startsWith(' ') ? 0.5 : 0);
};

function rarest(parts: Part[], among?: Set<number>): Part | undefined {
  let best: Part | undefined;
  for (const part of parts) if (best === undefined || weight(part, among) < weight(best, among)) best = part;
  return best;
}

/** The few parts that are worth a look: each leaves fewer texts than those before it. */
function chosen(all: Part[]): Part[] {
  const first = rarest(all);
  if (first === undefined) return [];
  const parts = [first];
  let left = havingAny(first);
  while (parts.length < MOST_PARTS && left.size > 0) {
    const next = rarest(all, left)!;
    const both = new Set([...havingAny(next)].filter((i) => left.has(i)));
    if (both.size >= left.size * 0.9) break;
    parts.push(next);
    left = both;
  }
  return parts;
}

/** The needs of an expression, as rule.ts reads them. Empty where one of its alternatives needs nothing. */
export function writtenNeeds(source: string): string {
  const alternatives = needsOf(source).map(chosen);
  if (alternatives.some((parts) => parts.length === 0)) return '';
  return alternatives.map((parts) => parts.map((part) => part.join('')).join('\t')).join('\n');
}

/** The text of requests/needs.ts. */
export function needsFile(): string {
  const tables = guardRules().map(({ name, sources }) => `  ${JSON.stringify(name)}: [\n${sources.map((source) => `    ${literal(writtenNeeds(source))},\n`).join('')}  ],\n`);
  return '// By scripts/guard-signs.ts, from the expressions of the rules: not to be edited. How it is read: rule.ts.\n\n'
    + '/* eslint-disable */\n'
    + `export const NEEDS: Record<string, readonly string[]> = {\n${tables.join('')}};\n`;
}

const literal = (text: string) => `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}'`;

if (require.main === module) writeFileSync(TARGET, needsFile());
