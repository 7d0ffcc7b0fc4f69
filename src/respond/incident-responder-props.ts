import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Play } from './play';
import type { ApprovalTimeout, PlayMode } from './play-mode';
import type { ThreatDetection } from '../detect/threat-detection';

/**
 * Whom a play asks before it acts.
 */
export interface ApprovalOptions {
  /**
   * Who is asked: the message says how to answer.
   *
   * @default - the zone's alarm topic
   */
  readonly topic?: sns.ITopic;

  /**
   * How long a play waits for an answer, at most 14 days.
   *
   * @default Duration.hours(4)
   */
  readonly timeout?: Duration;

  /**
   * What happens then.
   *
   * @default ApprovalTimeout.DENY
   */
  readonly onTimeout?: ApprovalTimeout;
}

/**
 * Properties of an `IncidentResponder`.
 */
export interface IncidentResponderProps {
  /**
   * What is done about incidents, in this order.
   */
  readonly plays: Play[];

  /**
   * The threat detection of this account and region, whose findings open incidents. Synthesis then fails early where the responder would wait for
   * findings that never come.
   *
   * @default - findings are taken from whatever detects: another app, the administrator of the organization
   */
  readonly detection?: ThreatDetection;

  /**
   * How far plays go that do not say it themselves.
   *
   * @default - isolation waits for approval, blocks of addresses that end by themselves act
   */
  readonly mode?: PlayMode;

  /**
   * Whom plays ask.
   *
   * @default - the zone's alarm topic, 4 hours, and nothing is done without an answer
   */
  readonly approval?: ApprovalOptions;

  /**
   * Findings below are left to people, 0 to 10 as GuardDuty counts; Security Hub's HIGH is 8, its CRITICAL 10.
   *
   * @default 7
   */
  readonly minSeverity?: number;

  /**
   * How many plays may act in an hour by themselves. Beyond it each asks.
   *
   * @default 10
   */
  readonly maxActions?: number;

  /**
   * Alarms that open an incident. Plays act on no alarm: it names no target.
   *
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * How often a drill is sent: a synthetic finding for which every play is recorded and none acts. An alarm on the zone's topic follows when
   * none was answered for an hour longer. Whole hours, from 1 to 144.
   *
   * @default Duration.days(1)
   */
  readonly drillInterval?: Duration;

  /**
   * How long evidence is locked.
   *
   * @default Duration.days(365)
   */
  readonly evidenceRetention?: Duration;

  /**
   * What happens to incidents and evidence when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
