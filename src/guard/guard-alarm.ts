import { Fn, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { SecureFunction } from '../compute/secure-function';
import { GUARD_METRICS } from '../core/guarded-function';
import type { IncidentResponder } from '../respond/incident-responder';
import type { TrustZone } from '../zone/trust-zone';

const METRIC = 'Undeclared';
const PERIOD_SECONDS = 60;
/** High as GuardDuty counts: code does what it did not declare, so that it is another's or is used by one. */
const SEVERITY = 8;
/** Events that everyone can cause from outside, or that are no act of the code: they are in the log and in metrics, and raise no alarm. */
const QUIET = ['request-attack', 'stack-trace', 'unhandled-error', 'data-in-*'];

/** Tells alarms of one guard from others in EventBridge: in their description, as names are given by CloudFormation. */
export const descriptionOf = (guard: Construct): string =>
  Fn.join('', [`RuntimeGuard ${guard.node.path} in `, Stack.of(guard).stackName, ': code did what its function did not declare.']);

/**
 * The filter of the function's log and the alarm on it. One alarm a function, as an alarm on several would not name which; CloudWatch asks the same
 * for each metric.
 */
export function watchEvents(scope: Construct, id: string, fn: SecureFunction, zone: TrustZone, description: string): void {
  const quiet = QUIET.map((kind) => `$.Kind != "${kind}"`).join(' && ');
  new logs.CfnMetricFilter(scope, `${id}Filter`, {
    logGroupName: fn.logGroup.logGroupName,
    filterPattern: `{ $.RuntimeGuard = 1 && ${quiet} }`,
    metricTransformations: [{
      metricNamespace: GUARD_METRICS, metricName: METRIC, metricValue: '1', unit: 'Count', dimensions: [{ key: 'FunctionName', value: '$.FunctionName' }],
    }],
  });
  new cloudwatch.CfnAlarm(scope, `${id}Alarm`, {
    alarmDescription: description,
    namespace: GUARD_METRICS,
    metricName: METRIC,
    dimensions: [{ name: 'FunctionName', value: fn.functionName }],
    statistic: 'Sum',
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
    alarmActions: [zone.alarmTopic.topicArn],
  });
}

/**
 * Hands alarms of a guard to a responder, as findings on the function that the alarm watches. From the alarm and not from the function: code that was
 * taken over has no right with which it could send findings about others.
 *
 * Source: Amazon CloudWatch user guide, "Alarm events and EventBridge"; form of a finding: docs/constructs/incident-responder.md.
 */
export function handToResponder(scope: Construct, id: string, responder: IncidentResponder, description: string): void {
  const functionName = events.EventField.fromPath('$.detail.configuration.metrics[0].metricStat.metric.dimensions.FunctionName');
  const alarm = events.EventField.fromPath('$.detail.alarmName');
  const time = events.EventField.fromPath('$.detail.state.timestamp');
  new events.Rule(scope, id, {
    description: 'Alarms of a runtime guard that open incidents',
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM'] }, configuration: { description: [description] } },
    },
    targets: [new targets.SqsQueue(responder._findings, {
      deadLetterQueue: responder.zone.deadLetterQueue,
      message: events.RuleTargetInput.fromObject({
        'source': 'zero-trust',
        'detail-type': 'Finding',
        'time': time,
        'detail': {
          id: `${alarm}/${time}`,
          type: 'RuntimeGuard',
          severity: SEVERITY,
          title: `${functionName} did what it did not declare: see the events of its runtime guard in its log.`,
          time,
          targets: [{ kind: 'FUNCTION', id: functionName }],
        },
      }),
    })],
  });
}
