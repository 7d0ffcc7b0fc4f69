/**
 * How bad a finding of this library's rules is. RULES.md says it for each rule.
 */
export enum FindingSeverity {
  /** Open to anyone, or the end of a safeguard. */
  CRITICAL = 'critical',
  /** A safeguard is missing. */
  HIGH = 'high',
  /** A safeguard is weaker than it should be. */
  MEDIUM = 'medium',
  /** Good practice. */
  LOW = 'low',
}
