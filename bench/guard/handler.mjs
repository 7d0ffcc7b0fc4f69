// A small function as most are: a body, one call of the SDK, an answer.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: process.env.ENDPOINT, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });

export const handler = async (event) => {
  const order = JSON.parse(event.body);
  const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: { pk: { S: order.id } } }));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...order, item: Item }) };
};
