// What the parts of the guard take from Node.js: texts in, texts out. A part runs in a realm of its own, which has none of it.
import { apply, getBuiltinModule, latin1, subarray, utf8, writeBase64, writeHex, writeLatin1 } from './captured';

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

/** By the name of a coding, which the sender chooses: a map of names has no property of its own kind. */
const CODINGS = new Map<string, readonly string[]>([
  ['gzip', ['gunzipSync']],
  ['x-gzip', ['gunzipSync']],
  ['deflate', ['inflateSync', 'inflateRawSync']],
  ['br', ['brotliDecompressSync']],
  ['zstd', ['zstdDecompressSync']],
]);
const { get } = Map.prototype;

/** The text of a compressed body in Base64. Undefined where it is none in this coding, or longer than `most`. The module is loaded by the first one: few functions get any. */
export function decompressed(body: string, coding: string, most: number): string | undefined {
  const written = new Bytes(body.length);
  const bytes = subarray(written, 0, writeBase64(written, body, 0, body.length));
  const zlib = apply(getBuiltinModule, process, ['zlib']);
  const names = apply(get, CODINGS, [coding]) as string[] | undefined ?? [];
  for (let i = 0; i < names.length; i++) {
    try {
      return utf8(zlib[names[i]](bytes, { maxOutputLength: most }));
    } catch { /* no such coding, or more than may be read */ }
  }
  return undefined;
}
