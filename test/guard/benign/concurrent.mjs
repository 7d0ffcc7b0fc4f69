import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';

const { aws } = JSON.parse(process.env.PORTS);
const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: `http://127.0.0.1:${aws}`, credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
const OWN = `SELECT * FROM "T" WHERE pk = 'x' OR '1'='1'`;

/** Runs a statement of its own, whose text is what another invocation came with; or the statement of its event. */
export const statement = async ({ queryStringParameters: { v }, uses }) => {
  await wait(5);
  await client.send(new ExecuteStatementCommand({ Statement: uses ? `SELECT * FROM "T" WHERE pk = '${v}'` : OWN }));
  await wait(5);
  return v;
};
