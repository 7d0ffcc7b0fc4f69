import type { KeyObject } from 'crypto';
import { preAuthenticationEncoding, readEnvelope } from './dsse';
import { isSignedBy } from './keys';
import { readStatement, Statement } from './statement';

/** Clocks of a pipeline and of AWS differ by seconds; more is no clock. */
const SKEW_MS = 5 * 60_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** Why an attestation is refused. */
export interface Refusal {
  readonly id: 'WrongKey' | 'BadStatement' | 'Stale' | 'FromTheFuture' | 'WaiverEnded' | 'TemplateDiffers' | 'TemplateNotAttested' | 'TemplateMissing'
  | 'OtherStack' | 'OtherAccount' | 'OtherRegion' | 'CodeNotSigned' | 'OtherManifest' | 'FileMissing' | 'FileDiffers';
  /** What it is about: a template, a waiver, or the attestation. */
  readonly subject: string;
  /** A sentence. */
  readonly what: string;
}

export interface AttestationChecks {
  /** What the text is called. */
  readonly name: string;
  readonly key: KeyObject;
  readonly keyName: string;
  readonly now: Date;
  /** In milliseconds; without it an attestation does not age. */
  readonly maxAge?: number;
}

/** An attestation: what it states, unless something is refused. Nothing that is not signed by the key is read. */
export interface Checked {
  /** Absent where it is not signed by the key, or none of ours. */
  readonly statement?: Statement;
  readonly refusals: Refusal[];
}

/** Checks signature, form and age. Throws a `ProofError` for what is no envelope, or no key that is taken. */
export function checkAttestation(text: string, { name, key, keyName, now, maxAge }: AttestationChecks): Checked {
  const envelope = readEnvelope(text, name);
  const signed = preAuthenticationEncoding(envelope.payloadType, envelope.payload);
  if (!envelope.signatures.some((signature) => isSignedBy(key, keyName, signed, signature))) {
    return { refusals: [{ id: 'WrongKey', subject: name, what: `no signature of it is by ${keyName}, or what was signed has changed since.` }] };
  }
  const statement = readStatement(envelope.payload);
  if (!statement) return { refusals: [{ id: 'BadStatement', subject: name, what: 'it states no passed judgement of cdk-zero-trust.' }] };
  return { statement, refusals: [...ageRefusals(statement, name, now, maxAge), ...waiverRefusals(statement, now)] };
}

function ageRefusals({ predicate: { attestedAt } }: Statement, subject: string, now: Date, maxAge?: number): Refusal[] {
  const at = INSTANT.test(attestedAt) ? Date.parse(attestedAt) : NaN;
  if (Number.isNaN(at)) return [{ id: 'BadStatement', subject, what: 'its attestedAt is no time in UTC.' }];
  if (at - now.getTime() > SKEW_MS) return [{ id: 'FromTheFuture', subject, what: `it is of ${attestedAt}, which is yet to come.` }];
  if (maxAge === undefined || now.getTime() - at <= maxAge) return [];
  return [{ id: 'Stale', subject, what: `it is of ${attestedAt}, longer ago than ${inWords(maxAge)}.` }];
}

/** A waiver counts through its last day. */
function waiverRefusals({ predicate: { waivers } }: Statement, now: Date): Refusal[] {
  const today = now.toISOString().slice(0, 10);
  return waivers.filter(({ expires }) => expires !== undefined && !(expires >= today)).map(({ rule, resource, expires }): Refusal => (
    { id: 'WaiverEnded', subject: resource, what: `the waiver of ${rule} ended on ${expires}.` }));
}

function inWords(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
