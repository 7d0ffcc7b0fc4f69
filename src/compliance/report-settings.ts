/** What a report job is told at synth: a file beside its code. */
export interface ReportSettings {
  /** The construct path of the baseline. */
  readonly baseline: string;
  /** The frameworks of the report, as the command line calls them. */
  readonly frameworks: string[];
  /** The conformance packs, and which rules of this library each of their rules evaluates. */
  readonly packs: { readonly name: string; readonly rules: Record<string, string[]> }[];
}

/** The file. */
export const REPORT_SETTINGS = 'settings.json';
