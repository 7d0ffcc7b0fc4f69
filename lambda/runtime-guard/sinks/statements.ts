// What a chunk of bytes asks a database for, read from the protocol itself: drivers that are bundled, renamed or unknown speak it all the same.
import { includes, utf8 } from '../captured';

/** Statements in a chunk, in the reading of the database that gets them. */
export interface Statements {
  readonly sql: readonly string[];
  /** Whether a backslash escapes a quote in its literals: in MySQL. */
  readonly backslashEscapes: boolean;
  /** Expressions of DynamoDB. */
  readonly expressions: readonly string[];
  /** A message of MongoDB, as text. */
  readonly mongo?: string;
}

/** What has none: nearly all that is sent, and so told apart by identity. */
export const NOTHING: Statements = { sql: [], backslashEscapes: false, expressions: [] };
const QUERY = 0x51;
const PARSE = 0x50;
const OBJECT = 0x7b;
/** Messages that a client of PostgreSQL sends: Bind, Close, Describe, Execute, Flush, Sync, Terminate, CopyData, CopyDone, CopyFail, password … */
const POSTGRES = new Set([...'QPBCDEFHSXdcfp'].map((type) => type.charCodeAt(0)));
const COM_QUERY = 3;
const COM_PREPARE = 22;
const OP_MSG = 2013;
const TDS_BATCH = 1;

/** PartiQL of DynamoDB, Data API of RDS and Redshift, Athena, Timestream. */
const SQL_FIELD = /"(?:Statement|sql|sqlStatements|Sql|Sqls|QueryString)"\s*:\s*\[?\s*"((?:[^"\\]|\\.)*)"/g;
const EXPRESSION_FIELD = /"(?:Filter|KeyCondition|Condition|Update|Projection)Expression"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const FIELD = /"(?:Statement|sql|sqlStatements|Sql|Sqls|QueryString|\w+Expression)"/;

/** The statements in a chunk that is about to be sent. */
export function statementsOf(chunk: unknown): Statements {
  if (typeof chunk === 'string') return ofText(chunk);
  if (!(chunk instanceof Uint8Array) || chunk.length < 6) return NOTHING;
  const first = chunk[0];
  if (first === OBJECT) return ofText(utf8(chunk));
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength); // undici writes Uint8Arrays
  if (bytes.length >= 21 && bytes.readInt32LE(12) === OP_MSG && bytes.readInt32LE(0) <= bytes.length) return { ...NOTHING, mongo: bytes.toString('latin1', 16) };
  if (bytes[3] === 0 && (bytes[4] === COM_QUERY || bytes[4] === COM_PREPARE) && bytes.readUIntLE(0, 3) + 4 <= bytes.length) {
    return { sql: [bytes.toString('utf8', 5, bytes.readUIntLE(0, 3) + 4)], backslashEscapes: true, expressions: [] };
  }
  const messages = POSTGRES.has(first) ? ofPostgres(bytes) : undefined;
  if (messages !== undefined) return messages;
  if (first === TDS_BATCH && bytes[1] <= 1 && bytes.length > 30 && bytes.readUInt16BE(2) <= bytes.length) return { ...NOTHING, sql: [bytes.toString('utf16le', 8)] };
  return bytes.length < 65_536 && bytes.includes('\r\n\r\n{') ? ofText(bytes.toString('utf8')) : NOTHING;
}

/** All messages of a chunk, which one write may hold several of. A chunk that is no row of messages is something else. */
function ofPostgres(bytes: Buffer): Statements | undefined {
  const sql: string[] = [];
  for (let at = 0; at < bytes.length;) {
    if (!POSTGRES.has(bytes[at]) || at + 5 > bytes.length) return undefined;
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    if (end <= at + 4 || end > bytes.length) return undefined;
    if (bytes[at] === QUERY) sql.push(bytes.toString('utf8', at + 5, end - 1));
    if (bytes[at] === PARSE) {
      const name = bytes.indexOf(0, at + 5);
      const zero = bytes.indexOf(0, name + 1);
      if (name > 0 && zero > 0 && zero < end) sql.push(bytes.toString('utf8', name + 1, zero));
    }
    at = end;
  }
  return { ...NOTHING, sql };
}

/** A body of JSON, by itself or after the header of its request. */
function ofText(text: string): Statements {
  if (!includes(text, '"') || !FIELD.test(text)) return NOTHING; // the header of a request has none
  return { sql: fields(text, SQL_FIELD), backslashEscapes: false, expressions: fields(text, EXPRESSION_FIELD) };
}

function fields(text: string, pattern: RegExp): string[] {
  const found: string[] = [];
  for (const [, value] of text.matchAll(pattern)) {
    try {
      found.push(JSON.parse(`"${value}"`));
    } catch { /* cut off */ }
  }
  return found;
}
