import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { declareEdge, isEdgeDeclared, targetOf } from '../zone/declare-edge';
import { Intent } from '../zone/edge';
import { withExactActions } from '../zone/exact-actions';
import { TrustZone } from '../zone/trust-zone';

/**
 * The identity of one function, used by nothing else.
 *
 * Every statement that lands here also opens the private way to its service, whoever made the grant: ours or an L2's.
 */
export class FunctionRole extends CustomerManagedRole {
  private polled = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly caller: string,
    private readonly zone: TrustZone,
    private readonly securityGroup?: ec2.SecurityGroup,
  ) {
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [zone._runtimePolicy],
      permissionsBoundary: zone.permissionsBoundary,
    });
  }

  public override addToPrincipalPolicy(given: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const statement = withExactActions(given);
    if (statement.effect === iam.Effect.ALLOW) {
      if (!isEdgeDeclared()) this.declareEdges(statement);
      if (this.securityGroup && !this.polled) this.zone._reach(this.securityGroup, statement);
    }
    return super.addToPrincipalPolicy(statement);
  }

  /**
   * Adds what the function needs to run at all: no edge of the app, and used by the Lambda service from outside the network.
   */
  public addRuntimeStatement(statement: iam.PolicyStatement): void {
    super.addToPrincipalPolicy(statement);
  }

  /**
   * Statements added meanwhile are used by the Lambda service from outside the network: polling a queue, reading a stream.
   */
  public usedByService(add: () => void): void {
    this.polled = true;
    try {
      add();
    } finally {
      this.polled = false;
    }
  }

  private declareEdges(statement: iam.PolicyStatement): void {
    if (statement.actions.every((action) => action.startsWith('kms:'))) return;
    for (const arn of statement.resources) {
      declareEdge(this, { caller: this.caller, target: targetOf(arn), intent: Intent.USE, actions: statement.actions });
    }
  }
}
