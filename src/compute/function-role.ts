import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { asPolled, intentOf, throughService } from './polled-statement';
import { declareEdge, isEdgeDeclared, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { withExactActions } from '../core/exact-actions';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards, partsWithoutArn } from '../zone/object-wildcards';
import { TrustZone } from '../zone/trust-zone';

const PARTS_HAVE_NO_ARN = 'Objects and indexes of what exists already have no ARN that the app knows; the statement names their bucket or table.';

/**
 * The identity of one function, used by nothing else.
 *
 * Every statement that lands here also opens the private way to its service, whoever made the grant: ours or an L2's.
 */
export class FunctionRole extends CustomerManagedRole {
  private polled = false;
  private fileSystemArn?: string;
  private polledService?: string;

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
    const statement = this.polled ? this.exactlyPolled(given) : this.exactlyMounted(withExactActions(given));
    if (statement.effect === iam.Effect.ALLOW) {
      if (!isEdgeDeclared()) this.declareEdges(statement);
      if (!this.polled) this.reaches(statement);
    }
    const result = super.addToPrincipalPolicy(statement);
    // grants of this library acknowledge what they hold
    if (!isEdgeDeclared()) acknowledgeWildcards(this, statement, partsWithoutArn(this, statement), PARTS_HAVE_NO_ARN);
    return result;
  }

  /**
   * Opens the private way to the services of a statement.
   */
  public reaches(statement: iam.PolicyStatement): void {
    if (this.securityGroup) this.zone._reach(this.securityGroup, statement, this.caller);
  }

  /**
   * Attaches a managed policy; that of Lambda Insights becomes an exact statement, because policies of AWS grant more than a function uses.
   */
  public override addManagedPolicy(policy: iam.IManagedPolicy): void {
    if (!policy.managedPolicyArn.endsWith(':iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy')) return super.addManagedPolicy(policy);
    const streams = Stack.of(this).formatArn({
      service: 'logs', resource: 'log-group', resourceName: '/aws/lambda-insights:*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const statement = new iam.PolicyStatement({
      sid: 'LambdaInsights', actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams],
    });
    this.addToPrincipalPolicy(statement);
    acknowledgeWildcards(this, statement, [streams], 'Log streams have no ARN to name before they are made; the statement names their group.');
  }

  /**
   * From here on, what mounts names the file system: the CDK's grant of an access point is for all.
   */
  public mounts(fileSystem: lambda.FileSystem): void {
    this.fileSystemArn = fileSystem.config.policies?.flatMap(({ resources }) => resources).find((arn) => arn !== '*');
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
  public usedByService<T>(add: () => T): T {
    const outer = { polled: this.polled, service: this.polledService };
    this.polled = true;
    this.polledService = undefined;
    try {
      return add();
    } finally {
      this.polled = outer.polled;
      this.polledService = outer.service;
    }
  }

  /**
   * From here on, a key among these statements is used through one service only.
   *
   * @param service endpoint name of the service that is polled
   */
  public polls(service: string): void {
    this.polledService = service;
  }

  private exactlyMounted(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { fileSystemArn } = this;
    const mounts = statement.actions.some((action) => /^elasticfilesystem:Client|^s3files:/.test(action));
    return fileSystemArn && mounts && statement.resources.includes('*') ? statement.copy({ resources: [fileSystemArn] }) : statement;
  }

  private exactlyPolled(given: iam.PolicyStatement): iam.PolicyStatement {
    const statement = asPolled(withExactActions(given));
    if (!this.polledService) return statement;
    const { region, urlSuffix } = Stack.of(this);
    return throughService(statement, `${this.polledService}.${region}.${urlSuffix}`);
  }

  private declareEdges(statement: iam.PolicyStatement): void {
    if (statement.actions.every((action) => action.startsWith('kms:'))) return;
    const intent = this.polled ? intentOf(statement.actions) : Intent.USE;
    for (const arn of statement.resources) {
      declareEdge(this, { caller: this.caller, target: targetOf(arn), intent, actions: statement.actions });
    }
  }
}
