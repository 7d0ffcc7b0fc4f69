import { createSecretKey, KeyObject } from 'crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environment } from './environment';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';

const TIME_TO_LIVE_MS = 5 * 60_000;
const MINIMUM_BYTES = 32; // the output size of SHA-256: a shorter key would be the weakest part of the receipt

export interface SigningKey {
  /** The secret's version: says later which key a receipt was signed with. */
  readonly version: string;
  /** A key object and not a string, so that nothing prints it by accident. */
  readonly key: KeyObject;
}

let client: SecretsManagerClient | undefined;
let cached: { readonly key: Promise<SigningKey>; readonly until: number } | undefined;

/**
 * The key that receipts are signed with, read once for all calls of five minutes. After a rotation the new key is in use
 * within that time; the version before stays readable in Secrets Manager as `AWSPREVIOUS`.
 */
export function signingKey(): Promise<SigningKey> {
  if (cached && Date.now() < cached.until) return cached.key;

  const entry = { key: readKey(), until: Date.now() + TIME_TO_LIVE_MS };
  cached = entry;
  // a failed read is not kept: the next call tries again
  entry.key.catch(() => { if (cached === entry) cached = undefined; });
  return entry.key;
}

async function readKey(): Promise<SigningKey> {
  client ??= new SecretsManagerClient(CLIENT_DEFAULTS);
  const secret = await client.send(new GetSecretValueCommand({ SecretId: environment('SECRET_ARN') }));
  const bytes = Buffer.from(secret.SecretString ?? '', 'utf-8');
  if (bytes.length < MINIMUM_BYTES || !secret.VersionId) throw new Error('the signing key is unusable');
  return { version: secret.VersionId, key: createSecretKey(bytes) };
}
