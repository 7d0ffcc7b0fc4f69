import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';

/** The payment provider: takes payouts, one for each idempotency key. Source: Stripe API reference, "Payouts" and "Idempotent requests". */
export class Payments extends HttpFake {
  /** Cents by idempotency key. */
  public readonly payouts = new Map<string, number>();

  protected async answer({ method, path, headers, body }: FakeRequest): Promise<FakeAnswer> {
    const key = headers['idempotency-key'];
    if (method !== 'POST' || path !== '/v1/payouts' || !/^Bearer \S/.test(headers.authorization ?? '') || typeof key !== 'string') {
      return { status: 400, body: '{}' };
    }
    const form = new URLSearchParams(body);
    if (form.get('currency') !== 'eur') return { status: 400, body: '{}' };
    if (!this.payouts.has(key)) this.payouts.set(key, Number(form.get('amount')));
    return { status: 200, body: JSON.stringify({ object: 'payout' }) };
  }
}
