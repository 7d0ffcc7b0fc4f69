/** Control characters, and what is not seen or turns the text around: a reader sees another text than the one that is there. */
const NOT_PLAIN = /[\p{Cc}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u;

/** Whether a text is one line that its reader sees as it is. */
export function isPlainLine(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** What no reader sees is no owner and no reason: spaces of all kinds, joiners, fillers, or a dash alone. As in src/waivers, which imports no room. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''));
}
