// GET /partners/claims. Assumes the role of the tenant's items, and calls dynamodb:Query (partner claims) by it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { environment } from '../shared/environment';
import { route } from '../shared/http';

const MOST_ITEMS = 50;
const EARLY_MS = 60_000;
let documents: { readonly client: DynamoDBDocumentClient; readonly until: number } | undefined;

/** Lambda runs each tenant in environments of its own, and tells here whose this one is: what is kept in memory is this tenant's. */
export async function handler(event: Parameters<ReturnType<typeof route>>[0], { tenantId }: Context & { tenantId?: string }) {
  return route(async () => {
    if (!tenantId) throw new Error('runs for no tenant');
    const { Items = [] } = await (await documentsOf(tenantId)).send(new QueryCommand({
      TableName: environment('TABLE_NAME'),
      KeyConditionExpression: 'tenant = :tenant',
      ExpressionAttributeValues: { ':tenant': tenantId },
      Limit: MOST_ITEMS,
    }));
    return { status: 200, body: { claims: Items } };
  })(event);
}

/** With the rights of a role that reaches this tenant's items alone; the function's own role reaches none. */
async function documentsOf(tenant: string): Promise<DynamoDBDocumentClient> {
  if (documents && Date.now() < documents.until - EARLY_MS) return documents.client;
  const { Credentials } = await new STSClient(CLIENT_DEFAULTS).send(new AssumeRoleCommand({
    RoleArn: environment('ROLE_ARN'), RoleSessionName: tenant, Tags: [{ Key: 'tenant', Value: tenant }],
  }));
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...CLIENT_DEFAULTS, credentials }));
  documents = { client, until: Expiration!.getTime() };
  return client;
}
