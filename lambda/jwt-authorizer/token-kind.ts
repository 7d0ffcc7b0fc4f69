import type { JwtHeader, JwtPayload } from 'aws-jwt-verify/jwt-model';

/** Source: RFC 9068, "Header". */
const ACCESS_TOKEN = 'at+jwt';
const ANY_TOKEN = 'jwt';
/** Source: OpenID Connect Core 1.0, "ID Token" and "Hybrid Flow ID Token"; Back-Channel Logout 1.0, "Logout Token". */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
/** Keycloak says the kind of a token in a claim. Source: its TokenUtil. */
const KINDS_FOR_APIS = ['bearer', 'dpop', ACCESS_TOKEN, ANY_TOKEN];

/**
 * Refuses what an issuer signs for others than APIs: identity, refresh and logout tokens, proofs, and whatever comes next. Left to itself it
 * takes access tokens that say so: `at+jwt`, or `token_use` as Cognito writes it. It refuses extensions that a receiver must understand.
 *
 * Source: RFC 8725, 3.11 and 3.12; RFC 7515, 4.1.9 and 4.1.11.
 */
export function checkKind(header: JwtHeader, payload: JwtPayload, wanted?: string): void {
  if ('crit' in header) throw new Error('The token has extensions that are not understood.');
  const type = typeOf(header);
  const isTyped = type === ACCESS_TOKEN || (type === ANY_TOKEN && payload.token_use === 'access');
  if (wanted === undefined ? !isTyped : type !== mediaType(wanted)) throw new Error('The token is of another type.');
  const { token_use: use = 'access', typ: kind = ANY_TOKEN } = payload;
  const isForApis = use === 'access' && KINDS_FOR_APIS.includes(String(kind).toLowerCase());
  if (!isForApis || OF_OTHER_TOKENS.some((claim) => claim in payload)) throw new Error('The token is not for APIs.');
}

/** A token that says no type is a JWT and nothing more. */
function typeOf({ typ }: JwtHeader): string {
  return typ === undefined ? ANY_TOKEN : mediaType(String(typ));
}

/** In a header, `application/` may be left out. */
function mediaType(type: string): string {
  return type.toLowerCase().replace(/^application\//, '');
}
