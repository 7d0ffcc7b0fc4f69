import { Duration, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { checkAuthorizer } from './api-authorizers';
import { isParameter, Route } from './route';
import { RouteAuthorizer } from './route-authorizer';
import { ApiThrottle, RouteOptions } from './route-options';
import { ZeroTrustError } from '../core/errors';
import { functionBehind } from '../core/invocation-point';

/** How long API Gateway waits for a backend. */
const API_LIMIT = Duration.seconds(29);
const PARAMETER_NAME = /^[A-Za-z0-9_.[\]-]+$/;

/** Throws on a route that could not be deployed or would be open, before anything of it is made. */
export function checkRoute(
  api: apigateway.RestApi, route: Route, handler: lambda.IFunction, authorizer: RouteAuthorizer, options: RouteOptions,
): void {
  const path = api.node.path;
  const text = `${route.verb} ${route.path}`;
  checkAlike(api, route, text);
  checkAuthorizer(path, authorizer);
  checkScopes(path, text, authorizer, options.scopes);
  checkTimeout(path, text, handler);
  if (options.throttle) checkThrottle(path, options.throttle);
  for (const name of [...options.requiredQuery ?? [], ...options.requiredHeaders ?? []]) {
    if (!Token.isUnresolved(name) && PARAMETER_NAME.test(name)) continue;
    throw new ZeroTrustError(path, 'BadParameter', `route '${text}' requires a parameter whose name is a token or has characters that API Gateway does not take.`,
      'use letters, digits and . _ - [ ].');
  }
}

/** Throws `BadThrottle` on a rate or burst that is no positive number. */
export function checkThrottle(path: string, { rateLimit, burstLimit }: ApiThrottle): void {
  const known = [rateLimit, burstLimit].filter((limit) => !Token.isUnresolved(limit));
  if (known.every((limit) => limit > 0) && (Token.isUnresolved(burstLimit) || Number.isInteger(burstLimit))) return;
  throw new ZeroTrustError(path, 'BadThrottle', `a throttle of ${rateLimit} requests a second and ${burstLimit} at once is not possible.`,
    'use a positive rate and a positive whole burst.');
}

/** API Gateway knows a path by its shape: `/orders/{id}` and `/orders/{order}` cannot both be. */
function checkAlike(api: apigateway.RestApi, route: Route, text: string): void {
  let resource: apigateway.IResource | undefined = api.root;
  for (const segment of route.segments) {
    if (isParameter(segment)) {
      const other = resource.node.children.find((child) => isParameter(child.node.id) && child.node.id !== segment);
      if (other) {
        throw new ZeroTrustError(api, 'AlikeRoutes', `route '${text}': ${segment} stands where another route has ${other.node.id}.`,
          'give the parameter one name in all routes.');
      }
    }
    resource = resource.getResource(segment);
    if (!resource) return;
  }
  if (resource.node.tryFindChild(route.verb)) {
    throw new ZeroTrustError(api, 'AlikeRoutes', `route '${text}' is there twice.`, 'leave one of the two out.');
  }
}

function checkScopes(path: string, text: string, authorizer: RouteAuthorizer, scopes: string[] = []): void {
  const { type, readsScopes } = authorizer._choice;
  const cognito = type === apigateway.AuthorizationType.COGNITO;
  if (cognito && scopes.length === 0) {
    throw new ZeroTrustError(path, 'MissingScopes', `route '${text}' has a Cognito authorizer and no scopes, so that it would take identity tokens.`,
      "name the scopes, for example scopes: ['orders/write'].");
  }
  if (!cognito && !readsScopes && scopes.length > 0) {
    throw new ZeroTrustError(path, 'UnusedScopes', `route '${text}' names scopes, and its authorizer looks at none.`,
      'leave them out, or use RouteAuthorizer.cognito(pool) or RouteAuthorizer.jwt(authorizer).');
  }
}

function checkTimeout(path: string, text: string, handler: lambda.IFunction): void {
  const timeout = timeoutOf(handler);
  if (!timeout || timeout.isUnresolved() || timeout.toSeconds() <= API_LIMIT.toSeconds()) return;
  throw new ZeroTrustError(path, 'TimeoutOverApiLimit', `route '${text}': the function runs up to ${timeout.toSeconds()} s, and the API waits ${API_LIMIT.toSeconds()} s.`,
    `give the function a timeout of ${API_LIMIT.toSeconds()} s or less, or hand the work to a queue.`);
}

/** Of a version or alias, the function behind it. An imported function does not tell. */
export function timeoutOf(handler: lambda.IFunction): Duration | undefined {
  return (functionBehind(handler) as lambda.IFunction & { timeout?: Duration }).timeout;
}
