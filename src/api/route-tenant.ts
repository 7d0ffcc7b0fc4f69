import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RouteAuthorizer } from './route-authorizer';
import { RouteOptions } from './route-options';
import { ZeroTrustError } from '../core/errors';

/** By which Lambda is told whose request it is. Source: Lambda developer guide, "Invoking functions with tenant isolation". */
const TENANT_HEADER = 'integration.request.header.X-Amz-Tenant-Id';
/** What API Gateway takes in a mapping; `custom:tenant` it does not. */
const CLAIM = /^[A-Za-z0-9_-]+$/;

/**
 * How a route tells a function whose request it is: by what its authorizer verified, never by what the caller wrote.
 *
 * Throws `MissingTenant` when the function keeps tenants apart and the route does not say by which claim, `UnusedTenant` for a
 * claim that nothing reads, `UnverifiedTenant` for an authorizer that verifies or passes no such claim, `BadClaim` for a name that API Gateway
 * cannot map.
 */
export function tenantParameters(
  api: apigateway.RestApi, route: string, handler: lambda.IFunction, authorizer: RouteAuthorizer, { tenantClaim }: RouteOptions,
): Record<string, string> | undefined {
  const apart = (handler as lambda.IFunction & { tenancyConfig?: lambda.TenancyConfig }).tenancyConfig !== undefined;
  if (!apart && tenantClaim === undefined) return undefined;
  if (!apart) {
    throw new ZeroTrustError(api, 'UnusedTenant', `route '${route}' names a tenant claim, and its function does not keep tenants apart.`,
      'give the function tenancyConfig: TenancyConfig.PER_TENANT, or leave tenantClaim out.');
  }
  if (tenantClaim === undefined) {
    throw new ZeroTrustError(api, 'MissingTenant', `route '${route}' does not tell whose request it is, and its function keeps tenants apart.`,
      'name the verified claim that holds the tenant: tenantClaim.');
  }
  const { type, answersWith } = authorizer._choice;
  if (type === apigateway.AuthorizationType.IAM) {
    throw new ZeroTrustError(api, 'UnverifiedTenant', `route '${route}' takes signed requests, which hold no claims.`,
      'use an authorizer that verifies a token or answers with a context.');
  }
  if (!CLAIM.test(tenantClaim)) {
    throw new ZeroTrustError(api, 'BadClaim', `route '${route}': API Gateway cannot map the claim '${tenantClaim}'.`,
      'use letters, digits, _ and -; put the tenant into the access token under such a name, by a pre token generation trigger.');
  }
  if (answersWith && !answersWith.includes(tenantClaim)) {
    throw new ZeroTrustError(api, 'UnverifiedTenant', `route '${route}': its authorizer answers with ${answersWith.join(', ')}, and not with '${tenantClaim}'.`,
      'name one of these, or use RouteAuthorizer.cognito(pool), which passes every claim of the access token.');
  }
  const claims = type === apigateway.AuthorizationType.COGNITO ? 'claims.' : '';
  return { [TENANT_HEADER]: `context.authorizer.${claims}${tenantClaim}` };
}
