import { gzipSync } from 'zlib';
import { CloudWatchLogsClient, DescribeSubscriptionFiltersCommand, FilteredLogEvent, LogGroup, paginateDescribeLogGroups, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';

/**
 * Sends what log groups hold to delivery streams, by the subscription filters that are deployed: the emulator keeps these filters, and delivers to
 * functions only. Source: CloudWatch Logs user guide, "Subscription filters with Amazon Data Firehose".
 */
export class LogSubscriptions {
  private readonly logs = new CloudWatchLogsClient({});
  private readonly firehose = new FirehoseClient({});
  private readonly sent = new Set<string>();

  /** All log groups of the account, those that other suites left behind included: there are more than one page. */
  public async logGroups(): Promise<LogGroup[]> {
    const found: LogGroup[] = [];
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: this.logs }, {})) found.push(...logGroups);
    return found;
  }

  /** The subscription filters of the account, by log group. */
  public async filters(): Promise<{ logGroupName: string; filterName: string; destinationArn: string }[]> {
    const logGroups = await this.logGroups();
    const found = await Promise.all(logGroups.map(({ logGroupName }) => this.logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }))));
    return found.flatMap(({ subscriptionFilters = [] }) => subscriptionFilters.map(({ logGroupName, filterName, destinationArn }) => ({
      logGroupName: logGroupName!, filterName: filterName!, destinationArn: destinationArn!,
    })));
  }

  /** Sends the events that came since the last time, and says of how many log groups. */
  public async deliver(owner: string): Promise<number> {
    let count = 0;
    for (const { logGroupName, filterName, destinationArn } of await this.filters()) {
      const fresh = (await this.events(logGroupName)).filter(({ eventId }) => !this.sent.has(`${logGroupName} ${eventId}`));
      if (fresh.length === 0) continue;
      fresh.forEach(({ eventId }) => this.sent.add(`${logGroupName} ${eventId}`));
      const data = {
        messageType: 'DATA_MESSAGE',
        owner,
        logGroup: logGroupName,
        logStream: fresh[0].logStreamName,
        subscriptionFilters: [filterName],
        logEvents: fresh.map(({ eventId, timestamp, message }) => ({ id: eventId, timestamp, message })),
      };
      await this.firehose.send(new PutRecordCommand({
        DeliveryStreamName: destinationArn.split('/').pop(), Record: { Data: gzipSync(JSON.stringify(data)) },
      }));
      count++;
    }
    return count;
  }

  private async events(logGroupName: string): Promise<FilteredLogEvent[]> {
    const found: FilteredLogEvent[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client: this.logs }, { logGroupName })) found.push(...events);
    return found;
  }
}
