import { TemplateModel } from '../policy/model';
import type { ReadTemplate } from '../policy/model/read-templates';
import { evaluate, Rule, RuleResult, RULES, Severity } from '../policy/rules';

/** The verdicts of all rules on some templates, passes included. */
export interface Evidence {
  readonly templates: ReadTemplate[];
  readonly rules: Rule[];
  readonly items: EvidenceItem[];
}

/** What one rule found on one resource. */
export interface EvidenceItem {
  readonly rule: Rule;
  readonly template: ReadTemplate;
  readonly logicalId: string;
  readonly type: string;
  /** When the CDK tells it. */
  readonly constructPath?: string;
  readonly verdict: RuleResult['verdict'];
  /** What was seen. */
  readonly value?: string;
  /** What is wrong, or not known; absent when the rule passes. */
  readonly finding?: string;
}

/** From the worst to the mildest. */
export const SEVERITIES: Severity[] = ['critical', 'high', 'medium', 'low'];

/** Judges templates; `progress` is told after each rule how many are done. */
export function collectEvidence(templates: ReadTemplate[], rules: Rule[] = RULES, progress?: (done: number) => void): Evidence {
  const model = new TemplateModel(templates);
  const byId = new Map(templates.map((template) => [template.id, template]));
  const items = rules.flatMap((rule, i) => {
    const found = evaluate(model, [rule]).map(({ resource, result }): EvidenceItem => ({
      rule,
      template: byId.get(resource.stack.id)!,
      logicalId: resource.logicalId,
      type: resource.type,
      constructPath: resource.path,
      verdict: result.verdict,
      value: result.value,
      finding: result.verdict === 'pass' ? undefined : result.finding,
    }));
    progress?.(i + 1);
    return found;
  });
  return { templates, rules, items };
}

/** Failed and unknown: what is not known before deployment is no pass. */
export function openItems({ items }: Evidence): EvidenceItem[] {
  return items.filter(({ verdict }) => verdict !== 'pass');
}

/** Whether anything of a severity, or a worse one, is open. */
export function isOpenFrom(severity: Severity, evidence: Evidence): boolean {
  const worse = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return openItems(evidence).some(({ rule }) => worse.includes(rule.severity));
}

export type Counts = Record<RuleResult['verdict'], number>;

export function count(items: EvidenceItem[]): Counts {
  const counts: Counts = { pass: 0, fail: 0, unknown: 0 };
  for (const { verdict } of items) counts[verdict]++;
  return counts;
}

/** How reports call a resource. */
export function nameOf({ constructPath, template, logicalId }: EvidenceItem): string {
  return constructPath ?? `${template.id}/${logicalId}`;
}
