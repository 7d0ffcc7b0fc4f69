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
  /**
   * The whole chain of a response: a GuardDuty detector, Security Hub or a function that sends findings; an enabled EventBridge rule for them; a function, state
   * machine or runbook that EventBridge may start, through a queue as well; and a topic with a subscription, which what is started may publish to. With a
   * detector of the organization: `THREAT_DETECTION.providedBy`.
   */
  public static readonly INCIDENT_RESPONSE = new Capability('incident-response');
  /**
   * A delivery stream that something writes to, to a SIEM or, normalised, into a locked bucket that tables query (`SiemExport`); a log destination of
   * another account; or a subscriber of Security Lake.
   */
  public static readonly SIEM = new Capability('siem');
  /** A runtime guard, with its layer, exec wrapper and policy, in every Lambda function but those that only CloudFormation calls, as custom resources. */
  public static readonly RUNTIME_PROTECTION = new Capability('runtime-protection');

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
