// GET /orders/{id}. Calls dynamodb:GetItem (table).
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../shared/environment';
import { noSuchOrder, route } from '../shared/http';
import { documents, isOrderId, Order } from '../shared/orders';

export const handler = route(async ({ caller: owner, event }) => {
  const id = event.pathParameters?.id;
  if (!isOrderId(id)) throw noSuchOrder();

  const { Item } = await documents().send(new GetCommand({ TableName: environment('TABLE_NAME'), Key: { owner, id }, ConsistentRead: true }));
  if (!Item) throw noSuchOrder();
  const { status, placedAt, lines, shipTo, receipt } = Item as Order;
  return { status: 200, body: { id, status, placedAt, lines, shipTo, receipt } };
});
