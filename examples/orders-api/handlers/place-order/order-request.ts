import type { APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { MAX_BODY_BYTES } from '../../limits';
import { Refusal } from '../shared/http';
import { isOrderId, OrderLine, ShippingAddress } from '../shared/orders';

export interface OrderRequest {
  /** Chosen by the caller, so that a request can be repeated without ordering twice. */
  readonly id: string;
  readonly lines: OrderLine[];
  readonly shipTo: ShippingAddress;
}

const MAX_LINES = 50;
const MAX_UNITS = 500; // of all lines together, which a JSON schema cannot say
const SKU = /^[A-Z0-9][A-Z0-9-]{2,31}$/;
const COUNTRY = /^[A-Z]{2}$/;
const INVISIBLE = /\p{C}/u; // control, format and unassigned characters: they forge log lines and labels

/**
 * What the body asks for. The API's schema has seen the body before, and is not relied upon: an invocation that does not
 * come through the API is checked just the same. Messages name a field and never repeat its value.
 */
export function parseOrderRequest(event: APIGatewayProxyWithCognitoAuthorizerEvent): OrderRequest {
  const body = record(jsonOf(event), 'body', ['id', 'lines', 'shipTo']);
  if (!isOrderId(body.id)) throw new Refusal(400, 'id must be a UUID in lower case');
  return { id: body.id, lines: linesOf(body.lines), shipTo: addressOf(body.shipTo) };
}

function jsonOf(event: APIGatewayProxyWithCognitoAuthorizerEvent): unknown {
  const { body, isBase64Encoded } = event;
  if (!body || isBase64Encoded) throw new Refusal(400, 'body must be JSON');
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw new Refusal(400, `body must not exceed ${MAX_BODY_BYTES} bytes`);
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, 'body must be JSON');
  }
}

function linesOf(value: unknown): OrderLine[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_LINES) throw new Refusal(400, `lines must hold 1 to ${MAX_LINES} lines`);
  const lines = value.map((entry, index) => {
    const { sku, quantity } = record(entry, `lines[${index}]`, ['sku', 'quantity']);
    if (typeof sku !== 'string' || !SKU.test(sku)) throw new Refusal(400, `lines[${index}].sku is not a stock-keeping unit`);
    if (!Number.isSafeInteger(quantity) || (quantity as number) < 1) throw new Refusal(400, `lines[${index}].quantity must be a whole number of 1 or more`);
    return { sku, quantity: quantity as number };
  });
  if (new Set(lines.map((line) => line.sku)).size < lines.length) throw new Refusal(400, 'lines must not repeat a sku');
  if (lines.reduce((units, line) => units + line.quantity, 0) > MAX_UNITS) throw new Refusal(400, `lines must not exceed ${MAX_UNITS} units together`);
  return lines;
}

function addressOf(value: unknown): ShippingAddress {
  const { name, address, country } = record(value, 'shipTo', ['name', 'address', 'country']);
  if (typeof country !== 'string' || !COUNTRY.test(country)) throw new Refusal(400, 'shipTo.country must be two capital letters');
  return { name: text(name, 'shipTo.name', 100), address: text(address, 'shipTo.address', 200), country };
}

function text(value: unknown, field: string, max: number): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > max || INVISIBLE.test(value)) {
    throw new Refusal(400, `${field} must be 1 to ${max} visible characters`);
  }
  return value;
}

/** An object with exactly these properties. */
function record(value: unknown, field: string, properties: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(400, `${field} must be an object`);
  const keys = Object.keys(value);
  if (keys.length !== properties.length || !properties.every((property) => keys.includes(property))) {
    throw new Refusal(400, `${field} must have ${properties.join(', ')} and nothing else`);
  }
  return value as Record<string, unknown>;
}
