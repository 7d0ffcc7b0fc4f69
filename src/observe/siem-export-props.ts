import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { SiemDestination } from './siem-destination';

/**
 * Which detections run on logs as they pass through a `SiemExport`.
 */
export interface LiveDetectionOptions {
  /**
   * Files of detections of your own, in the subset of Sigma that docs/constructs/detections.md states, about one event of AWS WAF or API Gateway. Their
   * tests run at synthesis.
   *
   * @default - none
   */
  readonly files?: string[];

  /**
   * Names of detections that do not run here, for example `waf-attack-only-counted`.
   *
   * @default - all run
   */
  readonly without?: string[];
}

/**
 * Properties of a `SiemExport`.
 */
export interface SiemExportProps {
  /**
   * Where the events go.
   *
   * @default SiemDestination.bucket()
   */
  readonly destination?: SiemDestination;

  /**
   * Sends findings of GuardDuty, Security Hub and detections of this library too.
   *
   * @default true
   */
  readonly findings?: boolean;

  /**
   * Runs the detections of one event of AWS WAF and API Gateway on logs as they pass, and sends findings to the default event bus, where an
   * `IncidentResponder` takes them: within a minute or two of the request. `{}` runs those of the package.
   *
   * @default - none run here; `ScheduledDetections` run them by their schedule
   */
  readonly detections?: LiveDetectionOptions;

  /**
   * How long each version in the export's own bucket is locked, in governance mode: a day at least.
   *
   * @default - as the zone's profile says of its trail: 365 days for all but `Profile.HIPAA`, which says six years
   */
  readonly lockRetention?: Duration;

  /**
   * What happens to the export's own bucket and to its logs when the stack goes. S3 refuses to delete a bucket that is not empty, whatever is said here.
   *
   * @default - as the zone says: RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
