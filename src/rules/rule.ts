import type { TemplateModel, TemplateResource } from '../model';
import type { RuleResult } from '../model/rule-result';

export type { RuleResult } from '../model/rule-result';

/** `critical` and `high` fail synth, `medium` and `low` are printed as warnings. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** From the worst to the mildest. */
export const SEVERITIES: Severity[] = ['critical', 'high', 'medium', 'low'];

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
