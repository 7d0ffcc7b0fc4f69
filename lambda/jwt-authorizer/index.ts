import { X509Certificate } from 'node:crypto';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { answer, Authorizer, bearerOf, Caller, Refusal, routeOf } from './answer';
import { once, readConfig, variable, words } from './config';
import { revocationCheck } from './revocations';
import { scopesOf } from './scopes';
import { verifier } from './verifier';

/** What the authorizer was deployed with. */
interface Config {
  /** Route → scopes, of which a token must have one; none when there are none. */
  readonly routes: Record<string, string[]>;
  readonly requiredClaims: Record<string, string>;
  readonly tokenType?: string;
  /** In seconds, as is the tolerance. */
  readonly maxTokenAge: number;
  readonly clockTolerance: number;
  readonly certificateBound: boolean;
  /** Whether tokens can be revoked by a list. */
  readonly revocations?: boolean;
  readonly jwks?: any;
}

/** Lets in whoever has a good token for the route. */
export function jwtAuthorizer(): Authorizer {
  const configured = once(() => readConfig<Config>());
  const verify = once(() => {
    const { jwks, tokenType, maxTokenAge, clockTolerance } = configured();
    return verifier({
      issuers: words('ISSUERS'), audiences: words('AUDIENCES'), jwksUri: variable('JWKS_URI'), jwks, tokenType, maxTokenAge, clockTolerance,
    });
  });
  const checkRevoked = once(revocationCheck);
  return (event) => answer(event, async () => {
    const { routes, requiredClaims, certificateBound, revocations } = configured();
    const needed = Object.hasOwn(routes, routeOf(event)) ? routes[routeOf(event)] : undefined;
    if (!needed) throw new Refusal('UnknownRoute');
    const claims = await verify()(bearerOf(event));
    if (certificateBound) checkCertificate(event, claims);
    checkClaims(claims, requiredClaims);
    const caller = callerOf(claims, needed);
    if (revocations) await checkRevoked()(claims);
    return caller;
  });
}

export const handler = jwtAuthorizer();

function callerOf(claims: JwtPayload, needed: string[]): Caller {
  const scopes = scopesOf(claims);
  if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope))) throw new Refusal('NoScope');
  return { sub: claims.sub!, scope: scopes.join(' ') };
}

function checkClaims(claims: JwtPayload, required: Record<string, string>): void {
  for (const [name, value] of Object.entries(required)) {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (claim !== value && !(Array.isArray(claim) && claim.includes(value))) throw new Refusal(`NoClaim ${name}`);
  }
}

/** The token names the certificate of the connection by its hash. */
function checkCertificate(event: APIGatewayRequestAuthorizerEvent, claims: JwtPayload): void {
  const pem = event.requestContext.identity.clientCert?.clientCertPem;
  if (!pem) throw new Refusal('NoCertificate');
  const thumbprint = Buffer.from(new X509Certificate(pem).fingerprint256.replace(/:/g, ''), 'hex').toString('base64url');
  const bound = (claims.cnf as Record<string, unknown> | undefined)?.['x5t#S256'];
  if (bound !== thumbprint) throw new Refusal('TokenOfAnotherCertificate');
}
