/** What a rule finds on one resource. Unknown is no pass: it fails closed, and says what was not known. */
export type RuleResult = Pass | Fail | Unknown;

export interface Pass {
  readonly verdict: 'pass';
  /** What was seen. Told only when somebody asks: most of what passes is never shown. */
  readonly value?: string;
}

export interface Fail {
  readonly verdict: 'fail';
  readonly value?: string;
  /** What is wrong, as the end of a sentence about the resource. */
  readonly finding: string;
}

export interface Unknown {
  readonly verdict: 'unknown';
  readonly value?: string;
  readonly finding: string;
}
