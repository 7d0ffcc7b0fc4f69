import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { ZeroTrustError } from '../core/errors';
import { DayOfWeek } from '../detect/day-of-week';

/**
 * When compliance reports are made: at 06:00 UTC.
 */
export class ReportSchedule {
  /** Every day. */
  public static daily(): ReportSchedule {
    return new ReportSchedule('cron(0 6 * * ? *)');
  }

  /**
   * On one day of each week.
   *
   * @param day Monday by default
   */
  public static weekly(day: DayOfWeek = DayOfWeek.MONDAY): ReportSchedule {
    return new ReportSchedule(`cron(0 6 ? * ${day.slice(0, 3)} *)`);
  }

  /**
   * On one day of each month.
   *
   * Throws `BadDay` for what is no day of every month.
   *
   * @param day 1 to 28; the first by default
   */
  public static monthly(day: number = 1): ReportSchedule {
    if (!Number.isInteger(day) || day < 1 || day > 28) throw new ZeroTrustError('ReportSchedule', 'BadDay', `${day} is no day of every month.`, 'use 1 to 28.');
    return new ReportSchedule(`cron(0 6 ${day} * ? *)`);
  }

  /** @internal */
  public readonly _expression: ScheduleExpression;

  private constructor(cron: string) {
    this._expression = ScheduleExpression.expression(cron);
  }
}
