import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from './deployed-template';

/** A request by anyone to anything, and the policies that have a say in it. */
export interface AccessRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The account of the resource. */
  readonly resourceAccount?: string;
  readonly context?: Record<string, string>;
  /** What the principal was given; everything when left out. */
  readonly identityPolicies?: any[];
  readonly resourcePolicy?: any;
  readonly boundary?: any;
  readonly serviceControlPolicies?: any[];
  readonly resourceControlPolicies?: any[];
  readonly endpointPolicy?: any;
}

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Whether a simulator of IAM that this project did not write allows a request. Throws when it cannot decide. */
export async function isAllowed(request: AccessRequest): Promise<boolean> {
  const { principal, action, resource } = request;
  const identityPolicies = isService(principal) ? [] : request.identityPolicies ?? [EVERYTHING];
  const response = await runSimulation({
    request: {
      principal,
      action,
      resource: { resource, accountId: request.resourceAccount ?? ACCOUNT },
      contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': principal, ...request.context },
    },
    identityPolicies: named(identityPolicies),
    serviceControlPolicies: level([EVERYTHING, ...request.serviceControlPolicies ?? []]),
    resourceControlPolicies: level(request.resourceControlPolicies ?? []),
    resourcePolicy: request.resourcePolicy,
    permissionBoundaryPolicies: request.boundary && named([request.boundary]),
    vpcEndpointPolicies: request.endpointPolicy && named([request.endpointPolicy]),
  }, {});
  if (response.resultType === 'error') throw new Error(`${action} on ${resource} by ${principal}: ${JSON.stringify(response.errors)}`);
  return response.overallResult === 'Allowed';
}

function isService(principal: string): boolean {
  return principal.endsWith('.amazonaws.com');
}

function named(policies: any[]): { name: string; policy: any }[] {
  return policies.map((policy, i) => ({ name: `policy${i}`, policy }));
}

function level(policies: any[]): { orgIdentifier: string; policies: { name: string; policy: any }[] }[] {
  return policies.length > 0 ? [{ orgIdentifier: 'r-root', policies: named(policies) }] : [];
}
