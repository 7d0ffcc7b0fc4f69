import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SecureFunction } from './secure-function';
import { CustomerManagedRole } from '../zone/customer-managed-role';

/** @internal */
export interface TenantRoleProps {
  readonly handler: SecureFunction;
  /** The session tag that names the tenant. */
  readonly tagKey: string;
  /** What stands between the tenant and the rest of a key. */
  readonly separator: string;
}

/**
 * A role that one function assumes in the name of one tenant, for one store. Its trust demands the session tag and refuses any
 * other one, and a name with a slash or the separator: tenant `a` would match the keys of tenant `a/b`. Wildcards are in no session tag:
 * STS takes letters, digits, spaces and _ . : / = + - @.
 *
 * @internal
 */
export class TenantRole extends CustomerManagedRole {
  constructor(scope: Construct, id: string, private readonly props: TenantRoleProps) {
    const { handler, tagKey, separator } = props;
    const tenant = `aws:RequestTag/${tagKey}`;
    super(scope, id, {
      description: `${handler.node.path} in the name of one tenant, whom the session tag '${tagKey}' names`,
      assumedBy: new iam.SessionTagsPrincipal(new iam.ArnPrincipal(handler.role!.roleArn).withConditions({
        'StringLike': { [tenant]: '?*' },
        'StringNotLike': { [tenant]: ['*/*', `*${separator}*`] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKey] },
      })),
      permissionsBoundary: handler.zone.permissionsBoundary,
    });
  }

  /** Calls come from the function's code, so each statement opens the function's way to its service. */
  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const { securityGroup, zone, node } = this.props.handler;
    if (securityGroup && statement.effect === iam.Effect.ALLOW) zone._reach(securityGroup, statement, node.path);
    return super.addToPrincipalPolicy(statement);
  }
}
