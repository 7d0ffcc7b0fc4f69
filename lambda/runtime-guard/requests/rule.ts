import { NEEDS } from './needs';

/* eslint-disable no-bitwise */

/**
 * A rule over texts: regular expressions of which one must match. Each runs only on a text that has the signs without which it cannot match: one look at
 * a text finds its signs, and takes a fraction of what a few dozen expressions take that match nowhere. Which signs an expression needs is worked out from
 * the expression itself, by scripts/guard-signs.ts.
 */
export class Rule {
  private readonly needs: Uint16Array;
  private readonly patterns: (RegExp | undefined)[] = [];
  /** By expression. */
  private readonly bits: Uint32Array;
  private readonly all: number;

  /** With `isCalm`, the rule is asked about texts that have little but letters and digits, which most are: its expressions are told apart before they are looked at. */
  constructor(public readonly name: string, public readonly sources: readonly string[], private readonly isCalm = false) {
    const needs = sources.map((_, i) => needOf(NEEDS[name]?.[i] ?? ''));
    this.needs = flat(needs);
    if (!isCalm) count++;
    if (isCalm) calmNeeds.push(...needs);
    this.bits = Uint32Array.from(needs, (need, i) => noted(need, isCalm ? calm : any, isCalm ? i : count));
    this.all = this.bits.reduce((all, bit) => all | bit, 0);
  }

  /** Whether any of the expressions matches. */
  public test(text: string): boolean {
    if (text !== last) read(text);
    const begun = this.isCalm ? calm.begun : any.begun;
    if ((begun & this.all) === 0) return false;
    if (!isMarked) mark(text);
    const { needs, sources, bits } = this;
    for (let i = 0, at = 0; i < sources.length; at = needs[at], i++) {
      if ((begun & bits[i]) !== 0 && isPossible(needs, at) && this.pattern(i).test(text)) return true;
    }
    return false;
  }

  /** Compiled at its first use, which for most of them never comes. */
  private pattern(at: number): RegExp {
    return this.patterns[at] ??= new RegExp(this.sources[at], 'i');
  }
}

export const rule = (name: string, ...sources: string[]) => new Rule(name, sources);
export const calmRule = (name: string, ...sources: string[]) => new Rule(name, sources, true);

/** Alternatives of an expression. One has to have all of its parts, and of each part one sign. Without alternatives, nothing is known of the expression. */
type Need = readonly (readonly (readonly number[])[])[];

/** Letters, digits and punctuation by their code: a sign is a pair of characters that follow each other, or a blank and the character that it is. */
const ROW = 128;
const BLANK = 32;
/** A small letter is read as its capital, as the expressions do not tell them apart. `n` is a line break, `o` another control character or one beyond ASCII. */
const OTHER = 111;
const SIGNS = new Uint8Array(ROW).fill(OTHER);
for (let code = BLANK; code < ROW; code++) SIGNS[code] = code >= 97 && code <= 122 ? code - 32 : code;
SIGNS[10] = SIGNS[13] = 110;

/** Two letters a sign, a tab between parts, and a line for each alternative. */
function needOf(written: string): Need {
  return written === '' ? [] : written.split('\n').map((alternative) => alternative.split('\t').map(signsOf));
}

function signsOf(part: string): number[] {
  const signs: number[] = [];
  for (let i = 0; i < part.length; i += 2) signs.push(part.charCodeAt(i) * ROW + part.charCodeAt(i + 1));
  return signs;
}

/** Bits by sign: a sign has those of the expressions that begin with it, by the first part of what they need. Most texts begin none of a rule's. */
interface Table {
  readonly first: Uint32Array;
  /** The bits of expressions of which nothing is known. */
  always: number;
  /** The bits of the text that was read last. */
  begun: number;
}
const table = (): Table => ({ first: new Uint32Array(ROW * ROW), always: 0, begun: 0 });
const any = table();
const calm = table();
/** What the expressions of calm rules need, one after the other. */
const calmNeeds: Need[] = [];
let count = 0;

