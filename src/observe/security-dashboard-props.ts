import type { Duration } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecurityDashboard`.
 */
export interface SecurityDashboardProps {
  /**
   * The zone that is shown.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * Name of the dashboard: letters, digits, `-` and `_`, up to 255. A name is unique in an account.
   *
   * @default - CloudFormation makes one up
   */
  readonly dashboardName?: string;

  /**
   * The log group of the trail that records rotations of secrets: an `AuditTrail`'s, or an organisation's. It is what tells the age of secrets.
   *
   * @default - rotations of secrets are not shown
   */
  readonly trailLogGroup?: logs.ILogGroup;

  /**
   * The time that is shown when the dashboard is opened, a minute at least.
   *
   * @default Duration.days(1)
   */
  readonly defaultInterval?: Duration;
}
