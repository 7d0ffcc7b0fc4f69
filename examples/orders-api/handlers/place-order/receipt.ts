import { createHmac } from 'crypto';
import { OrderLine } from '../shared/orders';
import { SigningKey } from '../shared/signing-key';

export interface Receipted {
  readonly owner: string;
  readonly id: string;
  readonly placedAt: string;
  readonly lines: OrderLine[];
}

/**
 * `<order, base64url>.<version of the key>.<HMAC-SHA256, base64url>`. The owner is signed but not shown, so that a receipt
 * can be handed on without saying whose it is.
 */
export function signReceipt({ owner, ...shown }: Receipted, { version, key }: SigningKey): string {
  const order = Buffer.from(JSON.stringify(shown)).toString('base64url');
  // the first part keeps a signature of another kind from passing as a receipt
  const signature = createHmac('sha256', key).update(JSON.stringify(['orders-api/receipt/1', owner, version, order])).digest('base64url');
  return `${order}.${version}.${signature}`;
}
