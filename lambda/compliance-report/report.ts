import type { ControlStatus } from '../../src/report/control-status';

export const REPORT_SCHEMA = 'cdk-zero-trust/compliance-report/1';

/** Where findings come from. */
export type SourceName = 'evidence' | 'config' | 'incidents' | 'previous';

/** A source, and whether it was read: what was not read is unknown, and what was not given is told. */
export interface Source {
  readonly source: SourceName;
  readonly state: 'read' | 'not-read' | 'not-given';
  /** A sentence without its end. */
  readonly what: string;
}

export interface Finding {
  /** The same in each report, by which they are compared. */
  readonly id: string;
  readonly source: 'evidence' | 'config' | 'incidents' | 'reviews';
  readonly rule?: string;
  readonly place: string;
  readonly status: ControlStatus;
  readonly what: string;
}

export interface RuleLine {
  readonly id: string;
  readonly evidence: ControlStatus;
  readonly config: ControlStatus;
}

export interface ControlLine {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  readonly rules: RuleLine[];
  /** Ids of findings. */
  readonly findings: string[];
  readonly notCovered?: string;
}

export interface ComplianceReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly baseline: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly sources: Source[];
  readonly frameworks: { readonly id: string; readonly name: string; readonly version: string; readonly controls: ControlLine[] }[];
  readonly findings: Finding[];
  readonly changes: Changes;
}

/** The difference to the report before. A control that only one of them has, as one that was renamed, is not listed in the other. */
export interface Changes {
  readonly since?: string;
  readonly appeared: string[];
  readonly gone: string[];
  readonly controls: { readonly control: string; readonly from: ControlStatus | 'not-listed'; readonly to: ControlStatus | 'not-listed' }[];
}
