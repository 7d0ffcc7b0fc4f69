// DELETE /orders/{id}. Calls dynamodb:DeleteItem (table).
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { logEvent } from '../../../shared/log';
import { environment } from '../shared/environment';
import { noSuchOrder, Refusal, route } from '../shared/http';
import { documents, isOrderId } from '../shared/orders';

export const handler = route(async ({ caller: owner, correlationId, event }) => {
  const id = event.pathParameters?.id;
  if (!isOrderId(id)) throw noSuchOrder();

  try {
    await documents().send(new DeleteCommand({
      TableName: environment('TABLE_NAME'),
      Key: { owner, id },
      ConditionExpression: '#status = :placed',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':placed': 'PLACED' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw error.Item ? new Refusal(409, 'The order is shipped') : noSuchOrder();
  }
  logEvent('order-cancelled', { correlationId, orderId: id });
  return { status: 204 };
});
