import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { MetricGroups } from './metric-groups';
import { ClassifiedLogGroup } from '../zone/logs/classified-log-group';

const MAX_NAME = 100;

/**
 * An anomaly detector for a log group of the zone, under the key of its logs, and an alarm on the anomalies of high priority that it finds.
 * One for each log group: a detector takes one.
 *
 * Not for access logs, flow logs and trails, whose events have one pattern. Source: Amazon CloudWatch Logs user guide, "Log anomaly detection".
 */
export function watchLogPatterns(groups: MetricGroups, logGroup: logs.ILogGroup, visibilityDays: number): void {
  const scope = groups.scopeFor(logGroup);
  // an imported group has no key of ours
  if (!scope || !(logGroup instanceof ClassifiedLogGroup)) return;
  logGroup._key.allowLogAnomalies();
  const at = new Construct(scope, `LogAnomalies-${logGroup.node.addr.slice(-8)}`);
  // the metric names its detector by name, which CloudFormation does not give back
  const detectorName = Names.uniqueResourceName(logGroup, { maxLength: MAX_NAME, separator: '-' });
  new logs.CfnLogAnomalyDetector(at, 'Detector', {
    detectorName,
    logGroupArnList: [Stack.of(logGroup).formatArn({
      service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
    kmsKeyId: logGroup._key.keyArn,
    evaluationFrequency: 'FIFTEEN_MIN',
    anomalyVisibilityTime: visibilityDays,
  });
  groups.watch(logGroup, {
    id: 'LogAnomalies',
    description: 'CloudWatch Logs found patterns in logs that are new or much more frequent than expected.',
    namespace: 'AWS/Logs',
    metricName: 'AnomalyCount',
    statistic: 'Sum',
    threshold: 1,
  }, { LogAnomalyDetector: detectorName, LogAnomalyPriority: 'HIGH' });
}
