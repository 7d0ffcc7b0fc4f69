// What a chunk of bytes asks a database for, read from the protocol itself: drivers that are bundled, renamed or unknown speak it all the same.
import { recode } from '../native';

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

const QUERY = 0x51;
const PARSE = 0x50;
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

/** The statements in a chunk of bytes, each a letter of Latin-1. */
export function statementsInBytes(bytes: string): Statements | undefined {
  const at = (place: number) => bytes.charCodeAt(place);
  if (bytes.length >= 21 && little(bytes, 12, 4) === OP_MSG && little(bytes, 0, 4) <= bytes.length) return { ...EMPTY, mongo: bytes.slice(16) };
  if (at(3) === 0 && (at(4) === COM_QUERY || at(4) === COM_PREPARE) && little(bytes, 0, 3) + 4 <= bytes.length) {
    return { sql: [text(bytes, 5, little(bytes, 0, 3) + 4)], backslashEscapes: true, expressions: [] };
  }
  const messages = POSTGRES.has(at(0)) ? ofPostgres(bytes) : undefined;
  if (messages !== undefined) return messages;
  if (at(0) === TDS_BATCH && at(1) <= 1 && bytes.length > 30 && big(bytes, 2, 2) <= bytes.length) return { ...EMPTY, sql: [wide(bytes, 8)] };
  return bytes.length < 65_536 && bytes.includes('\r\n\r\n{') ? statementsIn(text(bytes, 0)) : undefined;
}

const EMPTY: Statements = { sql: [], backslashEscapes: false, expressions: [] };

/** All messages of a chunk, which one write may hold several of. A chunk that is no row of messages is something else. */
function ofPostgres(bytes: string): Statements | undefined {
  const sql: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const type = bytes.charCodeAt(at);
    if (!POSTGRES.has(type) || at + 5 > bytes.length) return undefined;
    const end = at + 1 + big(bytes, at + 1, 4);
    if (end <= at + 4 || end > bytes.length) return undefined;
    if (type === QUERY) sql.push(text(bytes, at + 5, end - 1));
    if (type === PARSE) {
      const name = bytes.indexOf('\0', at + 5);
      const zero = bytes.indexOf('\0', name + 1);
      if (name > 0 && zero > 0 && zero < end) sql.push(text(bytes, name + 1, zero));
    }
    at = end;
  }
  return { ...EMPTY, sql };
}

const text = (bytes: string, from: number, to?: number) => recode(bytes.slice(from, to), 'latin1', 'utf8');

/** Numbers as protocols write them, the lowest byte first or last. */
function little(bytes: string, from: number, count: number): number {
  let number = 0;
  for (let i = count - 1; i >= 0; i--) number = number * 256 + bytes.charCodeAt(from + i);
  return number;
}

function big(bytes: string, from: number, count: number): number {
  let number = 0;
  for (let i = 0; i < count; i++) number = number * 256 + bytes.charCodeAt(from + i);
  return number;
}

/** UTF-16. */
function wide(bytes: string, from: number): string {
  let written = '';
  for (let i = from; i + 1 < bytes.length; i += 2) written += String.fromCharCode(little(bytes, i, 2));
  return written;
}

/** In a body of JSON, by itself or after the header of its request. */
export function statementsIn(body: string): Statements | undefined {
  if (!FIELD.test(body)) return undefined;
  return { sql: fields(body, SQL_FIELD), backslashEscapes: false, expressions: fields(body, EXPRESSION_FIELD) };
}

function fields(body: string, pattern: RegExp): string[] {
  const found: string[] = [];
  for (const [, value] of body.matchAll(pattern)) {
    try {
      found.push(JSON.parse(`"${value}"`));
    } catch { /* cut off */ }
  }
  return found;
}
