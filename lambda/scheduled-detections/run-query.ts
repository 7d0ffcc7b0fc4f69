import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchLogsClient, GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import { MAX_ROWS } from '../../src/detect/insights-query';

let client: CloudWatchLogsClient | undefined;
// an account runs some queries at a time, for everybody in it
const logs = () => client ??= new CloudWatchLogsClient({ maxAttempts: 6 });

/** Seconds since 1970, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Asked {
  readonly query: string;
  readonly logGroups: string[];
  /** How many milliseconds are left. */
  readonly left: () => number;
}

const POLL_MS = Number(process.env.POLL_MS ?? 500);
/** For the findings of what was read, at the end. */
const RESERVED_MS = 15_000;
/** StartQuery takes so many log groups. */
const MAX_GROUPS = 50;

/**
 * The messages that a query finds in some log groups in a time. Where there are more than one query gives, each half of the time is asked by
 * itself. Throws for what could not be read, after the rest: `read` takes whatever there is.
 */
export async function readMessages(asked: Asked, range: Range, read: (messages: string[]) => void): Promise<void> {
  const failures: string[] = [];
  for (let at = 0; at < asked.logGroups.length; at += MAX_GROUPS) {
    await readRange({ ...asked, logGroups: asked.logGroups.slice(at, at + MAX_GROUPS) }, range, read, failures);
  }
  if (failures.length > 0) throw new Error([...new Set(failures)].join(', '));
}

async function readRange(asked: Asked, range: Range, read: (messages: string[]) => void, failures: string[]): Promise<void> {
  try {
    const messages = await run(asked, range);
    read(messages);
    if (messages.length < MAX_ROWS) return;
  } catch (error) {
    failures.push((error as Error).name === 'Error' ? (error as Error).message : (error as Error).name);
    return;
  }
  if (range.from === range.to) {
    failures.push('TooManyEvents');
    return;
  }
  const middle = Math.floor((range.from + range.to) / 2);
  await readRange(asked, { from: range.from, to: middle }, read, failures);
  await readRange(asked, { from: middle + 1, to: range.to }, read, failures);
}

async function run({ query, logGroups, left }: Asked, { from, to }: Range): Promise<string[]> {
  if (left() < RESERVED_MS) throw new Error('OutOfTime');
  const { queryId } = await logs().send(new StartQueryCommand({
    logGroupNames: logGroups, queryString: query, startTime: from, endTime: to, limit: MAX_ROWS,
  }));
  for (;;) {
    const { status, results = [], nextToken } = await logs().send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Complete') return [...messagesOf(results), ...await furtherPages(queryId!, nextToken)];
    if (status !== 'Scheduled' && status !== 'Running') throw new Error(`Query${status}`);
    if (left() < RESERVED_MS) throw new Error('OutOfTime');
    await wait(POLL_MS);
  }
}

async function furtherPages(queryId: string, first?: string): Promise<string[]> {
  const messages: string[] = [];
  for (let token = first; token !== undefined;) {
    const { results = [], nextToken } = await logs().send(new GetQueryResultsCommand({ queryId, nextToken: token }));
    messages.push(...messagesOf(results));
    token = nextToken;
  }
  return messages;
}

function messagesOf(rows: { field?: string; value?: string }[][]): string[] {
  return rows.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? []);
}
