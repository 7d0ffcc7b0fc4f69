import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { guardDutyFrom, hubFindings } from '../detect/finding-patterns';
import type { ThreatDetection } from '../detect/threat-detection';

/** ASFF labels from a severity on. Source: AWS Security Hub user guide, "Severity". */
const LABELS: [number, string][] = [[0, 'INFORMATIONAL'], [2, 'LOW'], [5, 'MEDIUM'], [8, 'HIGH'], [10, 'CRITICAL']];

/** Source of events of this library: the guard, detections, drills and tests. */
export const OWN_SOURCE = 'zero-trust';

/**
 * Which events open incidents, by the id of the rule.
 *
 * Sources: GuardDuty user guide, "Processing findings with EventBridge"; Security Hub user guide, "EventBridge event types".
 */
export function detectorPatterns(minSeverity: number, alarms: cloudwatch.IAlarm[], detection?: ThreatDetection): Record<string, events.EventPattern> {
  return {
    GuardDuty: guardDutyFrom(minSeverity),
    ...(detection?._hasHub ?? true) && { SecurityHub: hubFindings(LABELS.filter(([number]) => number >= minSeverity).map(([, label]) => label)) },
    Own: { source: [OWN_SOURCE], detailType: ['Finding'], detail: { severity: [{ numeric: ['>=', minSeverity] }] } },
    ...alarms.length > 0 && {
      Alarms: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: alarms.map(({ alarmArn }) => alarmArn),
        detail: { state: { value: ['ALARM'] } },
      },
    },
  };
}

/** Calls that can give back what an isolation took. Names of Lambda's end with a version: `PutFunctionConcurrency20171031`. */
const CHANGES: Record<string, string[]> = {
  lambda: [
    'CreateEventSourceMapping', 'CreateFunction', 'DeleteFunctionConcurrency', 'PutFunctionConcurrency', 'UntagResource', 'UpdateEventSourceMapping',
    'UpdateFunctionConfiguration',
  ],
  ec2: ['AuthorizeSecurityGroupEgress'],
  iam: ['DetachRolePolicy'],
};

/**
 * Calls from outside on what is isolated. Those of IAM reach EventBridge in us-east-1 alone.
 *
 * Source: EventBridge user guide, "AWS service events delivered via CloudTrail"; AWS Lambda developer guide, "Logging AWS Lambda API calls using AWS CloudTrail".
 */
export function outsideChanges(): events.EventPattern {
  return {
    source: Object.keys(CHANGES).map((service) => `aws.${service}`),
    detailType: ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: Object.keys(CHANGES).map((service) => `${service}.amazonaws.com`),
      eventName: Object.values(CHANGES).flat().map((prefix) => ({ prefix })),
      errorCode: [{ exists: false }],
    },
  };
}
