// GET /claims/{id}. Calls dynamodb:GetItem (claims).
import { isClaimId, readClaim } from '../shared/claims';
import { noSuchClaim, route } from '../shared/http';

export const handler = route(async ({ caller: holder, event }) => {
  const id = event.pathParameters?.id;
  const claim = isClaimId(id) ? await readClaim({ holder, id }) : undefined;
  if (!claim) throw noSuchClaim();
  const { status, incident, amountCents, filedAt, evidenceKeys } = claim;
  return { status: 200, body: { id, status, incident, amountCents, filedAt, evidence: evidenceKeys?.size ?? 0 } };
});
