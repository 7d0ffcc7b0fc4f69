import { orZeroTrustError } from './waiver-errors';
import { checkProps } from '../core/checked-props';
import { readWaiver } from '../waivers/waiver-terms';

/**
 * Properties of a `Waiver`.
 */
export interface WaiverProps {
  /**
   * The rule as the finding's message gives it, with the name of its pack: `ZeroTrust::ZT-SQS-001`,
   * `AwsSolutions::AwsSolutions-IAM5[Resource::*]`. Rules of this library may stand without it: `ZT-SQS-001`.
   */
  readonly rule: string;

  /**
   * The resource that has the finding: its construct path, the path of the construct whose main resource it is, or the path or
   * name of its stack and its logical id (`Orders/LegacyQueue1A2B3C4D`).
   *
   * A `*` stands for any characters, inside one construct of one stack: `Orders/Legacy/*`. Wider ones fail synthesis.
   */
  readonly path: string;

  /**
   * The finding, for rules of packs that report several on one resource: `Resource::*`. What the message gives in brackets.
   *
   * @default - none, or what `rule` has in brackets
   */
  readonly finding?: string;

  /** Who answers for the accepted risk: a person or a team. */
  readonly owner: string;

  /** Why the risk is accepted, and what stands in for the control. It is readable in the template: keep secrets out of it. */
  readonly reason: string;

  /** Where the decision is recorded, as an id or an address. */
  readonly ticket: string;

  /** The last day on which the waiver counts, as `YYYY-MM-DD`, in UTC. At most one year from the day of synthesis. */
  readonly expires: string;
}

/**
 * A finding that somebody accepts, for a while. Hand it to `ZeroTrust.enforce`.
 *
 * The finding is let through. It stands among the suppressed findings of `validation-report.json` with owner, ticket and expiry,
 * and in the template under `Metadata` of the resource: `{"cdk-zero-trust": {"waivers": […]}}`. Nothing else changes.
 *
 * @example
 * declare const app: App;
 *
 * ZeroTrust.enforce(app, {
 *   waivers: [new Waiver({
 *     rule: 'ZT-SQS-001',
 *     path: 'Orders/LegacyQueue',
 *     owner: 'payments-team',
 *     reason: 'The vendor cannot use a customer-managed key before its next release.',
 *     ticket: 'SEC-123',
 *     expires: '2027-06-30',
 *   })],
 * });
 */
export class Waiver {
  /** The rule, with the name of its pack, and the finding in brackets when there is one. */
  public readonly rule: string;
  /** The resource, or a pattern inside one construct. */
  public readonly path: string;
  /** Who answers for it. */
  public readonly owner: string;
  /** Why it is accepted. */
  public readonly reason: string;
  /** Where it was decided. */
  public readonly ticket: string;
  /** The last day on which it counts. */
  public readonly expires: string;

  /**
   * Throws `WaiverIncomplete` for a field that is missing or blank, `BadWaiverRule` for a rule that no pack could have, and
   * `BadWaiverDate` for what is no day of the calendar.
   */
  constructor(props: WaiverProps) {
    checkProps(new.target === Waiver, 'WaiverProps', 'Waiver', props);
    const { rule, path, owner, reason, ticket, expires } = orZeroTrustError(() => readWaiver(props));
    this.rule = rule;
    this.path = path;
    this.owner = owner;
    this.reason = reason;
    this.ticket = ticket;
    this.expires = expires;
  }
}
