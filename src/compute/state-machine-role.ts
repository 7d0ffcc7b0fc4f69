import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { stateMachinePolicy } from './state-machine-policy';
import { isExecutions, isObjects, TaskStatements } from './task-statements';
import { declareEdge, isEdgeDeclared, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards, OBJECTS_HAVE_NO_ARN } from '../zone/object-wildcards';
import { TrustZone } from '../zone/trust-zone';

/** Why the ARN of executions ends in a wildcard. */
export const EXECUTIONS_HAVE_NO_ARN = 'An execution has no ARN to name before it starts; the statement names its state machine.';

/** What a task does to its target. */
const INTENTS: Record<string, Intent> = {
  'events:PutEvents': Intent.PUBLISH,
  'lambda:InvokeFunction': Intent.INVOKE,
  'sns:Publish': Intent.PUBLISH,
  'sqs:SendMessage': Intent.PUBLISH,
  'states:StartExecution': Intent.INVOKE,
};

/**
 * The identity of one state machine: only Step Functions assumes it, and only for this machine.
 */
export class StateMachineRole extends CustomerManagedRole {
  private readonly machineArns: string[] = [];
  private readonly tasks = new TaskStatements(Stack.of(this));

  constructor(scope: Construct, id: string, private readonly caller: string, zone: TrustZone) {
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
          ArnLike: { 'aws:SourceArn': Lazy.list({ produce: () => this.machineArns }) },
        },
      }),
      managedPolicies: [stateMachinePolicy(zone)],
      permissionsBoundary: zone.permissionsBoundary,
    });
  }

  public override addToPrincipalPolicy(given: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    // until the machine exists, statements are those of the tasks in its definition
    if (this.machineArns.length > 0) return this.add(given);
    const statement = this.tasks.exact(given);
    const result = this.add(statement);
    acknowledgeWildcards(this, statement, statement.resources.filter(isObjects), OBJECTS_HAVE_NO_ARN);
    this.tasks.grantKeys(this, statement);
    return result;
  }

  /**
   * Tells for which machine Step Functions assumes the role, by ARNs without references, which would be cycles.
   */
  public assumedFor(machineArns: string[]): void {
    this.machineArns.push(...machineArns);
  }

  /**
   * Adds what the machine needs to run at all: no edge of the app.
   */
  public addRuntimeStatement(statement: iam.PolicyStatement): void {
    super.addToPrincipalPolicy(statement);
    acknowledgeWildcards(this, statement, statement.resources.filter(isExecutions), EXECUTIONS_HAVE_NO_ARN);
  }

  private add(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (statement.effect === iam.Effect.ALLOW && !isEdgeDeclared()) this.declareEdges(statement);
    const result = super.addToPrincipalPolicy(statement);
    acknowledgeWildcards(this, statement, statement.resources.filter(isExecutions), EXECUTIONS_HAVE_NO_ARN);
    return result;
  }

  private declareEdges({ actions, resources }: iam.PolicyStatement): void {
    if (actions.every((action) => action.startsWith('kms:'))) return;
    const intent = actions.length === 1 ? INTENTS[actions[0]] ?? Intent.USE : Intent.USE;
    for (const arn of resources) declareEdge(this, { caller: this.caller, target: targetOf(arn), intent, actions });
  }
}
