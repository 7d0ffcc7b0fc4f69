/** Widths of the characters from space to tilde in thousandths of the size, in Helvetica. Source: Adobe Core 14 AFM, Helvetica.afm. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
  556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Scripts whose characters are as wide as they are high, and emoji. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]/u;
const MARK = /\p{M}/u;
const OTHER = 600;
const WIDE_WIDTH = 1100;

/** How wide a text is drawn, in pixels, for a size of the font in pixels. Pictures hold browsers to it by `textLength`. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += WIDTHS[character.charCodeAt(0) - 32] ?? otherWidth(character);
  return Math.ceil((width * size) / 1000);
}

function otherWidth(character: string): number {
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? WIDE_WIDTH : OTHER;
}
