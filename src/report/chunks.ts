/** A report, as a whole or piece by piece: that of a large app is longer than a string can be. */
export type Chunks = string | Iterable<string>;

/** Shorter lists are put into words at once, which is faster. */
const LONG = 100;
/** How many characters are written at once. */
const PIECE = 64 * 1024;

/** A list whose entries are made when they are written, so that they are never there all at once. */
export class Lazily<T> implements Iterable<T> {
  public static of<S, T>(items: readonly S[], make: (item: S) => T): Lazily<T> {
    return new Lazily(items as readonly unknown[], make as (item: unknown) => T);
  }

  private constructor(private readonly items: readonly unknown[], private readonly make: (item: unknown) => T) {}

  public get length(): number {
    return this.items.length;
  }

  public* [Symbol.iterator](): Iterator<T> {
    for (const item of this.items) yield this.make(item);
  }
}

/** The same text as `JSON.stringify(value, null, spaces)`, where `value` may have lists that are made lazily. */
export function* jsonChunks(value: unknown, spaces = 0, indent = ''): Generator<string> {
  if (!holdsLong(value)) {
    yield (JSON.stringify(value, null, spaces) ?? 'null').replace(/\n/g, `\n${indent}`);
    return;
  }
  const inner = spaces === 0 ? '' : `${indent}${' '.repeat(spaces)}`;
  const [open, close] = isList(value) ? '[]' : '{}';
  const [line, endLine] = spaces === 0 ? ['', ''] : [`\n${inner}`, `\n${indent}`];
  let before = open;
  for (const [key, member] of membersOf(value)) {
    yield `${before}${line}${key === undefined ? '' : `${JSON.stringify(key)}:${spaces === 0 ? '' : ' '}`}`;
    yield* jsonChunks(member, spaces, inner);
    before = ',';
  }
  yield before === open ? `${open}${close}` : `${endLine}${close}`;
}

/** A document in JSON as files have it: laid out, and with an end of line. */
export function* jsonDocument(value: unknown): Generator<string> {
  yield* jsonChunks(value, 2);
  yield '\n';
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

/** Each chunk in other words. */
export function* mapped(chunks: Iterable<string>, change: (chunk: string) => string): Generator<string> {
  for (const chunk of chunks) yield change(chunk);
}

function isList(value: unknown): value is unknown[] | Lazily<unknown> {
  return Array.isArray(value) || value instanceof Lazily;
}

function holdsLong(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Lazily) return true;
  if (Array.isArray(value)) return value.length > LONG || value.some(holdsLong);
  for (const key in value) if (holdsLong((value as Record<string, unknown>)[key])) return true;
  return false;
}

function* membersOf(value: unknown): Generator<[string | undefined, unknown]> {
  if (isList(value)) {
    for (const item of value) yield [undefined, item];
    return;
  }
  for (const entry of Object.entries(value as object)) if (entry[1] !== undefined) yield entry;
}
