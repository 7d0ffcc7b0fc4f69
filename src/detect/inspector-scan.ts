/**
 * What Amazon Inspector scans the functions of the account for. It does not scan functions that are encrypted under a customer managed key.
 *
 * Source: Amazon Inspector user guide, "Scanning AWS Lambda functions".
 */
export enum InspectorScan {
  /** Packages with known vulnerabilities, in functions and layers: Lambda standard scanning. */
  PACKAGES = 'LAMBDA',
  /** Packages, and the code of functions and layers: Lambda code scanning as well. It is in fewer regions. */
  PACKAGES_AND_CODE = 'LAMBDA_CODE',
}
