// POST /claims. Calls dynamodb:PutItem (claims), events:PutEvents (bus), the coverage service of the core zone.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { logEvent } from '../../../shared/log';
import { claimRequestOf } from '../shared/claim-request';
import { Claim, documents } from '../shared/claims';
import { isCovered } from '../shared/coverage';
import { environment } from '../shared/environment';
import { bodyOf, Refusal, route } from '../shared/http';

let events: EventBridgeClient | undefined;

export const handler = route(async ({ caller: holder, correlationId, event }) => {
  const request = claimRequestOf(bodyOf(event));
  if (!await isCovered(request.policyNumber, request.amountCents)) throw new Refusal(409, 'The policy does not cover this amount');

  const filed = await put({ ...request, holder, status: 'FILED', filedAt: new Date().toISOString() });
  // A repeated request tells again: the first one may have failed between the table and the bus. The state machine's
  // execution is named by the claim, so telling twice assesses once.
  await tell({ holder, id: request.id });
  logEvent(filed ? 'claim-filed' : 'claim-repeated', { correlationId, claimId: request.id });
  return { status: filed ? 201 : 200, body: { id: request.id } };
});

/** Whether the claim is new. One that exists is left as it is. */
async function put(claim: Claim): Promise<boolean> {
  try {
    await documents().send(new PutCommand({ TableName: environment('TABLE_NAME'), Item: claim, ConditionExpression: 'attribute_not_exists(id)' }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function tell(detail: object): Promise<void> {
  events ??= new EventBridgeClient(CLIENT_DEFAULTS);
  const { FailedEntryCount } = await events.send(new PutEventsCommand({
    Entries: [{ EventBusName: environment('BUS_NAME'), Source: 'claims.intake', DetailType: 'ClaimFiled', Detail: JSON.stringify(detail) }],
  }));
  if (FailedEntryCount) throw new Error('the bus did not take the event');
}
