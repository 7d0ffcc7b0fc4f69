import { Lazily } from '../chunks';

/** Markup that may stand in the page as it is. Only `html` makes it. */
export class Markup implements Iterable<string> {
  public readonly pieces: readonly Piece[];

  constructor(...pieces: Piece[]) {
    this.pieces = pieces;
  }

  /** Piece by piece, rows of long tables as they are written. */
  public* [Symbol.iterator](): Iterator<string> {
    for (const piece of this.pieces) {
      if (typeof piece === 'string') yield piece;
      else for (const row of piece) yield* row;
    }
  }
}

type Piece = string | Lazily<Markup>;

type Part = Markup | Lazily<Markup> | string | number | undefined | Part[];

/** Markup from a literal. Every value in it is escaped, as text and in quoted attributes alike, unless it is markup itself. */
export function html(literals: TemplateStringsArray, ...values: Part[]): Markup {
  const pieces: Piece[] = [];
  literals.forEach((literal, i) => {
    add(pieces, literal);
    if (i < values.length) addPart(pieces, values[i]);
  });
  return new Markup(...pieces);
}

/** What a `script` of type `application/json` holds: the HTML parser finds no tag in it, and a JSON parser gets the value back. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escapeCode));
}

function addPart(pieces: Piece[], part: Part): void {
  if (part instanceof Markup) for (const piece of part.pieces) add(pieces, piece);
  else if (part instanceof Lazily) pieces.push(part);
  else if (Array.isArray(part)) for (const one of part) addPart(pieces, one);
  else if (part !== undefined) add(pieces, escape(String(part)));
}

/** Text beside text is one piece. */
function add(pieces: Piece[], piece: Piece): void {
  const last = pieces[pieces.length - 1];
  if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
  else pieces.push(piece);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Nearly all text has none of what is escaped, which is found out faster. */
const PLAIN = /^[\n !#-%(-;=?-~]*$/;

/** Characters that nobody sees, or that turn the direction of the text around them, are shown by their codes. */
function escape(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]).replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, escapeCode);
}

function escapeCode(character: string): string {
  return [...Array(character.length).keys()].map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
