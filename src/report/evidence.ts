import { StackSummary, summariseStacks } from './stacks';
import type { Framework } from '../frameworks';
import { TemplateModel } from '../model';
import type { ReadTemplate } from '../model/read-templates';
import { evaluate, Rule, RuleResult, RULES, SEVERITIES, Severity } from '../rules';
import type { WaiverRecord } from '../waivers/waiver-record';

export { SEVERITIES };

/** The verdicts of all rules on some templates, passes included. */
export interface Evidence {
  readonly templates: ReadTemplate[];
  readonly rules: Rule[];
  /** The framework that was asked for, when it was one: only its rules were run, and reports name its controls only. */
  readonly framework?: Framework;
  readonly items: EvidenceItem[];
  /** How many resources each stack has, and what they cost before anybody uses them. */
  readonly stacks: StackSummary[];
  /** Waivers that let nothing through, each with the reason. */
  readonly waiverProblems: WaiverProblem[];
  /** How many waivers are for rules that were not run: those of other packs. */
  readonly waiversNotTried: number;
}

/** What one rule found on one resource. */
export interface EvidenceItem {
  readonly rule: Rule;
  readonly template: ReadTemplate;
  readonly logicalId: string;
  /** Logical id of the resource in the template, when SAM makes this one of it. */
  readonly declaredAs: string;
  readonly type: string;
  /** When the CDK tells it. */
  readonly constructPath?: string;
  readonly verdict: EvidenceVerdict;
  /** What was seen. */
  readonly value?: string;
  /** What is wrong, or not known; absent when the rule passes. */
  readonly finding?: string;
  /** Who answers for the finding, when it is waived. */
  readonly waiver?: EvidenceWaiver;
}

/** `waived` is a failure or an unknown that somebody answers for. */
export type EvidenceVerdict = RuleResult['verdict'] | 'waived';

/** A waiver that lets a finding through. */
export interface EvidenceWaiver extends WaiverRecord {
  /** What the rule says of the resource. */
  readonly accepts: 'fail' | 'unknown';
  /** Where the waiver stands: `template`, or a file. */
  readonly source: string;
}

/** A waiver that does not count. */
export interface WaiverProblem {
  /** Empty where the waiver does not say it, as are owner and ticket. */
  readonly rule: string;
  readonly path: string;
  readonly owner: string;
  readonly ticket: string;
  /** Why it does not count: a sentence without its end. */
  readonly wrong: string;
  /** Where the waiver stands: `template`, or a file. */
  readonly source: string;
}

/** Judges templates; `progress` is told after each rule how many are done. */
export function collectEvidence(templates: ReadTemplate[], rules: Rule[] = RULES, progress?: (done: number) => void): Evidence {
  const model = new TemplateModel(templates);
  const byId = new Map(templates.map((template) => [template.id, template]));
  const items = rules.flatMap((rule, i) => {
    const found = evaluate(model, [rule]).map(({ resource, result }): EvidenceItem => ({
      rule,
      template: byId.get(resource.stack.id)!,
      logicalId: resource.logicalId,
      declaredAs: resource.declaredAs,
      type: resource.type,
      constructPath: resource.path,
      verdict: result.verdict,
      value: result.value,
      finding: result.verdict === 'pass' ? undefined : result.finding,
    }));
    progress?.(i + 1);
    return found;
  });
  return { templates, rules, items, stacks: summariseStacks(model), waiverProblems: [], waiversNotTried: 0 };
}

/** Failed or unknown: what is not known before deployment is no pass. */
export function isOpen({ verdict }: EvidenceItem): boolean {
  return verdict === 'fail' || verdict === 'unknown';
}

export function openItems({ items }: Evidence): EvidenceItem[] {
  return items.filter(isOpen);
}

export function waivedItems({ items }: Evidence): WaivedItem[] {
  return items.filter((item): item is WaivedItem => item.waiver !== undefined);
}

export type WaivedItem = EvidenceItem & { readonly waiver: EvidenceWaiver };

/** Whether anything of a severity, or a worse one, is open. */
export function isOpenFrom(severity: Severity, evidence: Evidence): boolean {
  const worse = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return openItems(evidence).some(({ rule }) => worse.includes(rule.severity));
}

export type Counts = Record<EvidenceVerdict, number>;

export function count(items: EvidenceItem[]): Counts {
  const counts: Counts = { pass: 0, fail: 0, unknown: 0, waived: 0 };
  for (const { verdict } of items) counts[verdict]++;
  return counts;
}

/** How reports call a resource. */
export function nameOf({ constructPath, template, logicalId }: EvidenceItem): string {
  return constructPath ?? `${template.id}/${logicalId}`;
}

/** Says of a waiver that does not count which one it is, and why. */
export function describeProblem({ rule, path, owner, ticket, wrong, source }: WaiverProblem): string {
  return `The waiver of ${rule || 'no rule'} on ${path} (${owner || 'no owner'}, ${ticket || 'no ticket'}; ${source}) does not count: ${wrong}.`;
}
