import type { Duration } from 'aws-cdk-lib';
import type { TrustZone } from '../zone/trust-zone';

/** Properties of `ManualControl`. */
export interface ManualControlProps {
  /** What people do, in one sentence: `Review who may deploy to production`. */
  readonly title: string;
  /** The person or team that does it and answers for it. */
  readonly owner: string;
  /** The day on which it was done last, or for a new one the day from which its time runs, as `YYYY-MM-DD`. Update it each time that the control was performed. */
  readonly lastDone: string;
  /** How often it has to be done: whole days, 1 to 366. */
  readonly every: Duration;
  /**
   * Controls of frameworks that it serves, by the framework's name for the command line and the control's id: `hipaa 164.308(a)(8)`.
   *
   * @default - none: it appears in reports by its title alone
   */
  readonly controls?: string[];
  /**
   * Where the record of the last time is kept, such as the address of a ticket or page. It is written into the template: no secrets.
   *
   * @default - not said
   */
  readonly record?: string;
  /**
   * How long before its last day the topic gets a first reminder; the second comes on that day. Whole days, less than `every`.
   *
   * @default Duration.days(14), or half of `every` when that is less
   */
  readonly remindBefore?: Duration;
  /**
   * The zone whose topic gets the reminders.
   *
   * @default - the zone around it
   */
  readonly zone?: TrustZone;
}
