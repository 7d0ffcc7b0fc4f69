import * as iam from 'aws-cdk-lib/aws-iam';

/** @internal */
export interface Perimeter {
  readonly organizationId: string;
  /** Accounts that are inside whatever organisation they are in: the resource's own, so that nobody is locked out, and trusted ones. */
  readonly accounts: string[];
}

/** What a statement of a resource policy is about. */
interface Guarded {
  readonly actions: string[];
  readonly resources: string[];
}

/** The requests that come from outside of an organisation, by who makes them. */
export function outsiders(organizationId: string, accounts: string[]): Record<string, any> {
  return {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId, ...accounts.length > 0 && { 'aws:PrincipalAccount': accounts } },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
}

/** The requests that an AWS service makes for somebody outside of an organisation, when it says for whom. */
export function deputiesOfOutsiders(organizationId: string, accounts: string[]): Record<string, any> {
  return {
    StringNotEqualsIfExists: { 'aws:SourceOrgID': organizationId, ...accounts.length > 0 && { 'aws:SourceAccount': accounts } },
    Null: { 'aws:SourceAccount': 'false' },
    Bool: { 'aws:PrincipalIsAWSService': 'true' },
  };
}

/** The requests to resources outside of an organisation, when it is known whose they are. */
export function toOutside(organizationId: string, accounts: string[]): Record<string, any> {
  return {
    StringNotEqualsIfExists: { 'aws:ResourceOrgID': organizationId, ...accounts.length > 0 && { 'aws:ResourceAccount': accounts } },
    Null: { 'aws:ResourceAccount': 'false' },
  };
}

/**
 * What keeps strangers out of a resource, and services that act for strangers. Source: IAM user guide, "Establish
 * permissions guardrails using data perimeters".
 */
export function identityPerimeter({ organizationId, accounts }: Perimeter, guarded: Guarded): iam.PolicyStatement[] {
  return [
    denial('OnlyOurIdentities', guarded, outsiders(organizationId, accounts)),
    denial('ServicesActForUs', guarded, deputiesOfOutsiders(organizationId, accounts)),
  ];
}

/**
 * What makes the credentials of a function useless outside of the networks in which functions stand. Only calls by a
 * function's credentials have `lambda:SourceFunctionArn`, so people and the services that poll queues are not met.
 */
export function networkPerimeter(vpcIds: string[], guarded: Guarded): iam.PolicyStatement {
  return denial('FunctionsFromTheirNetwork', guarded, {
    StringNotEqualsIfExists: { 'aws:SourceVpc': vpcIds },
    Null: { 'lambda:SourceFunctionArn': 'false' },
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  });
}

/** What keeps data from leaving through an endpoint to resources of strangers. */
export function resourcePerimeter({ organizationId, accounts }: Perimeter, resourcesOfAws: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'OnlyOurResources',
    effect: iam.Effect.DENY,
    principals: [new iam.StarPrincipal()],
    actions: ['*'],
    ...resourcesOfAws.length > 0 ? { notResources: resourcesOfAws } : { resources: ['*'] },
    conditions: toOutside(organizationId, accounts),
  });
}

function denial(sid: string, { actions, resources }: Guarded, conditions: Record<string, any>): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources, conditions });
}
