import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { checked } from './profile-checks';
import type { ProfileOptions } from './profile-options';
import { applyProfile } from './profile-scope';
import { EUROPEAN_UNION } from './residency';
import { checkProps } from '../core/checked-props';
import { DataClass } from '../core/data-class';

/**
 * The choices that a framework or an organisation makes, in one place. Props of a construct go before its zone's profile.
 *
 * `docs/profiles.md` says what each changes. A profile is no statement of compliance: it sets what a template can set.
 *
 * @example
 * const acme = Profile.HIPAA.customize({ name: 'ACME', logRetention: logs.RetentionDays.TEN_YEARS });
 * new TrustZone(this, 'Clinic', { profile: acme });
 */
export class Profile {
  /**
   * What the library does when nothing is said: logs for a year, everything is retained.
   */
  public static readonly BASELINE = new Profile({
    name: 'BASELINE',
    logRetention: RetentionDays.ONE_YEAR,
    maskLogsFrom: DataClass.RESTRICTED,
    trailLock: Duration.days(365),
    oldVersions: Duration.days(90),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    keyDeletionWindow: Duration.days(30),
  });

  /**
   * Health data of the United States: records for six years (45 CFR 164.316(b)(2)(i)), backups (164.308(a)(7)(ii)(A)), logs masked
   * from CONFIDENTIAL (164.502(b)).
   */
  public static readonly HIPAA = Profile.BASELINE.derive({
    name: 'HIPAA',
    logRetention: RetentionDays.SIX_YEARS,
    maskLogsFrom: DataClass.CONFIDENTIAL,
    backupRetention: Duration.days(35),
    trailLock: Duration.days(2192),
  });

  /**
   * Card data: audit logs for twelve months (PCI DSS v4.0.1, 10.5.1), logs masked from CONFIDENTIAL (3.4.1), versions that were
   * deleted go within 30 days (3.2.1).
   */
  public static readonly PCI_DSS = Profile.BASELINE.derive({
    name: 'PCI_DSS',
    maskLogsFrom: DataClass.CONFIDENTIAL,
    oldVersions: Duration.days(30),
  });

  /**
   * Personal data under the GDPR: in regions of the European Union only (articles 44 to 46), logs masked from CONFIDENTIAL (articles
   * 5(1)(c) and 25), backups (article 32(1)(c)), and versions that were deleted go within 30 days (articles 5(1)(e) and 17).
   * `Profile.GDPR.customize({ regions: ['eu-central-1'] })` narrows it.
   */
  public static readonly GDPR = Profile.BASELINE.derive({
    name: 'GDPR',
    maskLogsFrom: DataClass.CONFIDENTIAL,
    regions: EUROPEAN_UNION,
    backupRetention: Duration.days(35),
    oldVersions: Duration.days(30),
  });

  /**
   * To try things out: logs for a month, and everything goes with its stack. Its findings on retention are meant.
   */
  public static readonly SANDBOX = Profile.BASELINE.derive({
    name: 'SANDBOX',
    logRetention: RetentionDays.ONE_MONTH,
    oldVersions: Duration.days(1),
    removalPolicy: RemovalPolicy.DESTROY,
    keyDeletionWindow: Duration.days(7),
  });

  /**
   * To develop at about no fixed cost: functions outside of a network with the same roles and grants, one key for all classes of data, no web
   * ACL by default, logs for a week, and everything goes with its stack. A sandbox: nothing of it is fit for production, which reports show and an
   * audit of its templates finds. `ZeroTrust.enforce(app, { profile: Profile.DEVELOPMENT })` expects the findings that this means, and
   * applies no packs unless they are named.
   */
  public static readonly DEVELOPMENT = Profile.SANDBOX.derive({ name: 'DEVELOPMENT', logRetention: RetentionDays.ONE_WEEK });

  /** How the profile is called. */
  public readonly name: string;
  /** The profile of this library that it is made of: rules hold it to that one's retention and backups. */
  public readonly framework: string;
  /** How long logs are kept. */
  public readonly logRetention: RetentionDays;
  /** The lowest class of data whose logs are masked. */
  public readonly maskLogsFrom: DataClass;
  /** The regions in which data may be; any when undefined. */
  public readonly regions?: string[];
  /** How long daily backups are kept; there are none when undefined. */
  public readonly backupRetention?: Duration;
  /** How long each file of the audit trail is locked. */
  public readonly trailLock: Duration;
  /** How long versions of objects are kept that were overwritten or deleted. */
  public readonly oldVersions: Duration;
  /**
   * What happens to data, keys and logs when their stack goes. `RETAIN_ON_UPDATE_OR_DELETE` (`DeletionPolicy: RetainExceptOnCreate`) leaves
   * nothing behind when the first create of a stack fails; what has deletion protection of its own is `Retain` then, as CloudFormation
   * could not delete it.
   */
  public readonly removalPolicy: RemovalPolicy;
  /** How long a key waits after somebody asked for its deletion. */
  public readonly keyDeletionWindow: Duration;

  private constructor(options: ProfileOptions, framework?: string) {
    this.name = options.name!;
    this.framework = framework ?? this.name;
    this.logRetention = options.logRetention!;
    this.maskLogsFrom = options.maskLogsFrom!;
    this.regions = options.regions;
    this.backupRetention = options.backupRetention;
    this.trailLock = options.trailLock!;
    this.oldVersions = options.oldVersions!;
    this.removalPolicy = options.removalPolicy!;
    this.keyDeletionWindow = options.keyDeletionWindow!;
  }

  /** Whether it is `Profile.DEVELOPMENT`, or made of it: without network, web ACL, and a key for each class. */
  public get isDevelopment(): boolean {
    return this.framework === 'DEVELOPMENT';
  }

  /**
   * A profile that differs from this one in what is given.
   *
   * Throws `BadProfile` for a name that no tag can hold, an empty list of regions, a deletion window that KMS refuses, a trail lock
   * under a year, or a time that is no number of whole days.
   */
  public customize(options: ProfileOptions): Profile {
    checkProps(true, 'ProfileOptions', this.name, options);
    return this.derive(options, this.framework);
  }

  /**
   * Makes this the profile of every zone below an app, a stage or a stack that says nothing else, whether it is made before or after the call.
   * `ZeroTrust.enforce(app, { profile })` does it too, and lets no zone say anything else.
   *
   * Throws `ProfileTooLate` when a zone below has built what this profile decides otherwise (`DEVELOPMENT` and `SANDBOX` make other parts), and after
   * `ZeroTrust.enforce` of the scope without it; `OutsideResidency` for what is in a region outside of it.
   *
   * @param scope the app, a stage, a stack
   */
  public applyTo(scope: IConstruct): void {
    applyProfile(scope, this, false);
  }

  private derive(options: ProfileOptions, framework?: string): Profile {
    return new Profile({ ...this, ...checked(options) }, framework);
  }
}
