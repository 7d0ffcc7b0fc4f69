import type * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What is too much money.
 */
export interface CostAlarmOptions {
  /**
   * What a month may cost, in USD: over 0. Of the whole account, or of what carries `costTags`.
   */
  readonly monthlyBudgetUsd: number;

  /**
   * Percentages of the budget at which the topic hears of what was spent, up to four. The forecast for the month is told of at 100 % in any case.
   *
   * @default [80, 100]
   */
  readonly alertPercents?: number[];

  /**
   * Cost allocation tags, which have to be activated in the account that pays: the budget is about resources with all of them.
   *
   * @default - the whole account
   */
  readonly costTags?: Record<string, string>;

  /**
   * USD that an anomaly has to cost before the topic hears of it: over 0.
   *
   * @default - a tenth of the budget
   */
  readonly anomalyImpactUsd?: number;

  /**
   * ARN of a monitor of AWS Cost Anomaly Detection that exists already. An account has one for all of its services: accounts that were
   * made since 2023 have it from the start.
   *
   * @default - one is made; deployment fails where the account has one
   */
  readonly anomalyMonitorArn?: string;

  /**
   * Roles that are denied everything but their logs when `stopAtPercent` of the budget is spent: of functions that can make costs on an
   * attacker's behalf. Roles of this account.
   *
   * @default - the budget stops nothing
   */
  readonly stopRoles?: iam.IRole[];

  /**
   * Percentage of the budget at which `stopRoles` are stopped: over 0.
   *
   * @default 150
   */
  readonly stopAtPercent?: number;

  /**
   * Whether `stopRoles` are stopped without the approval of a person in the console of AWS Budgets. Who can make costs can then make an outage.
   *
   * @default false
   */
  readonly stopWithoutApproval?: boolean;
}
