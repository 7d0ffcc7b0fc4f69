import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { acknowledgeId, Acknowledgements } from './acknowledgements';
import { ZeroTrustError } from '../core/errors';
import type { WaiverRecord } from '../waivers/waiver-record';

/** What one pack found. @internal */
export interface PackReport {
  readonly pack: string;
  /** Findings that nobody acknowledged, warnings included. */
  readonly open: ReportedFinding[];
  readonly acknowledged: AcknowledgedFinding[];
}

/** @internal */
export interface ReportedFinding {
  /** The rule as its pack calls it, with the finding in brackets when there is one. */
  readonly rule: string;
  readonly path: string;
  readonly severity: string;
  readonly description: string;
}

/** @internal */
export interface AcknowledgedFinding extends ReportedFinding {
  /** Path of the construct on which it was acknowledged. */
  readonly acknowledgedAt: string;
  readonly reason: string;
  /** The rule that proves a structural acknowledgement. */
  readonly provedBy?: string;
  /** Owner, ticket and expiry, when a waiver lets the finding through. */
  readonly waiver?: WaiverRecord;
}

/**
 * What the packs of an app found at its last synthesis, from `validation-report.json`. Packs that found nothing are not in it.
 *
 * Reasons come from the construct tree: the CDK writes one reason for all constructs with the same finding.
 *
 * Throws `NoReport` when the app was not synthesised with packs.
 *
 * @internal
 */
export function readReport(app: App): PackReport[] {
  const file = join(app.outdir, 'validation-report.json');
  if (!existsSync(file)) {
    throw new ZeroTrustError(app, 'NoReport', `${file} does not exist.`, 'call ZeroTrust.enforce(app) and app.synth() first.');
  }
  const acknowledgements = new Acknowledgements(app);
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf-8')) as Report;
  return pluginReports.map(({ pluginName, violations, suppressedViolations = [] }) => ({
    pack: pluginName,
    open: violations.flatMap(findings),
    acknowledged: suppressedViolations.flatMap((violation) => findings(violation).map((finding) => {
      const made = acknowledgements.find(acknowledgeId(pluginName, finding.rule), finding.path);
      return {
        ...finding,
        acknowledgedAt: made?.path ?? violation.acknowledgedAt ?? '',
        reason: made?.reason ?? violation.reason ?? '',
        provedBy: made?.provedBy,
        waiver: made?.waiver,
      };
    })),
  }));
}

interface Report {
  readonly pluginReports: { pluginName: string; violations: Violation[]; suppressedViolations?: Violation[] }[];
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly violatingConstructs?: { readonly constructPath: string }[];
  readonly acknowledgedAt?: string;
  readonly reason?: string;
}

function findings({ ruleName, severity, description, violatingConstructs = [] }: Violation): ReportedFinding[] {
  return violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, path: constructPath, severity, description }));
}
