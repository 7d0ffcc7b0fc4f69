import { escapeJson } from './plain-text';

/** A report, as a whole or piece by piece: that of a large app is longer than a string can be. */
export type Chunks = string | Iterable<string>;

/** Shorter lists are put into words at once, which is faster. */
const LONG = 100;
/** How many characters are written at once. */
const PIECE = 64 * 1024;

/** A list, as an array or otherwise. */
type Sized<T> = Iterable<T> & { readonly length: number };

/** A list whose entries are made when they are written, so that they are never there all at once. */
export class Lazily<T> implements Iterable<T> {
  public static of<S, T>(items: Sized<S>, make: (item: S) => T): Lazily<T> {
    return new Lazily(items, make as (item: unknown) => T);
  }

  private constructor(private readonly items: Sized<unknown>, private readonly make: (item: unknown) => T) {}

  public get length(): number {
    return this.items.length;
  }

  public* [Symbol.iterator](): Iterator<T> {
    for (const item of this.items) yield this.make(item);
  }
}

/** A member of a list that is in JSON already, laid out for its place. */
export class Written {
  constructor(public readonly text: string) {}
}

/** The same text as `JSON.stringify(value, null, spaces)`, where `value` may have lists that are made lazily. */
export function* jsonChunks(value: unknown, spaces = 0, indent = '', quote = quoted): Generator<string> {
  if (!holdsLong(value)) {
    yield jsonText(value, spaces, indent, quote) ?? 'null';
    return;
  }
  const inner = spaces === 0 ? '' : `${indent}${' '.repeat(spaces)}`;
  const [open, close] = isList(value) ? '[]' : '{}';
  const [line, endLine] = spaces === 0 ? ['', ''] : [`\n${inner}`, `\n${indent}`];
  let text = open; // many short members are one chunk: each one is handed through all the lists that it is in
  let isEmpty = true;
  for (const [key, member] of membersOf(value)) {
    text += `${isEmpty ? '' : ','}${line}${key === undefined ? '' : `${quote(key)}:${spaces === 0 ? '' : ' '}`}`;
    isEmpty = false;
    if (holdsLong(member)) {
      yield text;
      text = '';
      yield* jsonChunks(member, spaces, inner, quote);
    } else {
      text += jsonText(member, spaces, inner, quote) ?? 'null';
    }
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield `${text}${isEmpty ? '' : endLine}${close}`;
}

/** The same as `JSON.stringify(value, null, spaces)` with lines that begin by `indent`, which takes several times as long where there are lines. */
function jsonText(value: unknown, spaces: number, indent: string, quote: (text: string) => string): string | undefined {
  if (typeof value === 'string') return quote(value);
  if (value instanceof Written) return value.text;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value);
  const inner = spaces === 0 ? '' : `${indent}${' '.repeat(spaces)}`;
  const [line, endLine] = spaces === 0 ? ['', ''] : [`\n${inner}`, `\n${indent}`];
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${line}${jsonText(item, spaces, inner, quote) ?? 'null'}`;
    return text === '' ? '[]' : `[${text}${endLine}]`;
  }
  for (const key of Object.keys(value)) {
    const member = jsonText((value as Record<string, unknown>)[key], spaces, inner, quote);
    if (member !== undefined) text += `${text === '' ? '' : ','}${line}${quote(key)}:${spaces === 0 ? '' : ' '}${member}`;
  }
  return text === '' ? '{}' : `{${text}${endLine}}`;
}

/** Nearly all text has nothing that JSON escapes, which is found out faster. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** With nothing in it that a terminal would run. */
function quotedVisibly(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : escapeJson(JSON.stringify(text));
}

const SPACES = 2;

/**
 * A document in JSON as files have it: laid out, with an end of line, and with nothing in it that a terminal would run. A dense one is not laid
 * out: half of a large one would be spaces.
 */
export function* jsonDocument(value: unknown, isDense = false): Generator<string> {
  yield* jsonChunks(value, isDense ? 0 : SPACES, '', quotedVisibly);
  yield '\n';
}

/** An object of a document by its parts, each of some members, where its lines begin by `indent`. */
export class ObjectParts {
  private readonly spaces: number;
  private readonly end: string;

  constructor(isDense: boolean, private readonly indent = '') {
    this.spaces = isDense ? 0 : SPACES;
    this.end = isDense ? '}' : `\n${indent}}`;
  }

  /** The members of an object, between its brackets: empty for none. */
  public of(object: object): string {
    return jsonText(object, this.spaces, this.indent, quotedVisibly)!.slice('{'.length, -this.end.length);
  }

  public together(...parts: string[]): Written {
    return new Written(`{${parts.join(',')}${this.end}`);
  }
}

/** What many members have in common is put into words for the first one. */
export function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, value = make(key));
    return value;
  };
}

/** The same text in fewer, larger pieces, as files and pipes like them. */
export function* inPieces(chunks: Chunks): Generator<string> {
  if (typeof chunks === 'string') {
    yield chunks;
    return;
  }
  let piece: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    piece.push(chunk);
    length += chunk.length;
    if (length < PIECE) continue;
    yield piece.join('');
    piece = [];
    length = 0;
  }
  if (length > 0) yield piece.join('');
}

function isList(value: unknown): value is unknown[] | Lazily<unknown> {
  return Array.isArray(value) || value instanceof Lazily;
}

function holdsLong(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Lazily) return true;
  if (value instanceof Written) return false;
  if (Array.isArray(value)) {
    if (value.length > LONG) return true;
    for (const item of value) if (typeof item === 'object' && holdsLong(item)) return true;
    return false;
  }
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === 'object' && holdsLong(member)) return true;
  }
  return false;
}

function* membersOf(value: unknown): Generator<[string | undefined, unknown]> {
  if (isList(value)) {
    for (const item of value) yield [undefined, item];
    return;
  }
  for (const entry of Object.entries(value as object)) if (entry[1] !== undefined) yield entry;
}
