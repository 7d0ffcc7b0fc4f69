/**
 * The formats in which `ZeroTrust.enforce` writes its evidence.
 */
export enum ReportFormat {
  /** One page for auditors, which needs nothing beside it: `zero-trust-report.html`. */
  HTML = 'html',
  /** Every verdict with the value seen, for programs: `zero-trust-report.json`. */
  JSON = 'json',
  /** What is open, as SARIF 2.1.0 for code scanning: `zero-trust-report.sarif`. */
  SARIF = 'sarif',
  /** Every verdict, a line each: `zero-trust-report.csv`. */
  CSV = 'csv',
  /** OSCAL assessment results, for the tools of compliance programmes: `zero-trust-report.oscal.json`. */
  OSCAL = 'oscal.json',
}
