import { ProofError } from './proof-error';

/** Of in-toto statements. Source: in-toto attestation framework, envelope. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** More is no attestation of an assembly: a statement has a few hundred bytes a template. */
const MAX_ENVELOPE = 8 * 1024 * 1024;
/** Base64 of RFC 4648, the standard alphabet or that for URLs: DSSE asks verifiers to take both. */
const BASE64 = /^[\w+/-]*={0,2}$/;

/** A DSSE envelope. Source: secure-systems-lab/dsse, envelope.md 1.0.0. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  /** Key ids are hints that nobody signed: nothing is decided by them. */
  readonly signatures: Buffer[];
}

/** What is signed: the pre-authentication encoding. Source: secure-systems-lab/dsse, protocol.md 1.0.0. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, 'utf-8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}

export function writeEnvelope(payload: Uint8Array, keyid: string, signature: Uint8Array): string {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return `${JSON.stringify({ payload: base64(payload), payloadType: PAYLOAD_TYPE, signatures: [{ keyid, sig: base64(signature) }] }, null, 2)}\n`;
}

/** Reads an envelope. Throws a `ProofError` for anything else. */
export function readEnvelope(text: string, name: string): Envelope {
  const wrong = (what: string) => new ProofError(name, 'BadEnvelope', what, 'name the file that cdk-zero-trust attest wrote.');
  if (text.length > MAX_ENVELOPE) throw wrong(`it is longer than ${MAX_ENVELOPE} characters.`);
  let json: { payloadType?: unknown; payload?: unknown; signatures?: unknown } | null;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('it is no JSON.');
  }
  const bytes = (value: unknown, what: string) => {
    if (typeof value === 'string' && value !== '' && BASE64.test(value)) return Buffer.from(value, 'base64');
    throw wrong(`its ${what} is no Base64.`);
  };
  if (json?.payloadType !== PAYLOAD_TYPE) throw wrong(`its payloadType is not ${PAYLOAD_TYPE}.`);
  const { payload, signatures } = json;
  if (!Array.isArray(signatures) || signatures.length === 0 || signatures.length > 10) throw wrong('it has no signatures, or more than 10.');
  return { payloadType: PAYLOAD_TYPE, payload: bytes(payload, 'payload'), signatures: signatures.map((one) => bytes(one?.sig, 'signature')) };
}
