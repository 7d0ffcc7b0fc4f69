// POST /claims/{id}/evidence. Calls GET /claims/* of the claims service, s3:PutObject (evidence, below statements/).
import { createHash } from 'crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { logEvent } from '../../../shared/log';
import { isClaimId } from '../shared/claims';
import { askClaims, pathOf } from '../shared/claims-service';
import { environment } from '../shared/environment';
import { bodyOf, noSuchClaim, Refusal, route } from '../shared/http';

const MOST_CHARACTERS = 8_000;
let s3: S3Client | undefined;

/** Keeps a statement. Its key is made of its text: the same statement again is the same object. */
export const handler = route(async ({ caller: holder, correlationId, event }) => {
  const id = event.pathParameters?.id;
  if (!isClaimId(id)) throw noSuchClaim();
  const { statement } = bodyOf(event);
  if (typeof statement !== 'string' || statement === '' || statement.length > MOST_CHARACTERS) {
    throw new Refusal(400, `statement must have 1 to ${MOST_CHARACTERS} characters`);
  }
  const path = pathOf({ holder, id });
  if ((await askClaims('GET', path)).status !== 200) throw noSuchClaim();
  s3 ??= new S3Client(CLIENT_DEFAULTS);
  await s3.send(new PutObjectCommand({
    Bucket: environment('BUCKET_NAME'),
    Key: `statements${path}/${createHash('sha256').update(statement).digest('hex')}`,
    Body: statement,
    ContentType: 'text/plain; charset=utf-8',
  }));
  logEvent('evidence-stored', { correlationId, claimId: id });
  return { status: 202, body: { id } };
});
