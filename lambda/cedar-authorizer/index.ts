import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { Config } from './config';
import { contextOf } from './context';
import { localDecider } from './local';
import { remoteDecider } from './remote';
import { answer, Authorizer, bearerOf, Refusal, routeOf } from '../jwt-authorizer/answer';
import { once, readConfig, variable, words } from '../jwt-authorizer/config';
import { revocationCheck } from '../jwt-authorizer/revocations';
import { verifier } from '../jwt-authorizer/verifier';

/**
 * Lets in whomever Cedar policies permit the route.
 *
 * @param eager reads policies before the first request: while it starts, a function has more processor time than later
 */
export function cedarAuthorizer(eager = false): Authorizer {
  const configured = once(() => readConfig<Config>());
  const verify = once(() => verifier({ issuers: words('ISSUERS'), audiences: null, jwksUri: variable('JWKS_URI'), jwks: configured().jwks }));
  const locally = once(() => localDecider(configured().local!));
  const remotely = once(remoteDecider);
  const checkRevoked = once(revocationCheck);
  try {
    if (eager && configured().local) locally();
  } catch {
    // what is wrong is tried again at each request, and denies it
  }

  return (event) => answer(event, async () => {
    const { namespace, api, routes, local, jwks, revocations } = configured();
    const action = routeOf(event);
    if (!routes.includes(action)) throw new Refusal('UnknownRoute');

    const token = bearerOf(event);
    // Where there are no keys, the very text that claims are read from goes to Verified Permissions, which permits nothing before it
    // has verified it.
    const claims = local || jwks ? ofKnownClient(await verify()(token)) : decomposeUnverifiedJwt(token).payload;
    if (claims.token_use !== 'access') throw new Refusal('NoAccessToken');
    const question = { namespace, action, api, context: contextOf(event, claims, configured()) };
    const { permitted, failed } = local ? locally()(question, claims) : await remotely()(question, token);
    if (failed) throw new Refusal('PolicyFailed');
    if (!permitted) throw new Refusal('NotPermitted');
    // last, as claims are verified by now: nobody makes it read the list for whom he likes
    if (revocations) await checkRevoked()(claims);
    return { sub: claims.sub!, clientId: String(claims.client_id), scope: String(claims.scope ?? '') };
  });
}

export const handler = cedarAuthorizer(process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined);

function ofKnownClient(claims: JwtPayload): JwtPayload {
  if (!words('CLIENT_IDS').includes(String(claims.client_id))) throw new Refusal('TokenOfAnotherClient');
  return claims;
}
