import { plain } from '../plain-text';

/** A text of anybody's in Markdown: no markup, no link, no mention, no HTML, no column of a table of its own, and on one line. */
export function inMarkdown(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]()#+!|~<>&@$^-]/g, (character) => (ENTITIES[character] ?? `\\${character}`)).replace(/:\/\//g, ':&#47;&#47;').replace(/\bwww\./gi, 'www&#46;');
}

/** What GitHub would read even after a backslash, or what HTML would. */
const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '@': '&#64;', '|': '&#124;', '-': '-' };

/** A text of anybody's as code: in it nothing but the backtick has a meaning, and a bar in a table. */
export function asCode(text: string): string {
  const line = plain(text).replace(/`/g, '\'').replace(/\|/g, '¦').trim();
  return line === '' ? '' : `\`${line}\``;
}
