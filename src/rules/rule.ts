import type { TemplateModel, TemplateResource } from '../model';

/** `critical` and `high` fail synth, `medium` and `low` are printed as warnings. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

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

/** One checkable property of a template. */
export interface Rule {
  /** Stable for ever: `ZT-<SERVICE>-<number>`. */
  readonly id: string;
  /** What holds when the rule passes. */
  readonly title: string;
  readonly severity: Severity;
  /** CloudFormation types that it looks at. */
  readonly types: string[];
  /** Why it matters. */
  readonly rationale: string;
  /** What to do. */
  readonly remediation: string;
  check(resource: TemplateResource, model: TemplateModel): RuleResult;
}
