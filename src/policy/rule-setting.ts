import { FindingSeverity } from './finding-severity';
import type { SettingRecord } from '../waivers/config-file';

/**
 * What an organisation makes of one rule of this library, for all resources: another severity, or off. Hand it to `ZeroTrust.enforce`, or
 * write it into a file that the command line reads as well.
 *
 * Findings of a rule that is off stay in the evidence, with the reason. A critical rule is not switched off, and not rated below high.
 *
 * @example
 * declare const app: App;
 *
 * ZeroTrust.enforce(app, {
 *   rules: [
 *     RuleSetting.off('ZT-LAMBDA-006', 'Traces go to the collector of the platform team.'),
 *     RuleSetting.severity('ZT-S3-008', FindingSeverity.LOW, 'Access logs are kept by CloudTrail data events.'),
 *   ],
 * });
 */
export class RuleSetting {
  /**
   * Switches a rule off.
   *
   * @param rule its id, such as `ZT-S3-008`
   * @param reason why; reports show it
   */
  public static off(rule: string, reason: string): RuleSetting {
    return new RuleSetting(rule, reason);
  }

  /**
   * Gives a rule another severity.
   *
   * @param rule its id, such as `ZT-S3-008`
   * @param severity the severity that its findings have
   * @param reason why; reports show it
   */
  public static severity(rule: string, severity: FindingSeverity, reason: string): RuleSetting {
    return new RuleSetting(rule, reason, severity);
  }

  /** The id of the rule. */
  public readonly rule: string;
  /** Why. */
  public readonly reason: string;

  private readonly newSeverity?: FindingSeverity;

  private constructor(rule: string, reason: string, newSeverity?: FindingSeverity) {
    this.rule = rule;
    this.reason = reason;
    this.newSeverity = newSeverity;
  }

  /** @internal */
  public _record(source: string): SettingRecord {
    return { rule: this.rule, severity: this.newSeverity, reason: this.reason ?? '', source };
  }
}
