// Before tokens are made: the company of a partner, which an administrator gave the account and nobody can change, becomes a claim of the access token.
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/** What a name of a tenant may be: it becomes a session tag and the first part of a key. */
const COMPANY = /^[a-z0-9-]{1,64}$/;

/** Throws for a name that is none, so that the person gets no token; people without a company get tokens without the claim. */
export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  const company = event.request.userAttributes['custom:company'];
  if (company === undefined) return event;
  if (!COMPANY.test(company)) throw new Error('the company of the account is no name of a tenant');
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { company } } } };
  return event;
}
