import type { Required } from '../rules';
import { orZeroTrustError } from './waiver-errors';
import type { RequiredRecord } from '../waivers/config-file';

/**
 * Something that an app, or the account around it, must have. `ZeroTrust.enforce(app, { required })` asks for it, as does
 * `cdk-zero-trust audit --require`.
 *
 * One that no resource of the app provides is a finding of severity high, `ZT-CAPABILITY-<number>`: a trail that does not log, or that exists
 * under some conditions only, provides nothing. It cannot be acknowledged; what another team runs is named by `providedBy`.
 *
 * @example
 * declare const app: App;
 *
 * ZeroTrust.enforce(app, {
 *   required: [
 *     Capability.AUDIT_TRAIL,
 *     Capability.THREAT_DETECTION.providedBy(
 *       'GuardDuty of the organization', 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0', 'security-team'),
 *   ],
 * });
 */
export class Capability {
  /** A CloudTrail trail, or event data store, that logs all management events. */
  public static readonly AUDIT_TRAIL = new Capability('audit-trail');
  /** An enabled GuardDuty detector. */
  public static readonly THREAT_DETECTION = new Capability('threat-detection');
  /** An IAM Access Analyzer analyzer that hides no finding. */
  public static readonly ACCESS_REVIEW = new Capability('access-review');
  /** A Lambda code signing configuration that enforces signatures and that a function uses. */
  public static readonly CODE_SIGNING = new Capability('code-signing');
  /** An AWS Backup plan with a rule that selects resources. */
  public static readonly BACKUP = new Capability('backup');
  /** An AWS WAF web ACL that blocks and is associated with an API, a load balancer or a distribution. */
  public static readonly WEB_FIREWALL = new Capability('web-firewall');
  /** An AWS Config recorder of all resource types, with a delivery channel. */
  public static readonly CONFIGURATION_RECORDER = new Capability('configuration-recorder');
  /** An EventBridge rule that sends findings of GuardDuty or Security Hub to a function, a state machine or a runbook, or to a queue that a function reads. */
  public static readonly INCIDENT_RESPONSE = new Capability('incident-response');
  /** A delivery stream to a SIEM that something writes to, a log destination of another account, or a subscriber of Security Lake. */
  public static readonly SIEM = new Capability('siem');

  /** How files and the command line call it: `audit-trail`. */
  public readonly name: string;

  private readonly provision?: { readonly name: string; readonly arn: string; readonly owner: string };

  private constructor(name: string, provision?: { readonly name: string; readonly arn: string; readonly owner: string }) {
    this.name = name;
    this.provision = provision;
  }

  /**
   * The same capability, provided by what is not in the app: reports show what, where and who answers for it, and nothing checks it.
   *
   * Throws `BadProvision` for a blank name or owner, and for what is no literal ARN.
   *
   * @param name what provides it, such as `organization trail`
   * @param arn its ARN
   * @param owner the person or team that answers for it
   */
  public providedBy(name: string, arn: string, owner: string): Capability {
    const provided = new Capability(this.name, { name, arn, owner });
    provided._required('Capability.providedBy');
    return provided;
  }

  /** @internal */
  public _record(source: string): RequiredRecord {
    const { name, arn, owner } = this.provision ?? {};
    return { capability: this.name, providedBy: name, arn, owner, source };
  }

  private _required(source: string): Required[] {
    const { readRequired } = require('../report/settings') as typeof import('../report/settings'); // all rules with it
    return orZeroTrustError(() => readRequired([this._record(source)]));
  }
}
