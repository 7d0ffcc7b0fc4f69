import type { EvidenceAcceptance, EvidenceItem, EvidenceVerdict, EvidenceWaiver } from './evidence-item';
import { ItemMaker } from './item-maker';
import type { Items } from './items';
import { StackSummary, summariseStacks } from './stacks';
import type { Framework } from '../frameworks';
import type { TrustGraph } from '../graph/trust/trust-graph';
import { TemplateModel } from '../model';
import { ManualControlRecord, manualControls } from '../model/manual-control';
import type { ReadTemplate } from '../model/read-templates';
import { ANY_TYPE } from '../model/template-model';
import { UnreadType } from '../model/unread';
import { COVERAGE, evaluate, judgeCoverage, judgeRequired, Required, Rule, RULES, SEVERITIES, Severity, Verdict } from '../rules';
import type { Setting } from './setting';
import { Skipped, skippedTypes } from './skipped-types';
import { namesOf, TrustedAccount, TrustedOrganization } from './trusted';

export { SEVERITIES };
export type { EvidenceAcceptance, EvidenceItem, EvidenceVerdict, EvidenceWaiver } from './evidence-item';

/** The verdicts of all rules on some templates, passes included. */
export interface Evidence {
  readonly templates: ReadTemplate[];
  readonly rules: Rule[];
  /** The framework that was asked for, when it was one: only its rules were run, and reports name its controls only. */
  readonly framework?: Framework;
  readonly items: Items;
  /** How many resources each stack has, and what they cost before anybody uses them. */
  readonly stacks: StackSummary[];
  /** Waivers that let nothing through, each with the reason. */
  readonly waiverProblems: WaiverProblem[];
  /** Files that could not be read, each with the reason: the verdicts say nothing about them. */
  readonly unreadable: string[];
  /** Types that no rule looks at, with how many resources each has. */
  readonly skipped: Skipped[];
  /** How many waivers are for rules that were not run: those of other packs. */
  readonly waiversNotTried: number;
  /** Capabilities that the app must have; their verdicts are among the items. */
  readonly required?: Required[];
  /** Accounts that policies may name, beside those of the stacks. */
  readonly trusted?: TrustedAccount[];
  /** Organisations that policies may name. */
  readonly trustedOrganizations?: TrustedOrganization[];
  /** Why what was judged is not for production, as a sentence without its end: reports begin with it. */
  readonly notForProduction?: string;
  /** Rules that an organisation rates otherwise or switches off. */
  readonly settings?: Setting[];
  /** What the app had on the day of its baseline, when it has one. */
  readonly baseline?: EvidenceBaseline;
  /** What other packs found, where an assembly tells it. */
  readonly packs?: EvidencePacks;
  /** What people do, with the day on which it is due again. */
  readonly manualControls?: ManualControlRecord[];
  /** Who can do what to whom, for reports that draw it. */
  readonly graph?: TrustGraph;
  /** How many resources are too many for the graph that was asked for. */
  readonly tooManyForGraph?: number;
}

/** What packs of other libraries found at the synthesis of the assemblies and nobody acknowledged. They fail nothing here. */
export interface EvidencePacks {
  /** How many findings there are, those that ours tell too included. */
  readonly findings: number;
  /** What no rule of ours found. */
  readonly alone: PackFault[];
}

/** One fault that one or more packs report. */
export interface PackFault {
  /** The name of the rule that the packs share. */
  readonly name: string;
  readonly path: string;
  /** Ids by which packs report it, with the finding in brackets when there are several on one resource. */
  readonly ids: string[];
  /** How many findings it is. */
  readonly findings: number;
  readonly isError: boolean;
}

