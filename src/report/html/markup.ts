/** Markup that may stand in the page as it is. Only `html` makes it. */
export class Markup {
  constructor(public readonly text: string) {}
}

type Part = Markup | string | number | undefined | Part[];

/** Markup from a literal. Every value in it is escaped, as text and in quoted attributes alike, unless it is markup itself. */
export function html(literals: TemplateStringsArray, ...values: Part[]): Markup {
  return new Markup(literals.map((literal, i) => `${literal}${i < values.length ? textOf(values[i]) : ''}`).join(''));
}

/** What a `script` of type `application/json` holds: the HTML parser finds no tag in it, and a JSON parser gets the value back. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escapeCode));
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join('');
  return part === undefined ? '' : escape(String(part));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Characters that nobody sees, or that turn the direction of the text around them, are shown by their codes. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]).replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, escapeCode);
}

function escapeCode(character: string): string {
  return [...Array(character.length).keys()].map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
