// By a schedule. Calls the database as notes_janitor, which may delete by age and read nothing else.
import { database } from './database';
import { logEvent } from '../../shared/log';

interface Schedule {
  readonly olderThanDays: number;
}

export const handler = async ({ olderThanDays }: Schedule, { awsRequestId }: { awsRequestId: string }): Promise<{ count: number }> => {
  if (!Number.isInteger(olderThanDays) || olderThanDays < 1) throw new Error('olderThanDays is no number of days.');
  const { count } = await database()`delete from notes where written_at < now() - make_interval(days => ${olderThanDays})`;
  logEvent('notes-forgotten', { correlationId: awsRequestId });
  return { count };
};
