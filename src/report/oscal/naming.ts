import { createHash } from 'crypto';
import { inPieces, Lazily } from '../chunks';
import { HOME } from '../home';

/** Whose words the names of our properties are. */
export const NAMESPACE = HOME;
/** Under which our version 5 UUIDs are made. */
const UUIDS = Buffer.from('70e4ab8e5b0b47979c1f350b934abe1a', 'hex');

/** A UUID of version 5, after RFC 9562: the same names give the same one, in every report. */
export function uuid(...names: string[]): string {
  return uuidOf(createHash('sha1').update(UUIDS).update(JSON.stringify(names)).digest('hex'));
}

/** The UUID of many texts, which may be longer together than a text can be. */
export function uuidOfTexts(texts: Iterable<string>): string {
  const hash = createHash('sha1').update(UUIDS);
  for (const piece of inPieces(texts)) hash.update(piece);
  return uuidOf(hash.digest('hex'));
}

function uuidOf(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex[16], 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Nearly all text has nothing to take out, which is found out faster. */
const PLAIN = /^[ -~]*$/;

/** A text of OSCAL: one line, nothing around it, nothing that steers a terminal; `undefined` for nothing. */
export function line(text: string | undefined): string | undefined {
  if (text !== undefined && PLAIN.test(text)) return text.trim() || undefined;
  return text?.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim() || undefined;
}

/** A name of letters, digits, dots and dashes: `AC-6(10)` is `ac-6.10`, as in the catalogue of NIST. */
export function token(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9-]+/g, '.').replace(/\.$/, '');
}

export interface Property {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
}

/** Properties of ours. Those without a value are left out, and all when none has one: OSCAL has no empty lists. */
export function props(values: Record<string, string | undefined>): { readonly props?: List<Property> } {
  const found: Property[] = [];
  for (const name of Object.keys(values)) {
    const value = line(values[name]);
    if (value !== undefined) found.push({ name, ns: NAMESPACE, value });
  }
  return listed('props', found);
}

/** A list that is there, or whose entries are made as they are written. */
type List<T> = T[] | Lazily<T>;

/** A list under its name, or nothing when it is empty. */
export function listed<K extends string, T>(name: K, items: List<T>): { [key in K]?: List<T> } {
  return items.length > 0 ? { [name]: items } as { [key in K]: List<T> } : {};
}
