import type { ConformanceFramework } from './conformance-framework';
import type { RecorderSource } from './recorder-source';
import type { Remediation } from './remediation';
import type { ReportEvidence } from './report-evidence';
import type { ReportSchedule } from './report-schedule';
import type { IncidentResponder } from '../respond/incident-responder';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `ComplianceBaseline`.
 */
export interface ComplianceBaselineProps {
  /**
   * Where the configuration recorder comes from.
   *
   * @default RecorderSource.create()
   */
  readonly recorder?: RecorderSource;

  /**
   * What conformance packs are deployed for. Each evaluation of a rule costs 0.001 USD, in every pack that has the rule.
   *
   * @default [ConformanceFramework.ALL_RULES]
   */
  readonly frameworks?: ConformanceFramework[];

  /**
   * What AWS Config remediates by itself, each by name. Nothing is remediated on a resource that has the tag `zero-trust:waiver` or `zero-trust:incident`, or
   * that an open incident of `responder` is about.
   *
   * @default - nothing
   */
  readonly remediate?: Remediation[];

  /**
   * When a compliance report is made: what templates, AWS Config, waivers, incidents and people show for each control, with the difference to the report before,
   * signed, in a locked bucket. The zone's topic gets a link.
   *
   * @default - no reports
   */
  readonly reports?: ReportSchedule;

  /**
   * Where reports find the evidence of synthesis.
   *
   * @default - the prefix `evidence/` of `reportBucket`, which `grantPutEvidence` lets a pipeline write
   */
  readonly evidence?: ReportEvidence;

  /**
   * Whose open incidents hold remediations back, and are part of reports.
   *
   * @default - tags alone hold them back, and reports have no incidents
   */
  readonly responder?: IncidentResponder;

  /**
   * The zone whose key encrypts what is delivered.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
