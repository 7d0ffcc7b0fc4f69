import { setFlagsFromString } from 'v8';

/** So many characters of templates fill most of a gigabyte with what is made of them. */
const MUCH = 32 * 1024 * 1024;

/** Lets the heap grow by a half at a time and not to several times of what is used, where there is much to read: it takes more CPU. */
export function growSlowly(templates: readonly { readonly length: number }[]): void {
  if (templates.reduce((sum, { length }) => sum + length, 0) > MUCH) setFlagsFromString('--heap-growing-percent=50');
}
