const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const DESCRIPTOR = 0x08074b50;
const UNIX = 3;
/** The type of a file in its mode, in units of 4,096. */
const LINK = 0o12;
/** Bits of flags. */
const [ENCRYPTED, HAS_DESCRIPTOR] = [0, 3];
const [STORED, DEFLATED] = [0, 8];
/** Info-ZIP's extra field with another name of the file. */
const UNICODE_PATH = 0x7075;

/** An entry as the central directory lists it. */
interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly size: number;
  /** Where its local header is. */
  readonly at: number;
}

class Ambiguity extends Error {}
const refuse = (what: string): never => { throw new Ambiguity(what); };

/**
 * Why readers may find different files in a zip, in words, or nothing. Some take the first of two entries and some the last, some read local headers and not the
 * central directory, and some go by a name in an extra field: what is compared could be another file than what Lambda unpacks. With `isWhole`, nothing may be in
 * it that the central directory does not list. Source: PKWARE APPNOTE 6.3.10.
 */
export function ambiguityOf(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { entries, directory } = entriesOf(zip);
    const names = new Set<string>();
    for (const { name } of entries) {
      if (names.has(name)) refuse(`${name} is in it twice`);
      names.add(name);
    }
    const ends = entries.map((entry) => [entry.at, endOf(zip, entry)]).sort(([a], [b]) => a - b);
    if (!isWhole) return undefined;
    let at = 0;
    for (const [start, end] of ends) {
      if (start !== at) refuse('it has bytes that its directory does not list');
      at = end;
    }
    if (at !== directory) refuse('it has bytes that its directory does not list');
    return undefined;
  } catch (error) {
    if (error instanceof Ambiguity) return error.message;
    if ((error as NodeJS.ErrnoException).code === 'ERR_OUT_OF_RANGE') return 'its directory leads out of it';
    throw error;
  }
}

function entriesOf(zip: Buffer): { entries: Entry[]; directory: number } {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END || zip.readUInt16LE(end + 20) !== 0) refuse('it does not end with its directory');
  const [count, size, directory] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)];
  if (zip.readUInt32LE(end + 4) !== 0 || zip.readUInt16LE(end + 8) !== count || directory + size !== end) refuse('its directory is in more than one place');
  const entries: Entry[] = [];
  let at = directory;
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== CENTRAL) refuse('its directory is broken');
    const [length, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const name = zip.toString('latin1', at + CENTRAL_BYTES, at + CENTRAL_BYTES + length);
    const mode = zip.readUInt16LE(at + 40);
    if (zip.readUInt8(at + 5) === UNIX && Math.floor(mode / 0x1000) === LINK) refuse(`${name} is a link`);
    if (name === '__proto__') refuse('a file in it is called __proto__');
    requireOneName(zip, at + CENTRAL_BYTES + length, extra, name);
    const [flags, method] = [8, 10].map((field) => zip.readUInt16LE(at + field));
    entries.push({ name, flags, method, size: zip.readUInt32LE(at + 20), at: zip.readUInt32LE(at + 42) });
    at += CENTRAL_BYTES + length + extra + comment;
  }
  if (at !== end) refuse('its directory is broken');
  return { entries, directory };
}

/** Where the data of an entry ends, by its local header, which has to be of the same file. */
function endOf(zip: Buffer, { name, flags, method, size, at }: Entry): number {
  const [length, extra] = [zip.readUInt16LE(at + 26), zip.readUInt16LE(at + 28)];
  const isSame = zip.readUInt32LE(at) === LOCAL && zip.toString('latin1', at + LOCAL_BYTES, at + LOCAL_BYTES + length) === name
    && zip.readUInt16LE(at + 6) === flags && zip.readUInt16LE(at + 8) === method;
  if (!isSame) refuse(`${name} is another entry in front of its data than in the directory`);
  if (hasBit(flags, ENCRYPTED) || ![STORED, DEFLATED].includes(method)) refuse(`${name} is not stored or deflated`);
  requireOneName(zip, at + LOCAL_BYTES + length, extra, name);
  const end = at + LOCAL_BYTES + length + extra + size;
  if (!hasBit(flags, HAS_DESCRIPTOR)) {
    if (zip.readUInt32LE(at + 18) !== size) refuse(`${name} has another size in front of its data than in the directory`);
    return end;
  }
  return end + (zip.readUInt32LE(end) === DESCRIPTOR ? 16 : 12);
}

function hasBit(flags: number, bit: number): boolean {
  return Math.floor(flags / 2 ** bit) % 2 === 1;
}

function requireOneName(zip: Buffer, from: number, length: number, name: string): void {
  for (let at = from; at + 4 <= from + length; at += 4 + zip.readUInt16LE(at + 2)) {
    if (zip.readUInt16LE(at) === UNICODE_PATH) refuse(`${name} has a second name`);
  }
}
