import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOver, recordsOf } from './findings';
import { Range, readMessages } from './run-query';
import type { ScheduledQuery } from '../../src/detect/detection';
import { sendFindings } from '../detections/send-findings';

let queries: ScheduledQuery[] | undefined;

/**
 * Runs the detections over the logs of the time before the schedule's, and sends what they find. What could not be read fails the run after the
 * rest is judged and sent: Lambda tries it again with the same time, an alarm sees it, and it ends with the dead letters.
 */
export async function handler(event: { time?: string }, { getRemainingTimeInMillis }: { getRemainingTimeInMillis(): number }): Promise<void> {
  queries ??= JSON.parse(readFileSync(join(__dirname, 'queries.json'), 'utf-8')) as ScheduledQuery[];
  const logGroups: Record<string, string[]> = JSON.parse(process.env.LOG_GROUPS!);
  const failures: string[] = [];
  const counts = { records: 0, findings: 0, unreadable: 0 };
  for (const { service, query, detections } of queries) {
    if (!logGroups[service]?.length) continue;
    const messages: string[] = [];
    try {
      const asked = { query, logGroups: logGroups[service], left: () => getRemainingTimeInMillis() };
      await readMessages(asked, rangeFor(event, detections), (some) => some.forEach((one) => messages.push(one)));
    } catch (error) {
      failures.push(`${service}: ${(error as Error).message}`);
    }
    const { events, unreadable } = recordsOf(messages);
    const found = findingsOver(service, events, detections);
    await sendFindings(found).catch((error: Error) => failures.push(`${service}: ${error.message}`));
    counts.records += events.length;
    counts.findings += found.length;
    counts.unreadable += unreadable;
  }
  if (counts.unreadable > 0) failures.push(`${counts.unreadable} records are no JSON`);
  // no text of a record, which an attacker can have written
  console.log(JSON.stringify({ ...counts, failures }));
  if (failures.length > 0) throw new Error(failures.join('; '));
}

/** As far back as the longest window reaches from the oldest event that can still come. */
function rangeFor({ time }: { time?: string }, detections: ScheduledQuery['detections']): Range {
  const scheduled = Date.parse(time ?? '');
  const to = Math.floor((Number.isNaN(scheduled) ? Date.now() : Math.min(scheduled, Date.now())) / 1000);
  return { from: to - Number(process.env.LATEST_SECONDS) - Math.max(...detections.map(({ window }) => window.seconds)), to };
}
