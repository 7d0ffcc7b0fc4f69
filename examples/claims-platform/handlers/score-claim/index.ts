// First task of the assessment. Calls dynamodb:GetItem (claims).
import { claimKeyOf, ClaimKey, Decision, readClaim } from '../shared/claims';

export interface Scored extends ClaimKey {
  readonly amountCents: number;
  readonly decision: Exclude<Decision, 'PAID'> | 'PAY';
}

const PAID_AT_ONCE_CENTS = 50_000;
const TWO_YEARS_MS = 2 * 365 * 24 * 3_600_000;

/** Small claims of the last two years are paid at once, injuries and large ones go to a person, old ones are refused. */
export async function handler(event: unknown): Promise<Scored> {
  const key = claimKeyOf(event);
  const claim = await readClaim(key);
  if (!claim) throw new Error('no such claim');
  const { amountCents, incident } = claim;
  if (Date.now() - Date.parse(incident.date) > TWO_YEARS_MS) return { ...key, amountCents, decision: 'REFUSED' };
  const person = incident.kind === 'INJURY' || amountCents > PAID_AT_ONCE_CENTS;
  return { ...key, amountCents, decision: person ? 'REVIEW' : 'PAY' };
}
