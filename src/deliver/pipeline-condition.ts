import { Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZeroTrustError } from '../core/errors';

/** A rule of a condition, before it has a name and a role. @internal */
export interface ConditionRule {
  readonly provider: 'CloudWatchAlarm' | 'DeploymentWindow' | 'LambdaInvoke' | 'VariableCheck';
  readonly configuration: Record<string, string>;
  /** What the rule's role may do, and on what. */
  readonly actions: string[];
  readonly resources: string[];
  /** What the trust graph calls the target. */
  readonly target?: string;
}

/**
 * What must hold before a release enters a stage: the stage is not entered when one of them fails.
 */
export class PipelineCondition {
  /**
   * An alarm is not in the state ALARM.
   *
   * @param alarm of the account and region of the pipeline
   */
  public static alarm(alarm: cloudwatch.IAlarm): PipelineCondition {
    return new PipelineCondition(() => alarmRule(alarm), alarm);
  }

  /**
   * A function answers. It takes the pipeline's job and calls `PutJobSuccessResult`, or `PutJobFailureResult`, as any Lambda action does.
   *
   * @param fn of the account and region of the pipeline
   */
  public static invoke(fn: lambda.IFunction): PipelineCondition {
    return new PipelineCondition(() => ({
      provider: 'LambdaInvoke', configuration: { FunctionName: fn.functionName }, actions: ['lambda:InvokeFunction'], resources: [fn.functionArn], target: fn.node.path,
    }), fn);
  }

  /**
   * The time is within a window. The release waits for the window to open.
   *
   * Throws `BadWindow`.
   *
   * @param cron seconds, minutes, hours, day of month, month, day of week and, if you like, year: `* * 9-16 ? * MON-THU`
   * @param timeZone name of the IANA time zone, for example `Europe/Berlin`; UTC when left out
   */
  public static deploymentWindow(cron: string, timeZone: string = 'UTC'): PipelineCondition {
    const fields = cron.trim().split(/\s+/);
    if (Token.isUnresolved(cron) || fields.length < 6 || fields.length > 7 || !fields.every((field) => /^[\dA-Z*?,/LW#-]+$/.test(field))) {
      throw new ZeroTrustError('PipelineCondition.deploymentWindow', 'BadWindow', `'${cron}' is no cron expression of six or seven fields.`,
        'write seconds, minutes, hours, day of month, month and day of week: * * 9-16 ? * MON-THU.');
    }
    return new PipelineCondition(() => ({ provider: 'DeploymentWindow', configuration: { Cron: fields.join(' '), TimeZone: timeZone }, actions: [], resources: [] }));
  }

  /** @internal */
  private constructor(
    /** @internal */
    public readonly _rule: () => ConditionRule,
    /** What it reads, which must be where the pipeline is. @internal */
    public readonly _of?: cloudwatch.IAlarm | lambda.IFunction,
  ) {}
}

/** Succeeds while an alarm is quiet. @internal */
export function alarmRule(alarm: cloudwatch.IAlarm, waitMinutes?: number): ConditionRule {
  return {
    provider: 'CloudWatchAlarm',
    configuration: { AlarmName: alarm.alarmName, AlarmStates: 'ALARM', ...waitMinutes !== undefined && { WaitTime: String(waitMinutes) } },
    actions: ['cloudwatch:DescribeAlarms'],
    resources: [alarm.alarmArn],
    target: alarm.node.path,
  };
}
