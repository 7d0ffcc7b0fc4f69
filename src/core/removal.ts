import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';

/**
 * The policy of what is protected from deletion by a property of its own. CloudFormation deletes what `RetainExceptOnCreate` holds when a first
 * create fails; the service refuses, and the rollback ends in ROLLBACK_FAILED. So a protected resource is retained in every case.
 */
export function ofProtected(policy: RemovalPolicy): RemovalPolicy {
  return policy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE ? RemovalPolicy.RETAIN : policy;
}

/**
 * Keeps a protected resource, and what it stands on and names: none of these can be deleted while it is there, neither with the stack nor in a
 * rollback. Does nothing where the zone goes with its stack.
 */
export function keepProtected(policy: RemovalPolicy, ...resources: CfnResource[]): void {
  if (policy === RemovalPolicy.DESTROY) return;
  for (const resource of resources) resource.applyRemovalPolicy(ofProtected(policy));
}
