import type { Duration } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';

/**
 * Properties of `ScheduledDetections`.
 */
export interface ScheduledDetectionsProps {
  /**
   * The log group of the trail, `AuditTrail.logGroup` or an organisation's, in the account and region of the stack.
   *
   * @default - detections on CloudTrail do not run here
   */
  readonly trailLogGroup?: logs.ILogGroup;

  /**
   * How often the logs are asked: whole minutes, 1 to 60.
   *
   * @default Duration.minutes(5)
   */
  readonly every?: Duration;

  /**
   * How long after an event its record can come, and a run that failed can be made good by the next ones: 1 minute to 1 hour. CloudTrail
   * writes most calls within 5 minutes, and some within 15.
   *
   * @default Duration.minutes(15)
   */
  readonly latest?: Duration;

  /**
   * Files of detections of your own, in the subset of Sigma that docs/constructs/detections.md states: with a correlation, or about logs of
   * AWS WAF or API Gateway. Their tests run at synthesis.
   *
   * @default - none
   */
  readonly files?: string[];

  /**
   * Names of detections that do not run here, for example `token-from-many-addresses`.
   *
   * @default - all run that the zone has logs for
   */
  readonly without?: string[];
}
