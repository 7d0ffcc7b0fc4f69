import { gzipSync } from 'zlib';
import { CloudWatchLogsClient, paginateDescribeLogGroups, paginateDescribeSubscriptionFilters, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { allPages } from '../use/all-pages';

/**
 * Sends what log groups hold to delivery streams, by the subscription filters that are deployed: the emulator keeps these filters, and delivers to
 * functions only. Source: CloudWatch Logs user guide, "Subscription filters with Amazon Data Firehose".
 */
export class LogSubscriptions {
  private readonly logs = new CloudWatchLogsClient({});
  private readonly firehose = new FirehoseClient({});
  private readonly sent = new Set<string>();

  /** The subscription filters of the account, by log group. */
  public async filters(): Promise<{ logGroupName: string; filterName: string; destinationArn: string }[]> {
    const pages = { client: this.logs };
    const groups = await allPages(paginateDescribeLogGroups(pages, {}), ({ logGroups }) => logGroups);
    const filtersOf = (logGroupName?: string) => (
      allPages(paginateDescribeSubscriptionFilters(pages, { logGroupName }), ({ subscriptionFilters }) => subscriptionFilters));
    const found = await Promise.all(groups.map(({ logGroupName }) => filtersOf(logGroupName)));
    return found.flat().map(({ logGroupName, filterName, destinationArn }) => ({
      logGroupName: logGroupName!, filterName: filterName!, destinationArn: destinationArn!,
    }));
  }

  /** Sends the events that came since the last time, and says of how many log groups. */
  public async deliver(owner: string): Promise<number> {
    let count = 0;
    for (const { logGroupName, filterName, destinationArn } of await this.filters()) {
      const events = await allPages(paginateFilterLogEvents({ client: this.logs }, { logGroupName }), (page) => page.events);
      const fresh = events.filter(({ eventId }) => !this.sent.has(`${logGroupName} ${eventId}`));
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
}
