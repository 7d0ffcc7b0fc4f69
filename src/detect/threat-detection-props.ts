import type { DetectorSource, HubSource } from './detection-source';
import type { InspectorScan } from './inspector-scan';
import type { SecurityStandard } from './security-standard';
import type { ThreatSeverity } from './threat-severity';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of `ThreatDetection`.
 */
export interface ThreatDetectionProps {
  /**
   * Where the GuardDuty detector comes from.
   *
   * @default DetectorSource.create()
   */
  readonly detector?: DetectorSource;

  /**
   * Where Security Hub comes from. Excludes `withoutHub`.
   *
   * @default HubSource.create()
   */
  readonly hub?: HubSource;

  /**
   * Gives up Security Hub, and says why: only findings of GuardDuty are sent. Shown in the template's metadata and in the evidence.
   *
   * @default - Security Hub gathers findings and checks the account
   */
  readonly withoutHub?: string;

  /**
   * What Security Hub checks the account against. It costs 0.0010 USD for each check, a control of several standards once.
   *
   * @default - FSBP; NIST 800-53 as well under `Profile.HIPAA`, PCI DSS under `Profile.PCI_DSS`; none where the hub is not made here
   */
  readonly standards?: SecurityStandard[];

  /**
   * What Amazon Inspector scans the functions of the account for. What was enabled before is left as it is, and stays when the stack goes. It is priced by
   * function and month.
   *
   * @default - Inspector stays as it is
   */
  readonly inspector?: InspectorScan;

  /**
   * Findings from this severity on are sent to the zone's topic.
   *
   * @default ThreatSeverity.HIGH
   */
  readonly minSeverity?: ThreatSeverity;

  /**
   * The zone whose topic gets the findings.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
