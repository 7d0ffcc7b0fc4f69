import { Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { checkAuthorizer } from './api-authorizers';
import { checkCors } from './cors-preflight';
import type { HttpRouteAuthorizer } from './http-route-authorizer';
import type { HttpRouteOptions } from './http-route-options';
import type { Route } from './route';
import { checkThrottle, timeoutOf } from './route-checks';
import type { SecureHttpApiProps } from './secure-http-api-props';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';

/** In seconds. Source: API Gateway developer guide, "Quotas for configuring and running an HTTP API": maximum integration timeout. */
const HTTP_API_LIMIT = 30;

/** Throws on bad properties before anything is made. */
export function checkHttpApi(path: string, props: SecureHttpApiProps): void {
  const { domain, keepExecuteApiEndpoint, withoutWebAcl } = props;
  if (!domain && !keepExecuteApiEndpoint) {
    throw new ZeroTrustError(path, 'NoEndpoint', 'the API has no domain name, and the default execute-api endpoint is not kept.',
      'give it a domain, or set keepExecuteApiEndpoint: true.');
  }
  if (domain && keepExecuteApiEndpoint) {
    throw new ZeroTrustError(path, 'TwoEndpoints', 'the API has a domain and keeps the default endpoint, a way around it.', 'leave keepExecuteApiEndpoint out.');
  }
  if (domain && !Token.isUnresolved(domain.domainName) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain.domainName)) {
    throw new ZeroTrustError(path, 'BadDomainName', `'${domain.domainName}' is no domain name that API Gateway takes.`,
      'use a full name in lower case, for example api.example.com.');
  }
  if (withoutWebAcl !== undefined) {
    checkText(path, 'NoReason', { name: 'withoutWebAcl', text: withoutWebAcl, blank: 'withoutWebAcl has no reason.', remediation: 'say why the API needs no web firewall.' });
  }
  if (props.authorizer) checkAuthorizer(path, props.authorizer);
  if (props.cors) checkCors(path, props.cors);
  if (props.throttle) checkThrottle(path, props.throttle);
}

/** Throws on a route that could not be deployed or would be open, before anything of it is made. */
export function checkHttpRoute(
  api: IConstruct, route: Route, others: Route[], handler: lambda.IFunction, authorizer: HttpRouteAuthorizer, options: HttpRouteOptions,
): void {
  const text = `${route.verb} ${route.path}`;
  const alike = others.find((other) => other.verb === route.verb && shapeOf(other) === shapeOf(route));
  if (alike) {
    throw new ZeroTrustError(api, 'AlikeRoutes', `route '${text}': the API has '${alike.verb} ${alike.path}', which takes the same requests.`,
      'leave one of the two out.');
  }
  checkAuthorizer(api.node.path, authorizer);
  checkScopes(api, text, authorizer, options.scopes);
  const timeout = timeoutOf(handler);
  if (timeout && !timeout.isUnresolved() && timeout.toSeconds() > HTTP_API_LIMIT) {
    throw new ZeroTrustError(api, 'TimeoutOverApiLimit', `route '${text}': the function runs up to ${timeout.toSeconds()} s, and the API waits ${HTTP_API_LIMIT} s.`,
      `give the function a timeout of ${HTTP_API_LIMIT} s or less, or hand the work to a queue.`);
  }
  if ((handler as lambda.IFunction & { tenancyConfig?: lambda.TenancyConfig }).tenancyConfig) {
    throw new ZeroTrustError(api, 'MissingTenant', `route '${text}': an HTTP API cannot tell Lambda whose request it is, and its function keeps tenants apart.`,
      'use a SecureApi with tenantClaim.');
  }
  if (options.throttle) checkThrottle(api.node.path, options.throttle);
}

/** By the shape of its path: names of parameters make no other route. */
function shapeOf({ segments }: Route): string {
  return segments.map((segment) => segment.replace(/^\{[^+}]*(\+?)\}$/, '{$1}')).join('/');
}

function checkScopes(api: IConstruct, text: string, { _choice, _issuer }: HttpRouteAuthorizer, scopes: string[] = []): void {
  if (_issuer && scopes.length === 0) {
    throw new ZeroTrustError(api, 'MissingScopes', `route '${text}' has a token authorizer and no scopes, so that it would take identity tokens.`,
      "name the scopes, for example scopes: ['notes/write'].");
  }
  if (!_issuer && !_choice.readsScopes && scopes.length > 0) {
    throw new ZeroTrustError(api, 'UnusedScopes', `route '${text}' names scopes, and its authorizer looks at none.`,
      'leave them out, or use HttpRouteAuthorizer.userPool, jwt or tokens.');
  }
}

/** What is wrong with the routes below an API, whoever made them: `addRoute` makes none of these, the CDK's `addRoutes` can. */
export function faultsOfRoutes(api: apigatewayv2.HttpApi): string[] {
  return api.node.findAll().filter((child) => child instanceof apigatewayv2.CfnRoute).map(faultOf)
    .filter((fault) => fault !== undefined).map(({ message }) => message);
}

function faultOf(route: apigatewayv2.CfnRoute): ZeroTrustError | undefined {
  const { authorizationType, authorizationScopes, routeKey } = Stack.of(route).resolve({
    authorizationType: route.authorizationType, authorizationScopes: route.authorizationScopes, routeKey: route.routeKey,
  });
  if (authorizationType === undefined || authorizationType === apigateway.AuthorizationType.NONE) {
    return new ZeroTrustError(route, 'OpenRoute', `'${routeKey}' is open to everyone.`, 'use addRoute, or give it an authorizer.');
  }
  if (authorizationType === 'JWT' && !authorizationScopes?.length) {
    return new ZeroTrustError(route, 'MissingScopes', `'${routeKey}' takes identity tokens, because it asks for no scope.`,
      'set authorizationScopes, or use addRoute with scopes.');
  }
  return undefined;
}
