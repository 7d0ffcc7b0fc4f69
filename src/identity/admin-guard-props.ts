import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What the control policy of an organisation says about people.
 */
export interface SecondFactorPolicyProps {
  /**
   * Names of the roles of people, with their path. A `*` may stand at the end. Roles of IAM Identity Center do not belong here:
   * it asks for the second factor itself, and AWS does not tell policies.
   */
  readonly humanRoles: string[];

  /**
   * How long ago the second factor may have been shown: 15 minutes to 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;
}

/**
 * Properties of an `AdminGuard`.
 */
export interface AdminGuardProps {
  /**
   * How long ago the second factor may have been shown, and how long a session of a role lasts: 15 minutes to 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;

  /**
   * Checks of the account by AWS Config: second factor of root and of users, no keys of root, password policy. They need a
   * recorder in the account and region; without one the deployment fails.
   *
   * @default true
   */
  readonly accountRules?: boolean;

  /**
   * Names of the roles of people in the organisation, for the control policy, beside the roles of this guard.
   *
   * @default - none; without roles that are known before deployment there is no control policy
   */
  readonly humanRoles?: string[];
}

/**
 * Options of a role of people.
 */
export interface HumanRoleOptions {
  /**
   * Who may become the role, with a second factor: an account, a user or a role. Federated principals throw, because AWS does
   * not see their second factor.
   */
  readonly assumedBy: iam.IPrincipal;

  /**
   * What the role is for.
   *
   * @default - the path of the construct
   */
  readonly description?: string;

  /**
   * Customer-managed policies that the role has beside what it is granted.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.ManagedPolicy[];
}
