import { Construct } from 'constructs';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { withExactActions } from '../zone/exact-actions';
import { TrustZone } from '../zone/trust-zone';

/**
 * The identity of one function, used by nothing else.
 *
 * Every statement that lands here also opens the private way to its service, whoever made the grant: ours or an L2's.
 */
export class FunctionRole extends CustomerManagedRole {
  private polled = false;

  constructor(scope: Construct, id: string, private readonly zone: TrustZone, private readonly securityGroup?: ec2.SecurityGroup) {
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [zone._runtimePolicy],
      permissionsBoundary: zone.permissionsBoundary,
    });
  }

  public override addToPrincipalPolicy(given: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const statement = withExactActions(given);
    if (this.securityGroup && !this.polled && statement.effect === iam.Effect.ALLOW) {
      this.zone._reach(this.securityGroup, statement);
    }
    return super.addToPrincipalPolicy(statement);
  }

  /**
   * Statements added meanwhile are used by the Lambda service from outside the network: polling a queue, writing a log.
   */
  public usedByService(add: () => void): void {
    this.polled = true;
    try {
      add();
    } finally {
      this.polled = false;
    }
  }
}
