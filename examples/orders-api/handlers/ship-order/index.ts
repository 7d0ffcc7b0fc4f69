// Consumer of the shipping queue. Calls dynamodb:UpdateItem (table); Lambda itself reads the queue.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logEvent, logFailure } from '../../../shared/log';
import { environment } from '../shared/environment';
import { documents } from '../shared/orders';
import { parseShippingMessage, ShippingMessage } from '../shared/shipping-message';

/** Names the messages that failed, so that the queue gives back those and no other. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(event.Records.map(async (record) => ({ id: record.messageId, shipped: await consume(record) })));
  return { batchItemFailures: results.filter((result) => !result.shipped).map((result) => ({ itemIdentifier: result.id })) };
}

async function consume(record: SQSRecord): Promise<boolean> {
  try {
    const message = parseShippingMessage(record.body);
    logEvent(await ship(message), { correlationId: message.correlationId, orderId: message.id });
    return true;
  } catch (error) {
    logFailure('shipping-failed', error, { correlationId: record.messageId });
    return false;
  }
}

/** A queue may deliver a message twice, and after the order was cancelled: neither is a failure, and neither changes anything. */
async function ship({ owner, id }: ShippingMessage): Promise<'order-shipped' | 'order-already-shipped' | 'order-gone'> {
  try {
    await documents().send(new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: { owner, id },
      UpdateExpression: 'SET #status = :shipped, shippedAt = :now',
      ConditionExpression: '#status = :placed',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':placed': 'PLACED', ':shipped': 'SHIPPED', ':now': new Date().toISOString() },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
    return 'order-shipped';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item ? 'order-already-shipped' : 'order-gone';
  }
}
