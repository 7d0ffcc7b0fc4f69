import { CloudWatchLogsClient, paginateDescribeLogGroups, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { wouldBeBlocked } from '../../src/report/guard/declarations';

/** The emulator may glue what a function writes next to the line of an event, which ends with this member. */
const EVENTS = /\{"_aws".*?"RuntimeGuard":1\}/g;

/**
 * The events of the guard in all logs of functions: what is made of what anyone sends is reported, never stopped.
 *
 * @param since in milliseconds: logs of suites that ran before are in the same emulator
 */
export async function stoppedEvents(since: number): Promise<{ lines: number; stopped: object[] }> {
  const client = new CloudWatchLogsClient({});
  let lines = 0;
  const found: object[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime: since })) {
        for (const { message = '' } of events) {
          lines += message.split('\n').length;
          for (const [line] of message.matchAll(EVENTS)) {
            const { FunctionName, Kind: kind, Detail: detail } = JSON.parse(line);
            if (wouldBeBlocked({ kind, detail } as never)) found.push({ FunctionName, kind, detail });
          }
        }
      }
    }
  }
  return { lines, stopped: found };
}

/** After the use: no function did what it had not declared. */
export function stopsNothing(): void {
  const since = Date.now();

  test('in all of it the guard stopped nothing', async () => {
    const { lines, stopped: events } = await stoppedEvents(since);
    expect(lines).toBeGreaterThan(10);
    expect(events).toEqual([]);
  });
}
