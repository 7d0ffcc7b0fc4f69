import { checkProps } from '../core/checked-props';
import { ownerOf } from '../core/written-text';

/**
 * As AWS Config calls a recorder that is made without a name.
 *
 * @internal
 */
export const RECORDER_NAME = 'default';

/**
 * Options of a recorder that is made.
 */
export interface RecorderOptions {
  /**
   * Whether the recorder records global resource types, those of IAM. One Region of an account is enough: each further one costs as much again.
   *
   * @default true
   */
  readonly globalResourceTypes?: boolean;

  /**
   * Makes the service-linked role of AWS Config. An account has it once: the deployment fails where it is there.
   *
   * @default false - the role is there, as after `aws iam create-service-linked-role --aws-service-name config.amazonaws.com`
   */
  readonly serviceLinkedRole?: boolean;
}

/**
 * Where the configuration recorder of AWS Config comes from: AWS has one of its customer's for each account and Region.
 */
export class RecorderSource {
  /**
   * Made here, with its delivery channel and a bucket. Deployment fails where there is one already, made by hand or by another app: use `existing` there.
   */
  public static create(options: RecorderOptions = {}): RecorderSource {
    checkProps(true, 'RecorderOptions', 'RecorderSource.create', options);
    return new RecorderSource(undefined, options);
  }

  /**
   * There already, made by hand or by another app, which decides what it records.
   *
   * Throws `NoOwner` for an owner that is blank, or not one line of characters that are seen.
   *
   * @param owner the team that answers for it; shown in the evidence
   * @param recorderName whose state reports read, as `aws configservice describe-configuration-recorders` has it; `default`, as the console calls it, by default
   */
  public static existing(owner: string, recorderName: string = RECORDER_NAME): RecorderSource {
    return new RecorderSource(`existing, ${ownerOf('RecorderSource.existing', owner)}`, undefined, false, recorderName);
  }

  /**
   * Made by AWS Control Tower, which owns recorder and delivery channel of an enrolled account: an app that makes one of them beside it throws
   * `ControlTowerOwns`.
   */
  public static controlTower(): RecorderSource {
    // source: AWS Control Tower user guide, "Resources created in the shared accounts"
    return new RecorderSource('AWS Control Tower', undefined, true, 'aws-controltower-BaselineConfigRecorder');
  }

  private constructor(
    /** @internal */
    public readonly _provided?: string,
    /** @internal */
    public readonly _options: RecorderOptions = {},
    /** @internal */
    public readonly _isControlTower: boolean = false,
    /** @internal */
    public readonly _recorderName: string = RECORDER_NAME,
  ) {}
}
