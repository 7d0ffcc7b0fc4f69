// Pays a claim. Calls secretsmanager:GetSecretValue (token of the payment provider) and https://api.stripe.com, and nothing else outside.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { logEvent } from '../../../shared/log';
import { claimKeyOf } from '../shared/claims';
import { environment } from '../shared/environment';

const PAYOUTS = 'https://api.stripe.com/v1/payouts';
const TIMEOUT_MS = 5_000;
let secrets: SecretsManagerClient | undefined;

/** The claim's id makes the payment idempotent: a retried task pays once. */
export async function handler(event: { amountCents?: unknown }): Promise<object> {
  const { holder, id } = claimKeyOf(event);
  const { amountCents } = event;
  if (!Number.isInteger(amountCents) || (amountCents as number) < 1) throw new Error('names no amount');

  secrets ??= new SecretsManagerClient(CLIENT_DEFAULTS);
  const { SecretString: token } = await secrets.send(new GetSecretValueCommand({ SecretId: environment('SECRET_ARN') }));
  const answer = await fetch(PAYOUTS, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${token}`, 'idempotency-key': id, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ amount: String(amountCents), currency: 'eur' }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error', // another host is another destination, and the firewall has not heard of it
  });
  if (!answer.ok) throw new Error(`the provider answered ${answer.status}`);
  logEvent('claim-paid', { correlationId: id, claimId: id });
  return { holder, id, decision: 'PAID' };
}
