import { ProofError } from '../../src/attest/proof-error';

const TIMEOUT_MS = 8_000;
/** A template has 1 MB at most, and a payload two of them, or one and its changes. */
const MAX_BYTES = 16 * 1024 * 1024;
const S3_HOST = /(^|\.)s3[.-]([a-z\d-]+\.)*amazonaws\.com(\.cn)?$/;

/** The template that CloudFormation is about to deploy, by the presigned URL of its payload. Throws where there is none. */
export async function templateOf(payload?: string): Promise<string> {
  const wrong = (what: string) => new ProofError('payload', 'BadPayload', what, 'try the operation again.');
  const url = URL.canParse(payload ?? '') ? new URL(payload!) : undefined;
  if (url?.protocol !== 'https:' || !S3_HOST.test(url.hostname)) throw wrong('it is no presigned URL of S3.');
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw wrong(`S3 answers ${response.status}.`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > MAX_BYTES) throw wrong(`it has more than ${MAX_BYTES} bytes.`);
  let json: { template?: unknown } | null;
  try {
    json = JSON.parse(bytes.toString('utf-8'));
  } catch {
    throw wrong('it is no JSON.');
  }
  if (typeof json?.template !== 'string' || json.template.trim() === '') throw wrong('it has no template.');
  return json.template;
}
