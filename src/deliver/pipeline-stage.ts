import type { Duration, Stage } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { PipelineCondition } from './pipeline-condition';
import { checkProps } from '../core/checked-props';

/**
 * How a stage is deployed.
 */
export interface PipelineStageOptions {
  /**
   * Asks a person before the stage is deployed. The approval is a stage of its own in front: a rollback, which runs a stage again, asks no one.
   *
   * @default true
   */
  readonly approval?: boolean;

  /**
   * Alarms that are watched after the deployment: one that goes off within `bakeTime` rolls the stage back. They are in the account and region of
   * the pipeline; those of the stage's own stacks have to be named and imported, as nothing refers from one stage to another.
   *
   * @default - none: the stage rolls back on a failed deployment only
   */
  readonly bake?: cloudwatch.IAlarm[];

  /**
   * For how long the alarms are watched, in whole minutes.
   *
   * @default Duration.minutes(15)
   */
  readonly bakeTime?: Duration;

  /**
   * What must hold before the stage is entered, beside the gate and the approval.
   *
   * @default - nothing
   */
  readonly conditions?: PipelineCondition[];

  /**
   * Protects the stacks of the stage from deletion. CloudFormation's actions cannot: a state machine does, after each deployment. In another account than the
   * pipeline's it has to be false: `ProtectionElsewhere` has the reason.
   *
   * @default true
   */
  readonly terminationProtection?: boolean;

  /**
   * The role by which the gate reads the templates of the stage as they are deployed: it has `cloudformation:GetTemplate` on the stacks of the stage, for those
   * with nested stacks `cloudformation:ListStackResources` too, both on the nested ones as well, and
   * trusts the role of the gate. A stage of another account than the pipeline's needs one, or `withoutComparison`.
   *
   * @default - the role of the gate itself, which reads the stacks of the pipeline's account
   */
  readonly readRole?: iam.IRole;

  /**
   * Leaves the stage out of the comparison with what is deployed, and names the reason, which is in the evidence of each release: a permission that is
   * widened there does not stop the pipeline.
   *
   * @default - a permission that is widened stops the pipeline, unless the approvals of the gate's configuration name it
   */
  readonly withoutComparison?: string;
}

/**
 * A stage of an app, and how a `SecurePipeline` deploys it.
 *
 * @example
 * declare const production: Stage;
 * declare const errors: cloudwatch.IAlarm;
 *
 * PipelineStage.of(production, { bake: [errors], conditions: [PipelineCondition.deploymentWindow('* * 9-16 ? * MON-THU')] });
 */
export class PipelineStage {
  /**
   * Deploys the stacks of a stage.
   *
   * @param stage its `env` names an account and a region
   */
  public static of(stage: Stage, options: PipelineStageOptions = {}): PipelineStage {
    checkProps(true, 'PipelineStageOptions', stage.node.path, options);
    return new PipelineStage(stage, options);
  }

  private constructor(
    /** The stage. */
    public readonly stage: Stage,
    /** @internal */
    public readonly _options: PipelineStageOptions,
  ) {}
}
