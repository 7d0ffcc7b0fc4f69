import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { GradualDeploymentOptions } from './gradual-deployment-options';
import { checkProps } from '../core/checked-props';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import type { TrustZone } from '../zone/trust-zone';

export const DEFAULT_ALIAS = 'live';
/** Source: AWS Lambda API reference, CreateAlias. A number would be a version. */
const ALIAS_NAME = /^(?!\d+$)[\w-]{1,128}$/;
const ALL_AT_ONCE = 'CodeDeployDefault.LambdaAllAtOnce';
/** What the CDK attaches: all functions, all alarms, and objects of any bucket. */
const REPLACED_POLICY = ':iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited';
const INVOKE = ['lambda:InvokeFunction'];

/** Throws for options that would not deploy, or not gradually. */
export function checkGradual(path: string, options: GradualDeploymentOptions): void {
  checkProps(true, 'GradualDeploymentOptions', path, options);
  const { aliasName = DEFAULT_ALIAS, errorThreshold = 1, deploymentConfig, alarms = [] } = options;
  if (Token.isUnresolved(aliasName) || !ALIAS_NAME.test(aliasName)) {
    throw new ZeroTrustError(path, 'BadAliasName', `'${aliasName}' is no name of an alias.`, 'use letters, digits, hyphens and underscores, and not digits alone.');
  }
  if (!Token.isUnresolved(errorThreshold) && !(Number.isInteger(errorThreshold) && errorThreshold >= 1)) {
    throw new ZeroTrustError(path, 'BadThreshold', `errorThreshold is ${errorThreshold}.`, 'use a whole number of 1 or more.');
  }
  if (deploymentConfig?.deploymentConfigName === ALL_AT_ONCE) {
    throw new ZeroTrustError(path, 'NotGradual', `${ALL_AT_ONCE} moves all traffic at once, before an alarm can see the new version.`,
      'use a canary or linear configuration, or leave deployGradually out.');
  }
  const composite = alarms.find((alarm) => alarm instanceof cloudwatch.CompositeAlarm);
  if (composite) {
    throw new ZeroTrustError(path, 'CompositeAlarm', `CodeDeploy could read ${composite.node.path} only with a right on all alarms of the account.`,
      'pass the alarms that it is made of.');
  }
}

export interface GradualDeploymentProps extends GradualDeploymentOptions {
  readonly fn: lambda.Function;
  readonly alias: lambda.Alias;
  readonly zone: TrustZone;
}

/**
 * What moves the traffic of an alias: a CodeDeploy application and deployment group of the function, a role that may move this alias and read these
 * alarms, and an alarm on failed runs of the new version.
 */
export class GradualDeployment extends Construct {
  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { fn, alias, zone, preHook, postHook } = props;
    const application = new codedeploy.LambdaApplication(this, 'Application');
    const role = new DeployingRole(this, 'Role', application, zone);
    const alarms = [this.errorsOf(props), ...props.alarms ?? []];
    new codedeploy.LambdaDeploymentGroup(this, 'Group', {
      application,
      alias,
      deploymentConfig: props.deploymentConfig ?? codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      role,
      alarms,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      preHook,
      postHook,
    });
    role.deploys(fn, alias, alarms);
    // not the group: the policies of hooks name it, and the role's policy names the hooks
    alias.node.addDependency(role);
    for (const hook of [preHook, postHook]) {
      if (hook) declareEdge(this, { caller: 'codedeploy.amazonaws.com', target: hook.node.path, intent: Intent.INVOKE, actions: INVOKE });
    }
  }

  /** Of the new version alone: errors of the old one must not stop the deployment that ends them. */
  private errorsOf({ fn, alias, zone, errorThreshold = 1 }: GradualDeploymentProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, 'NewVersionErrors', {
      alarmDescription: `Runs of a new version of ${fn.node.path} failed: its deployment is rolled back.`,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        // measured while the alias leads to two versions
        dimensionsMap: {
          FunctionName: fn.functionName, Resource: `${fn.functionName}:${alias.aliasName}`, ExecutedVersion: alias.version.version,
        },
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      threshold: errorThreshold,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(zone.alarmTopic));
    return alarm;
  }
}

/**
 * CodeDeploy's role for one function. Revisions come from CloudFormation, so it reads no bucket.
 *
 * Source: AWS CodeDeploy user guide, "Create a service role for CodeDeploy", and "Cross-service confused deputy prevention": for Lambda `aws:SourceArn` is the ARN
 * of the deployment group, `deploymentgroup:<application>/<group>`.
 */
class DeployingRole extends CustomerManagedRole {
  constructor(scope: Construct, id: string, application: codedeploy.ILambdaApplication, zone: TrustZone) {
    const stack = Stack.of(scope);
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'codedeploy', resource: 'deploymentgroup', resourceName: `${application.applicationName}/*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
      permissionsBoundary: zone.permissionsBoundary,
    });
  }

  public override addManagedPolicy(policy: iam.IManagedPolicy): void {
    if (!policy.managedPolicyArn.endsWith(REPLACED_POLICY)) super.addManagedPolicy(policy);
  }

  public deploys(fn: lambda.Function, alias: lambda.Alias, alarms: cloudwatch.IAlarm[]): void {
    this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['lambda:GetAlias', 'lambda:UpdateAlias'], resources: [fn.functionArn, `${fn.functionArn}:${alias.aliasName}`],
    }));
    this.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: alarms.map(({ alarmArn }) => alarmArn) }));
  }
}
