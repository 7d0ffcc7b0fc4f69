// GET /claims/{id}. Calls GET /claims/* of the claims service.
import { isClaimId } from '../shared/claims';
import { askClaims, pathOf } from '../shared/claims-service';
import { noSuchClaim, route } from '../shared/http';

export const handler = route(async ({ caller: holder, event }) => {
  const id = event.pathParameters?.id;
  if (!isClaimId(id)) throw noSuchClaim();
  const { status, body } = await askClaims('GET', pathOf({ holder, id }));
  if (status !== 200) throw noSuchClaim();
  return { status, body };
});
