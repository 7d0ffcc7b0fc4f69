import type { DiscoverySchedule } from './discovery-schedule';
import type { ThreatSeverity } from './threat-severity';
import type { DataClass } from '../core/data-class';
import { ownerOf } from '../core/written-text';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Where the Macie session of the account and region comes from: AWS has one for each.
 */
export class MacieSource {
  /** Enabled here. Deployment fails where it is enabled already: use `existing` there. */
  public static create(): MacieSource {
    return new MacieSource();
  }

  /**
   * Enabled already, by hand, by another app or by the administrator of the organization. Its findings are sent to the topic all the same.
   *
   * Throws `NoOwner` for an owner that is blank, or not one line of characters that are seen.
   *
   * @param owner the team that answers for it; shown in the evidence
   */
  public static existing(owner: string): MacieSource {
    return new MacieSource(`existing, ${ownerOf('MacieSource.existing', owner)}`);
  }

  /** @internal */
  public readonly _provided?: string;

  private constructor(provided?: string) {
    this._provided = provided;
  }
}

/**
 * Data of the organization that Macie does not know by itself: customer numbers, case files.
 */
export interface SensitiveData {
  /** What it is called, in findings too: 1 to 128 characters. */
  readonly name: string;

  /** The class of such data, which findings and the identifier's tag `cdk-zero-trust:data-class` tell: CONFIDENTIAL or RESTRICTED. */
  readonly dataClass: DataClass;

  /** How it is written, 1 to 512 characters: a regular expression without lookaround and backreferences that matches no empty text. */
  readonly regex: string;

  /**
   * Words of 3 to 90 characters of which one stands before it, at most 50 characters away. Case does not matter.
   *
   * @default - it is found without
   */
  readonly keywords?: string[];
}

/**
 * Properties of a `DataWatch`.
 */
export interface DataWatchProps {
  /**
   * Where the Macie session comes from.
   *
   * @default MacieSource.create()
   */
  readonly session?: MacieSource;

  /**
   * Data of the organization that Macie does not know by itself.
   *
   * @default - what Macie knows by itself
   */
  readonly sensitiveData?: SensitiveData[];

  /**
   * The lowest class of data for whose buckets Macie is enabled.
   *
   * @default DataClass.RESTRICTED
   */
  readonly fromClass?: DataClass;

  /**
   * How often Macie looks for sensitive data in these buckets, by a discovery job for each class. It costs by GB.
   *
   * @default - no job: automated discovery, where it is enabled, looks for what Macie knows by itself
   */
  readonly discovery?: DiscoverySchedule;

  /**
   * Findings from this severity on are sent to the zone's topic.
   *
   * @default ThreatSeverity.MEDIUM
   */
  readonly minSeverity?: ThreatSeverity;

  /**
   * The zone whose buckets are watched, and whose topic gets the findings.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
