import type { Control, Framework } from '../../frameworks';
import type { ManualControlRecord } from '../../model/manual-control';
import { CONTROL_STATUSES, ControlStatus } from '../control-status';
import type { Evidence, EvidenceItem } from '../evidence';
import { summariseFrameworks } from '../framework-summary';

/** What some templates show for one framework, article by article, for people who do not read rules. */
export interface RegulatoryReport {
  readonly framework: Framework;
  readonly articles: Article[];
  /** The templates, each with the hash of what was read. */
  readonly templates: { readonly name: string; readonly sha256: string }[];
  /** The day of the report, as `YYYY-MM-DD`, in UTC. */
  readonly date: string;
}

/** A requirement of the framework. */
export interface Article {
  readonly control: Control;
  readonly status: ControlStatus;
  readonly evidence: RuleEvidence[];
  /** What people do for it. */
  readonly performed: Performed[];
}

/** What one rule found on all resources. */
export interface RuleEvidence {
  readonly id: string;
  readonly title: string;
  passes: number;
  readonly open: EvidenceItem[];
  readonly accepted: EvidenceItem[];
}

/** A control that people perform, and whether it holds today. */
export interface Performed extends ManualControlRecord {
  readonly holds: boolean;
}

/** Joins what rules found, what was accepted and what people do. */
export function collectRegulatory(evidence: Evidence, framework: Framework, controls: ManualControlRecord[], date: string): RegulatoryReport {
  const [summary] = summariseFrameworks(evidence, [framework]);
  const byRule = new Map(evidence.rules.map(({ id, title }) => {
    const found: RuleEvidence = { id, title, passes: 0, open: [], accepted: [] };
    return [id, found];
  }));
  for (const item of evidence.items) {
    const found = byRule.get(item.rule.id)!;
    if (item.verdict === 'pass') found.passes++;
    else (isOpen(item) ? found.open : found.accepted).push(item);
  }
  return {
    framework,
    articles: summary.controls.map(({ control, status, rules }) => ({
      control,
      status,
      evidence: [...rules.keys()].map((id) => byRule.get(id)!).filter(({ passes, open, accepted }) => passes + open.length + accepted.length > 0),
      performed: controls.filter(({ controls: serves }) => serves.includes(`${framework.id} ${control.id}`))
        .map((one) => ({ ...one, holds: one.due !== undefined && date <= one.due })),
    })),
    templates: evidence.templates.map(({ name, sha256 }) => ({ name, sha256 })),
    date,
  };
}

/** Articles that have something open: a finding, or a control that people did not perform in time. */
export function openArticles({ articles }: RegulatoryReport): Article[] {
  return articles.filter(({ status, performed }) => status === 'fail' || status === 'unknown' || performed.some(({ holds }) => !holds));
}

/** Those that neither rules nor people serve here: their evidence has to come from elsewhere. */
export function unserved({ articles }: RegulatoryReport): Article[] {
  return articles.filter(({ status, performed }) => (status === 'not-covered' || status === 'not-seen') && performed.length === 0);
}

/** How many articles have each status, the worst first. */
export function countStatuses({ articles }: RegulatoryReport): [ControlStatus, number][] {
  const counts = CONTROL_STATUSES.map((status): [ControlStatus, number] => [status, articles.filter((article) => article.status === status).length]);
  return counts.filter(([, count]) => count > 0);
}

/** In one line. */
export function summaryOf(report: RegulatoryReport): string {
  const { framework, articles } = report;
  const [open, elsewhere] = [openArticles(report).length, unserved(report).length];
  return `${framework.name} ${framework.version}: ${articles.length} requirements listed, ${open} with something open, ${elsewhere} whose evidence has to come from elsewhere`;
}

/** What a person reads of a resource. */
export function placeOf({ constructPath, template, logicalId }: EvidenceItem): string {
  return constructPath ?? `${template.name}/${logicalId}`;
}

/** Who answers for what is accepted, and why. */
export function acceptanceOf({ waiver, acceptance, finding }: EvidenceItem): string {
  if (waiver) return `${finding}; accepted by ${waiver.owner} until ${waiver.expires}, ${waiver.ticket}: ${waiver.reason}`;
  return `${finding}; ${acceptance?.reason ?? 'accepted'}${acceptance?.until === undefined ? '' : ` until ${acceptance.until}`}`;
}

/** A control that people perform, as a sentence. */
export function describePerformed({ title, owner, lastDone, due, record }: Performed): string {
  const kept = record === undefined ? '' : `, record: ${record}`;
  return `${title ?? 'A control'}, by ${owner ?? 'no owner'}: last done on ${lastDone ?? 'an unknown day'}, due on ${due ?? 'an unknown day'}${kept}.`;
}

function isOpen({ verdict }: EvidenceItem): boolean {
  return verdict === 'fail' || verdict === 'unknown';
}
