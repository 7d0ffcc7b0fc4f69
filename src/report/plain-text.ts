/** What steers a terminal, is seen by nobody, turns the direction of text, or is half of a character. Templates are anybody's text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Nearly all text has none of these, which is found out faster. */
const UNUSUAL = /[^\n\x20-\x7e]/;

/** A text on one line of a terminal. */
export function plain(text: string): string {
  return text.replace(HIDDEN, ' ');
}

/** A text of several lines, which shows by its code what nobody should run or overlook. */
export function visible(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  return text.replace(HIDDEN, (character) => (/[\n\t]/.test(character) ? character : escapeCode(character)));
}

/** JSON that means the same, with nothing in it that a terminal would run. */
export function escapeJson(json: string): string {
  return visible(json);
}

function escapeCode(character: string): string {
  return [...Array(character.length).keys()].map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
