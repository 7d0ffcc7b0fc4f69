import { AwsClient } from 'aws4fetch';
import { environment } from './environment';

const TIMEOUT_MS = 2_000;

/** Whether a policy covers an amount, asked of the service in the other zone. Callers sign as themselves: a network position opens nothing. */
export async function isCovered(policyNumber: string, amountCents: number): Promise<boolean> {
  const answer = await signer().fetch(`${environment('COVERAGE_URL')}/coverage/${policyNumber}`, {
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, // VPC Lattice reads no payloads to check a signature
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`coverage answered ${answer.status}`);
  const { limitCents } = await answer.json() as { limitCents?: unknown };
  return typeof limitCents === 'number' && amountCents <= limitCents;
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
