import { AwsClient } from 'aws4fetch';
import { ClaimKey } from './claims';
import { environment } from './environment';

const TIMEOUT_MS = 2_000;

export interface ServiceAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Path of a claim in the service: the holder's id in letters that need no escaping, which a signature would have to repeat exactly. */
export function pathOf({ holder, id }: ClaimKey): string {
  return `/claims/${Buffer.from(holder).toString('base64url')}/${id}`;
}

/**
 * Asks the zone that holds claims. Callers sign as themselves: being in a network opens nothing. Throws for an answer that is
 * neither a success nor a refusal.
 */
export async function askClaims(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<ServiceAnswer> {
  const answer = await signer().fetch(`${environment('CLAIMS_URL')}${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, // VPC Lattice reads no payloads to check a signature
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  if (answer.status >= 500 || answer.status === 403) throw new Error(`the claims service answered ${answer.status}`);
  return { status: answer.status, body: await answer.json() as Record<string, unknown> };
}

/** With the credentials of the function's role, which Lambda keeps fresh in the environment. */
function signer(): AwsClient {
  return new AwsClient({
    service: 'vpc-lattice-svcs',
    region: process.env.AWS_REGION,
    accessKeyId: process.env.AWS_ACCESS_KEY_ID!,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY!,
    sessionToken: process.env.AWS_SESSION_TOKEN,
    retries: 1,
  });
}
