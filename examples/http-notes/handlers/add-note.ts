// POST /notes. Calls the database as notes_writer, which may insert.
import { randomUUID } from 'crypto';
import { database } from './database';
import { bodyOf, Refusal, route } from './http';
import { logEvent } from '../../shared/log';

const MAX_BYTES = 8_192;
const MAX_TEXT = 4_000;

export const handler = route(async ({ caller, correlationId, event }) => {
  const { text, ...others } = bodyOf(event, MAX_BYTES);
  if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_TEXT) throw new Refusal(400, `text is no text of 1 to ${MAX_TEXT} characters`);
  if (Object.keys(others).length > 0) throw new Refusal(400, 'A note has a text and nothing else');
  const id = randomUUID();
  await database()`insert into notes (id, owner, text) values (${id}, ${caller}, ${text})`;
  logEvent('note-added', { correlationId });
  return { status: 201, body: { id } };
});
