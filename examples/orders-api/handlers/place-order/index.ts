// POST /orders. Calls dynamodb:PutItem (table), secretsmanager:GetSecretValue (signing key), sqs:SendMessage (shipping queue).
import { createHash } from 'crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { parseOrderRequest } from './order-request';
import { signReceipt } from './receipt';
import { askToShip } from './shipping-queue';
import { logEvent } from '../../../shared/log';
import { environment } from '../shared/environment';
import { Refusal, route } from '../shared/http';
import { documents, Order } from '../shared/orders';
import { signingKey } from '../shared/signing-key';

export const handler = route(async ({ caller: owner, correlationId, event }) => {
  const { id, lines, shipTo } = parseOrderRequest(event);
  const placedAt = new Date().toISOString();
  const receipt = signReceipt({ owner, id, placedAt, lines }, await signingKey());
  const requestHash = createHash('sha256').update(JSON.stringify([lines, shipTo])).digest('base64url');

  const stored = await put({ owner, id, status: 'PLACED', placedAt, lines, shipTo, receipt, requestHash });
  if (stored && stored.requestHash !== requestHash) throw new Refusal(409, 'Another order has this id');

  // A repeated request asks again: the first one may have failed between the table and the queue.
  if (stored?.status !== 'SHIPPED') await askToShip({ owner, id, correlationId });
  logEvent(stored ? 'order-repeated' : 'order-placed', { correlationId, orderId: id });
  return { status: stored ? 200 : 201, body: { id, receipt: stored?.receipt ?? receipt } };
});

/** Writes a new order; if there is one under this key already, changes nothing and says what it is. */
async function put(order: Order): Promise<Pick<Order, 'requestHash' | 'receipt' | 'status'> | undefined> {
  try {
    await documents().send(new PutCommand({
      TableName: environment('TABLE_NAME'),
      Item: order,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException && error.Item)) throw error;
    const { requestHash, receipt, status } = error.Item;
    return { requestHash: requestHash.S!, receipt: receipt.S!, status: status.S as Order['status'] };
  }
}
