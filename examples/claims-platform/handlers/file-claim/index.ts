// POST /claims. Calls POST /claims of the claims service.
import { logEvent } from '../../../shared/log';
import { claimRequestOf } from '../shared/claim-request';
import { askClaims } from '../shared/claims-service';
import { bodyOf, Refusal, route } from '../shared/http';

export const handler = route(async ({ caller: holder, correlationId, event }) => {
  const request = claimRequestOf(bodyOf(event));
  const { status } = await askClaims('POST', '/claims', { holder, request });
  if (status === 409) throw new Refusal(409, 'The policy does not cover this amount');
  if (status !== 200 && status !== 201) throw new Error(`the claims service answered ${status}`);
  logEvent(status === 201 ? 'claim-filed' : 'claim-repeated', { correlationId, claimId: request.id });
  return { status, body: { id: request.id } };
});