/** The bit of an expression. There are 32: some may share theirs. */
function noted(need: Need, into: Table, at: number): number {
  const bit = 1 << (at % 32);
  if (need.length === 0) into.always |= bit;
  for (const [first] of need) for (const sign of first) into.first[sign] |= bit;
  return bit >>> 0;
}

/** The text that was read last, and its signs: those that have its number. */
let last: string | undefined;
let isMarked = false;
const marks = new Uint8Array(ROW * ROW);
const LAST_NUMBER = 255;
let number = 0;

/** Adds to the bits of each pair those of its second character by itself, so that one look tells both: when all rules are there, before the first text. */
function fold({ first }: Table): void {
  for (let sign = 0; sign < ROW; sign++) for (let before = 0; before < ROW; before++) first[before * ROW + sign] |= first[BLANK * ROW + sign];
}

/**
 * By two characters as they are: the calm rules that they begin, in the lower half of the bits, and those whose second part they have, in the upper half. A text
 * that has no rule in both halves matches none.
 */
let calmPairs: Uint32Array | undefined;
const HALF = 16;
export function pairsOfCalmRules(): Uint32Array {
  if (calmPairs !== undefined) return calmPairs;
  fold(any);
  fold(calm);
  calmPairs = new Uint32Array(ROW * ROW);
  const signs = new Uint32Array(ROW * ROW);
  let always = 0;
  calmNeeds.forEach((need, i) => {
    const bit = 1 << (i % HALF);
    if (need.length === 0) always |= bit | (bit << HALF);
    for (const [first, second] of need) {
      for (const sign of first) signs[sign] |= bit;
      if (second === undefined) for (const sign of first) signs[sign] |= bit << HALF;
      else for (const sign of second) signs[sign] |= bit << HALF;
    }
  });
  for (let before = 0; before < ROW; before++) {
    for (let code = 0; code < ROW; code++) {
      calmPairs[before * ROW + code] = always | signs[SIGNS[before] * ROW + SIGNS[code]] | signs[BLANK * ROW + SIGNS[code]];
    }
  }
  return calmPairs;
}

function read(text: string): void {
  if (calmPairs === undefined) pairsOfCalmRules();
  let [bits, calmBits] = [any.always, calm.always];
  let before = BLANK;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const sign = code < ROW ? SIGNS[code] : OTHER;
    bits |= any.first[before * ROW + sign];
    calmBits |= calm.first[before * ROW + sign];
    before = sign;
  }
  last = text;
  any.begun = bits;
  calm.begun = calmBits;
  isMarked = false;
}

function mark(text: string): void {
  if (number++ === LAST_NUMBER) {
    marks.fill(0);
    number = 1;
  }
  let before = BLANK;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const sign = code < ROW ? SIGNS[code] : OTHER;
    marks[before * ROW + sign] = number;
    marks[BLANK * ROW + sign] = number;
    before = sign;
  }
  isMarked = true;
}

/** Needs in a row: each source, each alternative of it and each of its parts begins with where it ends. */
function flat(needs: readonly Need[]): Uint16Array {
  const row: number[] = [];
  const write = (held: () => void) => {
    const at = row.push(0) - 1;
    held();
    row[at] = row.length;
  };
  for (const need of needs) write(() => need.forEach((parts) => write(() => parts.forEach((signs) => write(() => row.push(...signs))))));
  return Uint16Array.from(row);
}

/** Whether the text has what one of the alternatives needs of the source that begins at a place. */
function isPossible(needs: Uint16Array, source: number): boolean {
  const end = needs[source];
  if (end === source + 1) return true;
  for (let alternative = source + 1; alternative < end; alternative = needs[alternative]) {
    const behind = needs[alternative];
    let part = alternative + 1;
    while (part < behind && hasOne(needs, part)) part = needs[part];
    if (part === behind) return true;
  }
  return false;
}

function hasOne(needs: Uint16Array, part: number): boolean {
  for (let i = part + 1; i < needs[part]; i++) if (marks[needs[i]] === number) return true;
  return false;
}
