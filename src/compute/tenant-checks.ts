import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZeroTrustError } from '../core/errors';

/** The one service that tells Lambda whose request it is. */
const TELLS_TENANTS = 'apigateway.amazonaws.com';

/** What can stand before a function. */
type MayKeepTenantsApart = lambda.IFunction & { readonly tenancyConfig?: lambda.TenancyConfig };

/** Whether a function has execution environments for each tenant. */
export function keepsTenantsApart(fn: lambda.IFunction): boolean {
  return (fn as MayKeepTenantsApart).tenancyConfig !== undefined;
}

/**
 * Throws `TenantlessSource` for an event source or a service that invokes without telling a tenant. Lambda refuses each such
 * invocation. Source: Lambda developer guide, "Tenant isolation", considerations.
 */
export function refuseTenantlessSource(fn: lambda.Function, what: string): void {
  if (!keepsTenantsApart(fn)) return;
  throw new ZeroTrustError(fn, 'TenantlessSource', `${what} does not tell whose event it is, so Lambda would refuse to run this function.`,
    'let another function take the events, which invokes this one with TenantId; or call it through a SecureApi.');
}

/** Throws `TenantlessSource` for a permission of a service that cannot tell a tenant. */
export function checkTenantPermission(fn: lambda.Function, { principal }: lambda.Permission): void {
  if (principal instanceof iam.ServicePrincipal && principal.service !== TELLS_TENANTS) refuseTenantlessSource(fn, principal.service);
}

/** Throws `TenantlessUrl`: a function URL knows no tenants. */
export function refuseTenantlessUrl(fn: lambda.Function): void {
  if (!keepsTenantsApart(fn)) return;
  throw new ZeroTrustError(fn, 'TenantlessUrl', 'a function URL cannot tell whose request it is, and Lambda offers none for a function that keeps tenants apart.',
    'put a SecureApi before the function.');
}

/** Throws `EnvironmentsBeforeTenants`: provisioned environments stand ready before there is a tenant. */
export function refuseProvisioned(fn: lambda.Function, provisioned?: number): void {
  if (!keepsTenantsApart(fn) || provisioned === undefined) return;
  throw new ZeroTrustError(fn, 'EnvironmentsBeforeTenants', 'provisioned concurrency readies environments before there is a tenant, and Lambda offers none here.',
    'leave it out of the alias.');
}
