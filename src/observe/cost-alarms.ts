import { Annotations, Names, Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as ce from 'aws-cdk-lib/aws-ce';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { CostAlarmOptions } from './cost-alarm-options';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { DataKey } from '../zone/keys/data-key';
import type { TrustZone } from '../zone/trust-zone';

const DEFAULT_PERCENTS = [80, 100];
/** AWS Budgets takes five notifications; one is the forecast. */
const MAX_PERCENTS = 4;
/** What a stopped role keeps, so that it can still be seen what it tries. */
const KEPT = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Throws `BadBudget` for amounts and percentages that AWS Budgets would refuse, or that mean nothing. */
export function checkCosts(path: string, costs: CostAlarmOptions | undefined): void {
  if (!costs) return;
  checkProps(true, 'CostAlarmOptions', path, costs);
  const refuse = (what: string, remediation: string) => new ZeroTrustError(path, 'BadBudget', what, remediation);
  for (const name of ['monthlyBudgetUsd', 'anomalyImpactUsd', 'stopAtPercent'] as const) {
    const value = costs[name];
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) throw refuse(`${name} is ${value}.`, 'use more than 0.');
  }
  const percents = costs.alertPercents ?? DEFAULT_PERCENTS;
  const distinct = new Set(percents).size === percents.length;
  if (percents.length > MAX_PERCENTS || !distinct || percents.some((one) => !(one > 0 && Number.isFinite(one)))) {
    throw refuse(`alertPercents is ${percents.join(', ')}.`, `use up to ${MAX_PERCENTS} different numbers over 0.`);
  }
  if (costs.stopRoles?.length === 0) throw refuse('stopRoles is empty.', 'name the roles to stop, or leave it out.');
  if (!costs.stopRoles && (costs.stopAtPercent !== undefined || costs.stopWithoutApproval !== undefined)) {
    throw refuse('the budget is to stop, but no role is named.', 'name stopRoles.');
  }
}

/**
 * A budget that tells the zone's topic, and AWS Cost Anomaly Detection that does, each by the documented principal for this account only.
 *
 * @internal
 */
export class CostAlarms extends Construct {
  constructor(scope: Construct, id: string, zone: TrustZone, private readonly costs: CostAlarmOptions) {
    super(scope, id);
    const { alarmTopic: topic } = zone;
    this.letPublish(topic);
    const budget = this.budget(topic);
    this.watchAnomalies(topic);
    if (costs.stopRoles) this.stop(budget, costs.stopRoles, zone);
  }

  /** Source: AWS Cost Management user guide, "Creating an Amazon SNS topic for budget notifications" and "... for anomaly notifications". */
  private letPublish(topic: sns.ITopic): void {
    const { account } = Stack.of(this);
    const results = [['Budgets', 'budgets'], ['CostAnomalies', 'costalerts']].map(([sid, service]) => topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: `Allow${sid}`,
      principals: [new iam.ServicePrincipal(`${service}.amazonaws.com`)],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    })));
    const key = topic.masterKey;
    if (DataKey.isDataKey(key)) key.allowCostAlarms();
    if (results.every(({ statementAdded }) => statementAdded) && DataKey.isDataKey(key)) return;
    Annotations.of(this).addWarningV2('cdk-zero-trust:TopicNotOpened',
      'The zone\'s topic or its key is not of this library: allow budgets.amazonaws.com and costalerts.amazonaws.com to publish and to use the key, or what '
      + 'they send vanishes.');
  }

  private budget(topic: sns.ITopic): budgets.CfnBudget {
    const { costs } = this;
    const tags = Object.entries(costs.costTags ?? {});
    const notify = (notificationType: string, threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
    });
    return new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: this.uniqueName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: costs.monthlyBudgetUsd, unit: 'USD' },
        ...tags.length > 0 && {
          filterExpression: and(tags.map(([key, value]) => ({ tags: { key, values: [value], matchOptions: ['EQUALS'] } }))),
          metrics: ['UnblendedCost'],
        },
      },
      notificationsWithSubscribers: [
        ...(costs.alertPercents ?? DEFAULT_PERCENTS).map((percent) => notify('ACTUAL', percent)),
        notify('FORECASTED', 100),
      ],
    });
  }

  private watchAnomalies(topic: sns.ITopic): void {
    const { anomalyMonitorArn, anomalyImpactUsd, monthlyBudgetUsd } = this.costs;
    const monitorArn = anomalyMonitorArn
      ?? new ce.CfnAnomalyMonitor(this, 'Monitor', { monitorName: this.uniqueName, monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' }).attrMonitorArn;
    new ce.CfnAnomalySubscription(this, 'Anomalies', {
      subscriptionName: this.uniqueName,
      monitorArnList: [monitorArn],
      // a topic takes nothing but single alerts
      frequency: 'IMMEDIATE',
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: [String(anomalyImpactUsd ?? monthlyBudgetUsd / 10)],
        },
      }),
    });
  }

  /** Attaches one policy that denies, to the roles that are named and to no other. Source: AWS Cost Management user guide, "Configuring budget actions". */
  private stop(budget: budgets.CfnBudget, roles: iam.IRole[], zone: TrustZone): void {
    const stack = Stack.of(this);
    const policy = new iam.ManagedPolicy(this, 'Stop', {
      description: `Attached by AWS Budgets when ${this.uniqueName} is spent`,
      statements: [new iam.PolicyStatement({ sid: 'BudgetSpent', effect: iam.Effect.DENY, notActions: KEPT, resources: ['*'] })],
    });
    const executionRole = new CustomerManagedRole(this, 'StopRole', {
      assumedBy: new iam.ServicePrincipal('budgets.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'budgets', region: '', resource: 'budget', resourceName: '*' }) },
        },
      }),
      permissionsBoundary: zone.permissionsBoundary,
    });
    executionRole.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: roles.map(({ roleArn }) => roleArn),
      conditions: { ArnEquals: { 'iam:PolicyARN': policy.managedPolicyArn } },
    }));
    const action = new budgets.CfnBudgetsAction(this, 'StopAction', {
      actionType: 'APPLY_IAM_POLICY',
      actionThreshold: { type: 'PERCENTAGE', value: this.costs.stopAtPercent ?? 150 },
      approvalModel: this.costs.stopWithoutApproval ? 'AUTOMATIC' : 'MANUAL',
      budgetName: budget.ref,
      definition: { iamActionDefinition: { policyArn: policy.managedPolicyArn, roles: roles.map(({ roleName }) => roleName) } },
      executionRoleArn: executionRole.roleArn,
      notificationType: 'ACTUAL',
      subscribers: [{ type: 'SNS', address: zone.alarmTopic.topicArn }],
    });
    // it is tried when it is made
    action.node.addDependency(executionRole);
  }

  private get uniqueName(): string {
    return Names.uniqueResourceName(this, { maxLength: 90, separator: '-' });
  }
}

function and(parts: budgets.CfnBudget.ExpressionProperty[]): budgets.CfnBudget.ExpressionProperty {
  return parts.length === 1 ? parts[0] : { and: parts };
}
