import { isOrderId } from './orders';

/** What place-order tells ship-order. */
export interface ShippingMessage {
  readonly owner: string;
  readonly id: string;
  /** Of the request that placed the order. */
  readonly correlationId: string;
}

/** Throws on anything but a message of place-order: a queue is no more trusted than a network. */
export function parseShippingMessage(body: string): ShippingMessage {
  const { owner, id, correlationId } = JSON.parse(body) ?? {};
  if (typeof owner !== 'string' || owner === '' || !isOrderId(id) || typeof correlationId !== 'string') throw new Error('not a shipping message');
  return { owner, id, correlationId };
}
