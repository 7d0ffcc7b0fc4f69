import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface ShippingAddress {
  readonly name: string;
  readonly address: string;
  readonly country: string;
}

/**
 * An item of the table. The owner is its partition key: without the right owner an order cannot even be addressed, so no
 * check can be forgotten, and the id of one customer says nothing about another's.
 */
export interface Order {
  readonly owner: string;
  readonly id: string;
  readonly status: 'PLACED' | 'SHIPPED';
  readonly placedAt: string;
  readonly lines: OrderLine[];
  readonly shipTo: ShippingAddress;
  readonly receipt: string;
  /** Tells a repeated request from another one under the same id. */
  readonly requestHash: string;
}

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether something is an order's id: a UUID in lower case. */
export function isOrderId(value: unknown): value is string {
  return typeof value === 'string' && ORDER_ID.test(value);
}

let client: DynamoDBDocumentClient | undefined;

/** Made at the first call and kept for the life of the execution environment. */
export function documents(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT_DEFAULTS));
  return client;
}
