/**
 * How severe a finding of an AWS service is, by the labels of the AWS Security Finding Format.
 */
export enum ThreatSeverity {
  /** Nothing was reached: a port probe. From 1 at GuardDuty. */
  LOW = 'LOW',
  /** Behaviour that differs from what is usual. From 4 at GuardDuty. */
  MEDIUM = 'MEDIUM',
  /** A resource is compromised and used. From 7 at GuardDuty. */
  HIGH = 'HIGH',
  /** An attack sequence. From 9 at GuardDuty. */
  CRITICAL = 'CRITICAL',
}
