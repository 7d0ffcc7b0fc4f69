/** What no reader sees is no owner and no reason: spaces of all kinds, joiners, fillers, or a dash alone. As in src/waivers, which imports no room. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''));
}