/** A baseline, and what became of its entries. */
export interface EvidenceBaseline {
  readonly file: string;
  /** The last day on which it counts, as `YYYY-MM-DD`, in UTC. */
  readonly until: string;
  /** Why it does not count today. */
  readonly wrong?: string;
  /** Entries whose finding is gone: rule and path. */
  readonly stale: { readonly rule: string; readonly path: string }[];
  /** Entries for packs, which an audit does not run. */
  readonly notTried: number;
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

/** What rules found before somebody asked for evidence. */
export interface Judged {
  readonly model: TemplateModel;
  readonly verdicts: Verdict[];
  /** Of what was not read. */
  readonly coverage: Verdict[];
  /** Of capabilities that must be there. */
  readonly capabilities: Verdict[];
}

/** How templates are judged, beyond the rules. */
export interface JudgeOptions {
  /** Values of parameters. */
  readonly parameters?: ReadonlyMap<string, unknown>;
  /** Files that could not be read, each with the reason. */
  readonly unreadable?: string[];
  /** Capabilities that must be there. */
  readonly required?: Required[];
  /** Accounts that policies may name, beside those of the stacks. */
  readonly trusted?: TrustedAccount[];
  /** Organisations that policies may name. */
  readonly trustedOrganizations?: TrustedOrganization[];
  /** What was found already, by the same rules in the same templates. */
  readonly judged?: Judged;
  /** Makes the trust graph, for a report that draws it. */
  readonly graph?: (model: TemplateModel) => TrustGraph;
  /** Told after each rule how many are done. */
  readonly progress?: (done: number) => void;
}

/** Judges templates by rules, and what of them could not be judged. */
export function collectEvidence(templates: ReadTemplate[], rules: Rule[] = RULES, options: JudgeOptions = {}): Evidence {
  const { parameters, unreadable = [], required = [], trusted = [], trustedOrganizations = [], judged, progress } = options;
  const model = judged?.model ?? new TemplateModel(templates, parameters, namesOf(trusted, trustedOrganizations));
  const maker = new ItemMaker(templates);
  const take = (verdict: Verdict) => maker.take(verdict);
  if (judged) {
    judged.verdicts.forEach(take);
  } else {
    rules.forEach((rule, i) => {
      evaluate(model, [rule]).forEach(take);
      progress?.(i + 1);
    });
  }
  const coverage = judged?.coverage ?? judgeCoverage(model);
  coverage.forEach(take);
  (judged?.capabilities ?? judgeRequired(model, required)).forEach(take);
  const used = new Set(coverage.map(({ rule }) => rule));
  const performed = manualControls(model);
  return {
    templates,
    rules: [...rules, ...COVERAGE.filter((rule) => used.has(rule)), ...required.map(({ rule }) => rule)],
    items: maker.items,
    ...required.length > 0 ? { required } : {},
    ...trusted.length > 0 ? { trusted } : {},
    ...trustedOrganizations.length > 0 ? { trustedOrganizations } : {},
    stacks: summariseStacks(model),
    waiverProblems: [],
    waiversNotTried: 0,
    unreadable,
    skipped: skippedTypes(model),
    ...performed.length > 0 ? { manualControls: performed } : {},
    ...options.graph ? drawn(model, options.graph) : {},
  };
}

/** A stack is one node of so large a picture: no reader follows an edge of hundreds. */
const MOST_DRAWN = 50_000;

function drawn(model: TemplateModel, graph: (model: TemplateModel) => TrustGraph): Pick<Evidence, 'graph' | 'tooManyForGraph'> {
  const resources = model.resources.length;
  return resources > MOST_DRAWN ? { tooManyForGraph: resources } : { graph: graph(model) };
}

/** Whether a verdict is about what was not read or not judged. */
export function isCoverage({ rule }: EvidenceItem): boolean {
  return rule.id.startsWith('ZT-COVERAGE-');
}

/** Whether no rule had a resource to judge. Rules that look into every text and type find nothing in what no other rule looks at. */
export function judgedNothing({ items }: Evidence): boolean {
  const looksAnywhere = ({ rule: { types } }: EvidenceItem) => types.some((type) => ANY_TYPE.includes(type) || type === UnreadType.TEMPLATE);
  return items.every((item) => isCoverage(item) || (item.verdict === 'pass' && looksAnywhere(item)));
}

/** What of each template was not read, as sentences. */
export function notJudged({ templates, items }: Evidence): Map<ReadTemplate, string[]> {
  const sentences = new Map<ReadTemplate, string[]>(templates.map((template) => [template, []]));
  for (const item of items) {
    if (isCoverage(item)) sentences.get(item.template)?.push(`${item.logicalId}: ${item.finding}${item.value ? ` (${item.value})` : ''}.`);
  }
  return sentences;
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

/** What is not open though its rule does not pass, and is no waiver. */
export function acceptedItems({ items }: Evidence): AcceptedItem[] {
  return items.filter((item): item is AcceptedItem => item.acceptance !== undefined);
}

export type AcceptedItem = EvidenceItem & { readonly acceptance: EvidenceAcceptance };

/** Why a finding is let through, as a sentence without its end. */
export function describeAcceptance({ by, reason, until, source }: EvidenceAcceptance): string {
  if (by === 'cdk') return `structural: ${reason}`;
  return by === 'baseline' ? `in the baseline of ${source} until ${until}` : `${reason} (rule switched off by ${source})`;
}

export type WaivedItem = EvidenceItem & { readonly waiver: EvidenceWaiver };

/** Whether anything of a severity, or a worse one, is open. */
export function isOpenFrom(severity: Severity, evidence: Evidence): boolean {
  const worse = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return openItems(evidence).some(({ rule }) => worse.includes(rule.severity));
}

export type Counts = Record<EvidenceVerdict, number>;

export function count(items: Iterable<EvidenceItem>): Counts {
  const counts: Counts = { pass: 0, fail: 0, unknown: 0, waived: 0, baselined: 0, off: 0, structural: 0 };
  for (const { verdict } of items) counts[verdict]++;
  return counts;
}

/** How reports call a resource. */
export function nameOf({ constructPath, template, logicalId }: Pick<EvidenceItem, 'constructPath' | 'logicalId'> & { readonly template: { readonly id: string } }): string {
  return constructPath ?? `${template.id}/${logicalId}`;
}

/** Says of a waiver that does not count which one it is, and why. */
export function describeProblem({ rule, path, owner, ticket, wrong, source }: WaiverProblem): string {
  return `The waiver of ${rule || 'no rule'} on ${path} (${owner || 'no owner'}, ${ticket || 'no ticket'}; ${source}) does not count: ${wrong}.`;
}
