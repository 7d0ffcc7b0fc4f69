import { CloudWatchLogsClient, FilteredLogEvent, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

const WINDOW_MS = 15 * 60_000;
/** As many as one page may hold: a function in a loop must not keep its own isolation waiting. */
const MAX_EVENTS = 1_000;

export interface RecentLogs {
  readonly events: Pick<FilteredLogEvent, 'timestamp' | 'logStreamName' | 'message'>[];
  /** False where there were more than are kept here. */
  readonly complete: boolean;
}

/**
 * The first events of the last 15 minutes. A page may be empty although others follow.
 *
 * Source: CloudWatch Logs API reference, FilterLogEvents.
 */
export async function recentLogs(logGroupName: string): Promise<RecentLogs> {
  const events: RecentLogs['events'] = [];
  const pages = paginateFilterLogEvents({ client: new CloudWatchLogsClient({}) }, { logGroupName, startTime: Date.now() - WINDOW_MS });
  for await (const page of pages) {
    for (const { timestamp, logStreamName, message } of page.events ?? []) {
      if (events.length === MAX_EVENTS) return { events, complete: false };
      events.push({ timestamp, logStreamName, message });
    }
  }
  return { events, complete: true };
}
