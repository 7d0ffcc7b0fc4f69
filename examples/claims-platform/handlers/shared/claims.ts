import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from './environment';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';

export type Decision = 'PAID' | 'REFUSED' | 'REVIEW';

/** An item of the table of claims: the holder is its partition key, so that somebody else's claim cannot be addressed. */
export interface Claim {
  readonly holder: string;
  readonly id: string;
  readonly status: 'FILED' | Decision;
  readonly policyNumber: string;
  readonly incident: Incident;
  readonly amountCents: number;
  readonly filedAt: string;
  /** The objects that were checked. */
  readonly evidenceKeys?: Set<string>;
}

export interface Incident {
  readonly kind: 'THEFT' | 'DAMAGE' | 'INJURY';
  readonly date: string;
}

/** What names a claim in events, queues and executions: no more than is needed to look it up. */
export interface ClaimKey {
  readonly holder: string;
  readonly id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether something is a claim's id: a UUID in lower case. */
export function isClaimId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** Throws on anything that names no claim. */
export function claimKeyOf(value: unknown): ClaimKey {
  const { holder, id } = (value ?? {}) as Partial<ClaimKey>;
  if (typeof holder !== 'string' || holder === '' || !isClaimId(id)) throw new Error('names no claim');
  return { holder, id };
}

let client: DynamoDBDocumentClient | undefined;

/** Made at the first call and kept for the life of the execution environment. */
export function documents(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT_DEFAULTS));
  return client;
}

export async function readClaim({ holder, id }: ClaimKey): Promise<Claim | undefined> {
  const { Item } = await documents().send(new GetCommand({ TableName: environment('TABLE_NAME'), Key: { holder, id }, ConsistentRead: true }));
  return Item as Claim | undefined;
}
