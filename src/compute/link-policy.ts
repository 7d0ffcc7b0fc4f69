import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { CustomerManagedRole } from '../zone/customer-managed-role';

export const LINK_INVOKE = ['vpc-lattice-svcs:Invoke'];

export interface LinkAllowance {
  readonly resources: string[];
  /** What the request must be, as text. */
  readonly conditions: Record<string, string | string[]>;
}

/**
 * Lets roles call. A policy cannot name a role as principal that another stack makes later, so such a role is known by its ARN in a
 * condition.
 */
export function letCall(stack: Stack, roles: CustomerManagedRole[], { resources, conditions: StringEquals }: LinkAllowance): iam.PolicyStatement[] {
  const [here, elsewhere] = [true, false].map((inside) => roles.filter((role) => (Stack.of(role) === stack) === inside));
  const statement = (principals: iam.IPrincipal[], conditions: iam.Conditions) => new iam.PolicyStatement({
    principals, actions: LINK_INVOKE, resources, conditions: { StringEquals, ...conditions },
  });
  return [
    ...here.length > 0 ? [statement(here.map((role) => new iam.ArnPrincipal(role.roleArn)), {})] : [],
    ...elsewhere.length > 0 ? [statement([new iam.AccountPrincipal(stack.account)], {
      ArnEquals: { 'aws:PrincipalArn': elsewhere.map((role) => role._arnFor(stack)) },
    })] : [],
  ];
}

/** Source: Amazon VPC Lattice user guide, "Control access to VPC Lattice services using auth policies", anonymous principals. */
export function refuseAnonymous(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'NobodyUnsigned',
    effect: iam.Effect.DENY,
    principals: [new iam.StarPrincipal()],
    actions: LINK_INVOKE,
    resources: ['*'],
    conditions: { StringEqualsIgnoreCase: { 'aws:PrincipalType': 'anonymous' } },
  });
}
