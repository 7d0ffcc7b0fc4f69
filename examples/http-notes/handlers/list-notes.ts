// GET /notes. Calls the database as notes_reader, which may select.
import { database } from './database';
import { route } from './http';

const MAX_NOTES = 100;

export const handler = route(async ({ caller }) => {
  const notes = await database()`select id, text, written_at from notes where owner = ${caller} order by written_at desc limit ${MAX_NOTES}`;
  return { status: 200, body: { notes: notes.map(({ id, text, written_at: writtenAt }) => ({ id, text, writtenAt })) } };
});
