import { JwtVerifier } from 'aws-jwt-verify';
import { Jwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { JwtHeader, JwtPayload } from 'aws-jwt-verify/jwt-model';
import { checkKind } from './token-kind';
import { checkTimes } from './token-times';

export interface VerifierOptions {
  /** What `iss` may be. */
  readonly issuers: string[];
  /** What `aud` may be; `null` for tokens that have none, as Cognito's. */
  readonly audiences: string[] | null;
  readonly jwksUri: string;
  /** The keys, when they are not to be fetched. */
  readonly jwks?: Jwks;
  /** What the `typ` of the header must be; left out, tokens must be access tokens by their own word. */
  readonly tokenType?: string;
  /** In seconds, by `iat`; left out, tokens live as long as they say. */
  readonly maxTokenAge?: number;
  /** By how many seconds the clocks of issuer and function may differ. */
  readonly clockTolerance?: number;
}

/** Longer than any set of keys. */
const MAX_BYTES = 100_000;

/** Verifies tokens: signature, issuer, audience, times, and that they are for APIs. The keys are fetched once, and again for a key that is not known yet. */
export function verifier(options: VerifierOptions): (token: string) => Promise<JwtPayload> {
  const { issuers, audiences, jwksUri, jwks, tokenType, maxTokenAge, clockTolerance = 0 } = options;
  const customJwtCheck = ({ header, payload }: { header: JwtHeader; payload: JwtPayload }) => {
    checkKind(header, payload, tokenType);
    checkTimes(payload, clockTolerance, maxTokenAge);
    if (typeof payload.sub !== 'string' || payload.sub === '') throw new Error('The token has no subject.');
  };
  const cache = new SimpleJwksCache({ fetcher: { fetch: jwks ? refuseToFetch : fetchKeys } });
  if (jwks) cache.addJwks(jwksUri, jwks);
  const known = issuers.map((issuer) => ({ issuer, audience: audiences, jwksUri, graceSeconds: clockTolerance, customJwtCheck }));
  const checked = JwtVerifier.create(known, { jwksCache: cache });
  return (token) => checked.verify(token);
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}.`);
  const body = await response.arrayBuffer();
  if (body.byteLength > MAX_BYTES) throw new Error('The issuer answered too much.');
  return body;
}

async function refuseToFetch(): Promise<never> {
  throw new Error('The token is signed with a key that is not among those that were deployed.');
}
