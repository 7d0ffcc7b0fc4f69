/** The longest text that people write for others, such as an owner or a reason. */
export const MAX_TEXT = 1000;

/** What is wrong with one that a reader would not see as it is. */
export const NOT_PLAIN = `is not one line of characters that are seen, at most ${MAX_TEXT}`;

/** What to do about it. */
export const WRITE_AGAIN = 'write it again instead of pasting it.';

/** Control characters, halves of characters, and what is not seen or turns the text around: a reader sees another text than the one that is there. */
const NOT_SEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u;

/** Letters that a joiner before them changes: not those of scripts without joined letters. */
const JOINED = '(?![\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Default_Ignorable_Code_Point}])[\\p{L}\\p{M}]';
/** Joiners between letters, and inside of pictures: there they are spelling. */
const SPELLING = new RegExp(`(?<=${JOINED})[\\u200c\\u200d](?=${JOINED})|(?<=\\p{Extended_Pictographic})\\ufe0f|(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})`, 'gu');

/** What is wrong with a text that people write for others: the end of a sentence that begins with its name; `undefined` when nothing is. */
export function faultOf(text: unknown): string | undefined {
  if (typeof text !== 'string' || !isReadable(text)) return 'is blank';
  return isPlainLine(text) ? undefined : NOT_PLAIN;
}

/** Whether a text is one line of at most 1,000 characters that its reader sees as it is. */
export function isPlainLine(text: string): boolean {
  return text.length <= MAX_TEXT && !hides(text);
}

/** Whether a text has something that its reader does not see, or sees elsewhere than it is. */
export function hides(text: string): boolean {
  return NOT_SEEN.test(text.replace(SPELLING, ''));
}

/** A text of another origin, with what it hides as escapes. */
export function shown(text: string): string {
  return hides(text) ? text.replace(new RegExp(NOT_SEEN, 'gu'), (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`) : text;
}

/** What no reader sees is no owner and no reason: spaces of all kinds, joiners, fillers, or a dash alone. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''));
}

/** A text of a file, where line breaks and tabs are those of its layout: one line, without spaces around. */
export function folded(text: string): string {
  return text.replace(/[ \t]*[\t\r\n][ \t\r\n]*/g, ' ').trim();
}
