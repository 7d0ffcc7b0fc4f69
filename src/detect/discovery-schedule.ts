import { DayOfWeek } from './day-of-week';
import { ZeroTrustError } from '../core/errors';

/**
 * How often Amazon Macie looks for sensitive data in the buckets of a zone. The first run reads all objects, those after it what came since.
 */
export class DiscoverySchedule {
  /** Once, when the job is made. */
  public static once(): DiscoverySchedule {
    return new DiscoverySchedule();
  }

  /** Every day. */
  public static daily(): DiscoverySchedule {
    return new DiscoverySchedule({ dailySchedule: {} });
  }

  /** On one day of each week. */
  public static weekly(day: DayOfWeek): DiscoverySchedule {
    return new DiscoverySchedule({ weeklySchedule: { dayOfWeek: day } });
  }

  /**
   * On one day of each month. Macie leaves out a month that does not have the day, so that 28 is the last.
   *
   * Throws `BadDay` for what is no day of every month.
   *
   * @param day 1 to 28
   */
  public static monthly(day: number): DiscoverySchedule {
    if (!Number.isInteger(day) || day < 1 || day > 28) throw new ZeroTrustError('DiscoverySchedule', 'BadDay', `${day} is no day of every month.`, 'use 1 to 28.');
    return new DiscoverySchedule({ monthlySchedule: { dayOfMonth: day } });
  }

  /** As Macie takes it; none for a job that runs once. @internal */
  public readonly _frequency?: object;

  private constructor(frequency?: object) {
    this._frequency = frequency;
  }
}
