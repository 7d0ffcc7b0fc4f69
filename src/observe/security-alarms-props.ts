import type * as logs from 'aws-cdk-lib/aws-logs';
import type { AuditTrail } from './audit-trail';
import type { CostAlarmOptions } from './cost-alarm-options';
import type { TrustZone } from '../zone/trust-zone';

/** What of functions CloudWatch learns to expect. */
export enum AnomalyMetric {
  /** Runs: more or fewer than expected. */
  INVOCATIONS = 'INVOCATIONS',
  /** Failed runs: more than expected. */
  ERRORS = 'ERRORS',
  /** Average time of a run: longer than expected. */
  DURATION = 'DURATION',
  /** Runs at the same time: more than expected. */
  CONCURRENCY = 'CONCURRENCY',
}

/**
 * Properties of `SecurityAlarms`.
 */
export interface SecurityAlarmsProps {
  /**
   * The trail whose record is watched for denied calls, use of the root user and the like. Excludes `trailLogGroup`.
   *
   * @default - no alarms on the trail
   */
  readonly trail?: AuditTrail;

  /**
   * The log group of a trail that exists already, for example an organisation's. Excludes `trail`.
   *
   * @default - no alarms on the trail
   */
  readonly trailLogGroup?: logs.ILogGroup;

  /**
   * Failed runs of up to ten functions in five minutes.
   *
   * @default 1
   */
  readonly functionErrorThreshold?: number;

  /**
   * Runs of up to ten functions in five minutes that were refused because too many ran already.
   *
   * @default 1
   */
  readonly functionThrottleThreshold?: number;

  /**
   * How long a run may last, in percent of the function's timeout, 1 to 100.
   *
   * @default 80
   */
  readonly durationThreshold?: number;

  /**
   * What of functions has an alarm outside of the band that CloudWatch has learned to expect. An empty list takes none.
   *
   * @default - all; none in a zone of `Profile.DEVELOPMENT`
   */
  readonly anomalyMetrics?: AnomalyMetric[];

  /**
   * Width of the bands around what is expected, in standard deviations: over 0.
   *
   * @default 3
   */
  readonly anomalyBandWidth?: number;

  /**
   * How many functions one alarm on a band watches together, 1 to 10: with 1, an anomaly of a quiet function cannot hide beside a busy one,
   * at the same price, for up to four resources a function.
   *
   * @default 10
   */
  readonly functionsPerAnomalyAlarm?: number;

  /**
   * Whether CloudWatch Logs learns the patterns in the logs of functions and state machines, and an alarm tells of those that are new or
   * much more frequent. A detector takes one log group, so that each function is a resource more: 50 functions no longer fit into a stack.
   *
   * @default false
   */
  readonly logAnomalies?: boolean;

  /**
   * For how long an anomaly in logs is shown, in days: 7 to 90. What still goes on afterwards is taken for normal.
   *
   * @default 21
   */
  readonly logAnomalyVisibilityDays?: number;

  /**
   * A budget of the account, and alarms on costs that spike.
   *
   * @default - none: nobody but you knows what is too much
   */
  readonly costs?: CostAlarmOptions;

  /**
   * Requests in five minutes that an API answered with 4xx.
   *
   * @default 50
   */
  readonly apiClientErrorThreshold?: number;

  /**
   * Requests in five minutes that an API answered with 5xx.
   *
   * @default 1
   */
  readonly apiServerErrorThreshold?: number;

  /**
   * Requests in five minutes that a web firewall blocked.
   *
   * @default 100
   */
  readonly blockedRequestThreshold?: number;

  /**
   * Executions of up to ten state machines in five minutes that failed, or that ran out of time.
   *
   * @default 1
   */
  readonly executionFailureThreshold?: number;

  /**
   * Calls in the account in five minutes that were denied.
   *
   * @default 5
   */
  readonly deniedCallThreshold?: number;

  /**
   * The zone that is watched.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
