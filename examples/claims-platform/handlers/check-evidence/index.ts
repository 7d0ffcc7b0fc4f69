// Consumer of the evidence queue. Calls s3:GetObject (evidence, below statements/), dynamodb:UpdateItem (claims).
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { S3Event, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { logEvent, logFailure } from '../../../shared/log';
import { claimKeyOf, ClaimKey, documents } from '../shared/claims';
import { environment } from '../shared/environment';

const INVISIBLE = /[\p{Cc}\p{Cf}]/u; // control and format characters; a line feed is allowed below
let s3: S3Client | undefined;

/** Names the messages that failed, so that the queue gives back those and no other. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(event.Records.map(async ({ messageId, body }) => ({ messageId, checked: await check(messageId, body) })));
  return { batchItemFailures: results.filter(({ checked }) => !checked).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function check(correlationId: string, body: string): Promise<boolean> {
  try {
    for (const { s3: { object } } of (JSON.parse(body) as S3Event).Records ?? []) {
      const key = decodeURIComponent(object.key.replace(/\+/g, ' '));
      const claim = claimOf(key);
      const readable = !INVISIBLE.test((await read(key)).replaceAll('\n', ''));
      if (readable) await count(claim, key);
      logEvent(readable ? 'evidence-accepted' : 'evidence-refused', { correlationId, claimId: claim.id });
    }
    return true;
  } catch (error) {
    logFailure('evidence-failed', error, { correlationId });
    return false;
  }
}

function claimOf(key: string): ClaimKey {
  const [, holder, id] = key.split('/');
  return claimKeyOf({ holder: decodeURIComponent(holder ?? ''), id });
}

async function read(key: string): Promise<string> {
  s3 ??= new S3Client(CLIENT_DEFAULTS);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: environment('BUCKET_NAME'), Key: key }));
  return Body ? Body.transformToString('utf-8') : '';
}

/** A set of keys and not a number: a queue may deliver a message twice. */
async function count({ holder, id }: ClaimKey, key: string): Promise<void> {
  await documents().send(new UpdateCommand({
    TableName: environment('TABLE_NAME'),
    Key: { holder, id },
    UpdateExpression: 'ADD evidenceKeys :key',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeValues: { ':key': new Set([key]) },
  }));
}
