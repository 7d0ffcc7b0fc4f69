// Consumer of scans that found no threat in an object of the evidence bucket. Calls s3:GetObject (evidence, below statements/), PUT /claims/* of the claims service.
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { logEvent, logFailure } from '../../../shared/log';
import { askClaims } from '../shared/claims-service';
import { environment } from '../shared/environment';

const INVISIBLE = /[\p{Cc}\p{Cf}]/u; // control and format characters; a line feed is allowed below
const KEY = /^statements(\/claims\/[\w-]+\/[0-9a-f-]{36})\/[0-9a-f]{64}$/;
let s3: S3Client | undefined;

/** The part of an event of GuardDuty Malware Protection for S3 that is read here. */
interface ScanEvent {
  readonly detail: { readonly s3ObjectDetails: { readonly objectKey: string } };
}

/** Names the messages that failed, so that the queue gives back those and no other. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(event.Records.map(async ({ messageId, body }) => ({ messageId, checked: await check(messageId, body) })));
  return { batchItemFailures: results.filter(({ checked }) => !checked).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function check(correlationId: string, body: string): Promise<boolean> {
  try {
    const key = (JSON.parse(body) as ScanEvent).detail.s3ObjectDetails.objectKey;
    const claim = KEY.exec(key)?.[1];
    if (!claim) throw new Error('no key of a statement');
    const readable = !INVISIBLE.test((await read(key)).replaceAll('\n', ''));
    if (readable) await count(claim, key);
    logEvent(readable ? 'evidence-accepted' : 'evidence-refused', { correlationId });
    return true;
  } catch (error) {
    logFailure('evidence-failed', error, { correlationId });
    return false;
  }
}

async function read(key: string): Promise<string> {
  s3 ??= new S3Client(CLIENT_DEFAULTS);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: environment('BUCKET_NAME'), Key: key }));
  return Body ? Body.transformToString('utf-8') : '';
}

async function count(claim: string, key: string): Promise<void> {
  const { status } = await askClaims('PUT', claim, { evidence: key });
  if (status !== 200) throw new Error(`the claims service answered ${status}`);
}
