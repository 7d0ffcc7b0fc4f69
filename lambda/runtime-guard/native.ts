// What the parts of the guard take from Node.js: texts in, texts out. A part runs in a realm of its own, which has none of it.
import { latin1, utf8, writeBase64, writeHex, writeLatin1 } from './captured';

export { normalize } from './captured';

const WRITERS = { base64: writeBase64, hex: writeHex, latin1: writeLatin1 };
const READERS = { latin1, utf8 };
const { Uint8Array: Bytes } = globalThis;

/** A text whose letters are bytes in some notation, in another: what `Buffer.from(text, from).toString(to)` gives, without the methods that it would ask. */
export function recode(text: string, from: keyof typeof WRITERS, to: keyof typeof READERS): string {
  const bytes = new Bytes(text.length);
  const length = WRITERS[from](bytes, text, 0, text.length);
  return READERS[to](bytes, 0, length);
}
