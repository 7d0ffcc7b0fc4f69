// Consumer of decisions. Calls dynamodb:UpdateItem (claims): the holder's page shows that something is new.
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { logEvent, logFailure } from '../../../shared/log';
import { claimKeyOf, documents } from '../shared/claims';
import { environment } from '../shared/environment';

/** Names the messages that failed, so that the queue gives back those and no other. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(event.Records.map(async ({ messageId, body }) => ({ messageId, told: await notify(messageId, body) })));
  return { batchItemFailures: results.filter(({ told }) => !told).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function notify(correlationId: string, body: string): Promise<boolean> {
  try {
    const { holder, id } = claimKeyOf(JSON.parse(JSON.parse(body).Message));
    await documents().send(new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: { holder, id },
      UpdateExpression: 'SET unread = :true',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':true': true },
    }));
    logEvent('holder-notified', { correlationId, claimId: id });
    return true;
  } catch (error) {
    logFailure('notification-failed', error, { correlationId });
    return false;
  }
}
