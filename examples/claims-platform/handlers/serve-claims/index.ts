// The claims service, for the intake zone. Calls dynamodb:PutItem, GetItem, UpdateItem (claims), GetItem (policies), events:PutEvents (bus).
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { claimRequestOf } from '../shared/claim-request';
import { Claim, ClaimKey, claimKeyOf, documents, readClaim } from '../shared/claims';
import { environment } from '../shared/environment';
import { Refusal } from '../shared/http';

/** What VPC Lattice sends, of which this handler reads the request alone: who calls was decided by the service's auth policy. */
interface LatticeRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

const CLAIM = /^\/claims\/([\w-]+)\/([0-9a-f-]{36})$/;
let events: EventBridgeClient | undefined;

export async function handler({ method, path, body }: LatticeRequest) {
  try {
    if (`${method} ${path}` === 'POST /claims') return await file(JSON.parse(body ?? ''));
    const [, holder, id] = CLAIM.exec(path) ?? [];
    if (!holder) return reply(404, {});
    const key = claimKeyOf({ holder: Buffer.from(holder, 'base64url').toString(), id });
    if (method === 'GET') return await read(key);
    if (method === 'PUT') return await addEvidence(key, JSON.parse(body ?? ''));
    return reply(404, {});
  } catch (error) {
    if (error instanceof Refusal) return reply(error.status, {});
    throw error;
  }
}

async function file({ holder, request }: { holder?: unknown; request?: Record<string, unknown> }) {
  const asked = claimRequestOf(request ?? {});
  const key = claimKeyOf({ holder, id: asked.id });
  if (asked.amountCents > await limitOf(asked.policyNumber)) return reply(409, {});
  const filed = await put({ ...asked, ...key, status: 'FILED', filedAt: new Date().toISOString() });
  // A repeated request tells again: the first one may have failed between the table and the bus. Assessing twice changes nothing:
  // the provider pays once for each claim.
  await tell(key);
  return reply(filed ? 201 : 200, {});
}

async function limitOf(policyNumber: string): Promise<number> {
  const { Item } = await documents().send(new GetCommand({ TableName: environment('POLICIES_TABLE_NAME'), Key: { policyNumber }, ConsistentRead: true }));
  return Item?.limitCents ?? 0;
}

/** Whether the claim is new. One that exists is left as it is. */
async function put(claim: Claim): Promise<boolean> {
  try {
    await documents().send(new PutCommand({ TableName: environment('TABLE_NAME'), Item: claim, ConditionExpression: 'attribute_not_exists(id)' }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function tell(key: ClaimKey): Promise<void> {
  events ??= new EventBridgeClient(CLIENT_DEFAULTS);
  const { FailedEntryCount } = await events.send(new PutEventsCommand({
    Entries: [{ EventBusName: environment('BUS_NAME'), Source: 'claims.assessment', DetailType: 'ClaimFiled', Detail: JSON.stringify(key) }],
  }));
  if (FailedEntryCount) throw new Error('the bus did not take the event');
}

async function read(key: ClaimKey) {
  const claim = await readClaim(key);
  if (!claim) return reply(404, {});
  const { id, status, incident, amountCents, filedAt, evidenceKeys } = claim;
  return reply(200, { id, status, incident, amountCents, filedAt, evidence: evidenceKeys?.size ?? 0 });
}

/** A set of keys and not a number: a queue may deliver a message twice. */
async function addEvidence({ holder, id }: ClaimKey, { evidence }: { evidence?: unknown }) {
  if (typeof evidence !== 'string' || evidence === '') return reply(400, {});
  try {
    await documents().send(new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: { holder, id },
      UpdateExpression: 'ADD evidenceKeys :key',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':key': new Set([evidence]) },
    }));
    return reply(200, {});
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return reply(404, {});
    throw error;
  }
}

function reply(statusCode: number, body: object) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
