import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { TrustZone } from '../zone/trust-zone';

/** An action, and the path of the role that it was granted to. */
export interface GrantedAction {
  readonly action: string;
  readonly role: string;
}

/** What the roles under a boundary were granted in this app: by policies of their own, and by what a zone gives all its functions. */
export function grantedUnder(boundary: iam.IManagedPolicy): GrantedAction[] {
  return boundary.node.root.node.findAll().flatMap((construct) => {
    if (construct instanceof iam.Role && construct.permissionsBoundary === boundary) return granted(construct);
    if (construct instanceof TrustZone && construct.permissionsBoundary === boundary) return construct.node.children.flatMap(granted);
    return [];
  });
}

function granted(owner: IConstruct): GrantedAction[] {
  const policies = owner instanceof iam.Role ? owner.node.findAll() : [owner];
  return policies.flatMap((policy) => (isPolicy(policy) ? allowed(policy.document) : []).map((action) => ({ action, role: owner.node.path })));
}

function isPolicy(construct: IConstruct): construct is iam.ManagedPolicy | iam.Policy {
  return construct instanceof iam.ManagedPolicy || construct instanceof iam.Policy;
}

function allowed(document: iam.PolicyDocument): string[] {
  const statements: any[] = document.toJSON()?.Statement ?? [];
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action ?? []);
}
