import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { guardDutyFrom, hubFindings } from '../detect/finding-patterns';

/** ASFF labels from a severity on. Source: AWS Security Hub user guide, "Severity". */
const LABELS: [number, string][] = [[0, 'INFORMATIONAL'], [2, 'LOW'], [5, 'MEDIUM'], [8, 'HIGH'], [10, 'CRITICAL']];

/** Source of events of this library: the guard, detections, drills and tests. */
export const OWN_SOURCE = 'zero-trust';

/**
 * Which events open incidents, by the id of the rule.
 *
 * Sources: GuardDuty user guide, "Processing findings with EventBridge"; Security Hub user guide, "EventBridge event types".
 */
export function detectorPatterns(minSeverity: number, alarms: cloudwatch.IAlarm[]): Record<string, events.EventPattern> {
  return {
    GuardDuty: guardDutyFrom(minSeverity),
    SecurityHub: hubFindings(LABELS.filter(([number]) => number >= minSeverity).map(([, label]) => label)),
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
