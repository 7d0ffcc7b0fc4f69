import { includes, isBytes, latin1, lengthOf, utf8 } from '../captured';
import { statementsIn, statementsInBytes } from '../parts';
import type { Statements } from './statements';

export type { Statements } from './statements';

/** What has none: nearly all that is sent, and so told apart by identity. */
export const NOTHING: Statements = { sql: [], backslashEscapes: false, expressions: [] };
const OBJECT = 0x7b;
const MESSAGES = new Uint8Array(256);
for (const type of '\x01QPBCDEFHSXdcfp') MESSAGES[type.charCodeAt(0)] = 1;
/** Bodies that are longer are data: only what begins as a message of a database is read. */
const LONG = 65_536;

/** The statements in a chunk that is about to be sent. */
export function statementsOf(chunk: unknown): Statements {
  if (typeof chunk === 'string') return ofText(chunk);
  if (!isBytes(chunk) || lengthOf(chunk) < 6) return NOTHING;
  if (chunk[0] === OBJECT) return ofText(utf8(chunk));
  return lengthOf(chunk) < LONG || isMessage(chunk) ? statementsInBytes(latin1(chunk)) ?? NOTHING : NOTHING;
}

/** The header of a request has no quote. */
const ofText = (text: string): Statements => (includes(text, '"') ? statementsIn(text) ?? NOTHING : NOTHING);

/** By the type of a message of PostgreSQL or TDS, the number of an operation of MongoDB, or the first packet of MySQL. */
const isMessage = (bytes: Uint8Array): boolean => MESSAGES[bytes[0]] === 1 || bytes[3] === 0 || bytes[12] === 0xdd && bytes[13] === 0x07;
