import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * How a new version of a function takes over.
 */
export interface GradualDeploymentOptions {
  /**
   * Name of the alias: letters, digits, hyphens and underscores.
   *
   * @default 'live'
   */
  readonly aliasName?: string;

  /**
   * How traffic moves: a canary or linear configuration. `LambdaDeploymentConfig.ALL_AT_ONCE` throws `NotGradual`.
   *
   * @default - 10 % for 5 minutes, then all (LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES)
   */
  readonly deploymentConfig?: codedeploy.ILambdaDeploymentConfig;

  /**
   * Failed runs of the new version in a minute at which its deployment is rolled back.
   *
   * @default 1
   */
  readonly errorThreshold?: number;

  /**
   * Further alarms that roll back, for example on what the API answers. Composite alarms throw `CompositeAlarm`: reading one takes a right on all
   * alarms of the account.
   *
   * @default - only the one on failed runs
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * A function that CodeDeploy runs before traffic moves. It may report its result for this deployment group, which opens the way to CodeDeploy in its
   * network: an endpoint, 14.60 USD a month in two Availability Zones.
   *
   * @default - none
   */
  readonly preHook?: lambda.IFunction;

  /**
   * The same after all traffic has moved.
   *
   * @default - none
   */
  readonly postHook?: lambda.IFunction;
}
