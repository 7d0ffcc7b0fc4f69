import { Incident, isClaimId } from './claims';
import { Refusal } from './http';

export interface ClaimRequest {
  /** Chosen by the caller, so that a request can be repeated without filing twice. */
  readonly id: string;
  readonly policyNumber: string;
  readonly incident: Incident;
  readonly amountCents: number;
}

const POLICY_NUMBER = /^P-[0-9]{8}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const KINDS: readonly unknown[] = ['THEFT', 'DAMAGE', 'INJURY'];
const MOST_CENTS = 10_000_000;

/** What the body asks for. Messages name a field and never repeat its value. */
export function claimRequestOf(body: Record<string, unknown>, today = new Date()): ClaimRequest {
  const { id, policyNumber, amountCents } = body;
  const { kind, date } = (body.incident ?? {}) as Record<string, unknown>;
  if (!isClaimId(id)) throw new Refusal(400, 'id must be a UUID in lower case');
  if (typeof policyNumber !== 'string' || !POLICY_NUMBER.test(policyNumber)) throw new Refusal(400, 'policyNumber must be P- and eight digits');
  if (!KINDS.includes(kind)) throw new Refusal(400, `incident.kind must be one of ${KINDS.join(', ')}`);
  if (typeof date !== 'string' || !DATE.test(date) || !(Date.parse(date) <= today.getTime())) throw new Refusal(400, 'incident.date must be a day that has been');
  if (!Number.isInteger(amountCents) || (amountCents as number) < 1 || (amountCents as number) > MOST_CENTS) {
    throw new Refusal(400, `amountCents must be a whole number up to ${MOST_CENTS}`);
  }
  return { id, policyNumber, incident: { kind: kind as Incident['kind'], date }, amountCents: amountCents as number };
}
