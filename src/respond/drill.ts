import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { OWN_SOURCE } from './detector-rules';
import { DataClass } from '../core/data-class';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { scheduleRole } from '../zone/schedule-role';
import type { TrustZone } from '../zone/trust-zone';

/** @internal */
export interface DrillProps {
  readonly zone: TrustZone;
  /** The end of the chain. */
  readonly stateMachine: sfn.IStateMachine;
  readonly interval: Duration;
}

/**
 * Sends a synthetic finding the way that real ones come, at its interval, and alarms when no execution has succeeded for an hour longer than
 * that. A drill names a function that there is not: what it asks for could not be done.
 *
 * @internal
 */
export class Drill extends Construct {
  constructor(scope: Construct, id: string, { zone, stateMachine, interval }: DrillProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
    const group = new scheduler.CfnScheduleGroup(this, 'Group', { name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }) });
    const key = zone.key(DataClass.INTERNAL);
    const deadLetters = zone.deadLetterQueue;
    const role = scheduleRole(this, {
      group,
      target: new iam.PolicyStatement({
        actions: ['events:PutEvents'], resources: [bus], conditions: { StringEquals: { 'events:source': OWN_SOURCE, 'events:detail-type': 'Finding' } },
      }),
      key,
      deadLetters,
      permissionsBoundary: zone.permissionsBoundary,
    });
    declareEdge(this, { caller: `${this.node.path}/Schedule`, target: targetOf(bus), intent: Intent.PUBLISH, actions: ['events:PutEvents'] });
    new scheduler.CfnSchedule(this, 'Schedule', {
      groupName: group.ref,
      description: 'A drill of the incident response',
      scheduleExpression: `rate(${interval.toHours()} ${interval.toHours() === 1 ? 'hour' : 'hours'})`,
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: key.keyArn,
      target: {
        arn: bus,
        roleArn: role.roleArn,
        eventBridgeParameters: { source: OWN_SOURCE, detailType: 'Finding' },
        input: JSON.stringify({
          // replaced by EventBridge Scheduler: each drill is a finding of its own
          id: 'drill-<aws.scheduler.execution-id>',
          type: 'Drill',
          severity: 10,
          title: 'A drill of the incident response',
          drill: true,
          targets: [{ kind: 'FUNCTION', id: 'drill' }],
        }),
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: Duration.minutes(30).toSeconds() },
      },
    }).node.addDependency(role);
    this.alarm(zone, stateMachine, interval.toHours() + 1);
  }

  private alarm(zone: TrustZone, { stateMachineArn }: sfn.IStateMachine, hours: number): void {
    new cloudwatch.Alarm(this, 'Unanswered', {
      alarmDescription: 'No finding was answered, not even a drill: the chain from the event to the end of the state machine is broken somewhere.',
      metric: new cloudwatch.Metric({
        namespace: 'AWS/States',
        metricName: 'ExecutionsSucceeded',
        dimensionsMap: { StateMachineArn: stateMachineArn },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.hours(1),
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: hours,
      // what sends nothing is broken too
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    }).addAlarmAction(new actions.SnsAction(zone.alarmTopic));
  }
}
