import { CloudWatchLogsClient, paginateDescribeLogGroups, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { wouldBeBlocked } from '../../src/report/guard/declarations';

/** The events of the guard in all logs of functions: what is made of what anyone sends is reported, never stopped. */
export async function stoppedEvents(): Promise<{ lines: number; stopped: object[] }> {
  const client = new CloudWatchLogsClient({});
  let lines = 0;
  const found: object[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        for (const { message = '' } of events) {
          for (const line of message.split('\n')) {
            lines++;
            if (!line.includes('"RuntimeGuard":1')) continue;
            const { FunctionName, Kind: kind, Detail: detail } = JSON.parse(line.slice(line.indexOf('{"_aws"')));
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
  test('in all of it the guard stopped nothing', async () => {
    const { lines, stopped: events } = await stoppedEvents();
    expect(lines).toBeGreaterThan(10);
    expect(events).toEqual([]);
  });
}
