import type { CollectedThreats } from './collect-threats';
import type { DetectionStatus, JudgedDetection } from '../../graph/threats/detections/judged-detection';
import type { RiskLevel } from '../../graph/threats/risk';
import { IMPACTS, LIKELIHOODS } from '../../graph/threats/risk';
import type { JudgedMitigation, Threat } from '../../graph/threats/threat-model';
import type { GraphNode } from '../../graph/trust/trust-graph';

export const RISK_LEVELS: readonly RiskLevel[] = ['critical', 'high', 'medium', 'low'];
const STATUSES: readonly Threat['status'][] = ['open', 'accepted', 'mitigated'];

/** How reports call an element. */
export function elementName({ path, id, resource }: GraphNode): string {
  return path ?? (resource ? `${resource.stack.name}/${resource.logicalId}` : id);
}

/** The element of a threat, or both ends of its flow. */
export function whereOf({ element, flow }: Pick<Threat, 'element' | 'flow'>): string {
  return flow ? `${elementName(flow.from)} → ${elementName(flow.to)}` : elementName(element);
}

/** A text of the catalogue about this threat. What names hold is no place for another name. */
export function said(text: string, { element, flow }: Threat): string {
  const nodes: Record<string, GraphNode | undefined> = { element, from: flow?.from, to: flow?.to };
  return text.replace(/\{(element|from|to)\}/g, (_, end: string) => (nodes[end] ? elementName(nodes[end]) : ''));
}

/** Open first, and of those the riskiest. */
export function sorted({ threats }: CollectedThreats): Threat[] {
  const rank = ({ status, risk }: Threat) => STATUSES.indexOf(status) * 10 + RISK_LEVELS.indexOf(risk);
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...threats].sort((a, b) => rank(a) - rank(b) || byText(a.kind.id, b.kind.id) || byText(whereOf(a), whereOf(b)));
}

/** What a mitigation is, and whether it holds: a sentence without a full stop. */
export function mitigationLine({ mitigation, status, isPartial, rules }: JudgedMitigation): string {
  const open = rules.filter((rule) => rule.open.length > 0);
  const what = rules.length > 0 ? rules.map(({ rule }) => rule).join(', ') : mitigation.rules.join(', ');
  const how = { pass: 'passes', fail: 'fails', unknown: isPartial ? 'is not known, as some of it is in no template of the input,' : 'is not known', accepted: 'is waived', absent: 'is nowhere' }[status];
  return `${mitigation.name} (${what}) ${how}${open.length > 0 ? ` on ${[...new Set(open.flatMap((rule) => rule.open))].slice(0, 3).join(', ')}` : ''}`;
}

const DETECTIONS: Record<DetectionStatus, string> = { present: 'is present', partial: 'is present in part', unknown: 'is not known to run', broken: 'is present and does not run', absent: 'is absent' };

/** What reports a threat, and whether the templates have it: a sentence without a full stop. */
export function detectionLine({ detection, status, by, why }: JudgedDetection): string {
  const where = by.length > 0 ? ` (${by.slice(0, 3).join(', ')}${by.length > 3 ? ' …' : ''})` : '';
  return `Detection ${detection.name} ${DETECTIONS[status]}${where}${why === undefined ? '' : `: ${why}`}`;
}

/** The cell of the 5×5 and what put the threat there. */
export function cellLine({ likelihood, impact, risk }: Threat): string {
  return `${risk}: likelihood ${likelihood.level} ${LIKELIHOODS[likelihood.level - 1]} (${likelihood.inputs.join(', ')}) × impact ${impact.level} ${IMPACTS[impact.level - 1]} (${impact.inputs.join(', ')})`;
}

/** Open threats of a level, or worse. */
export function openFrom({ threats }: CollectedThreats, level: RiskLevel): Threat[] {
  const worse = RISK_LEVELS.slice(0, RISK_LEVELS.indexOf(level) + 1);
  return threats.filter(({ status, risk }) => status === 'open' && worse.includes(risk));
}

export function summaryLine({ threats }: CollectedThreats): string {
  const many = (status: Threat['status']) => threats.filter((threat) => threat.status === status).length;
  const open = RISK_LEVELS.map((level) => ({ level, n: threats.filter(({ status, risk }) => status === 'open' && risk === level).length })).filter(({ n }) => n > 0);
  return `${threats.length} threats: ${many('mitigated')} mitigated, ${many('accepted')} accepted, ${many('open')} open${open.length > 0 ? ` (${open.map(({ level, n }) => `${n} ${level}`).join(', ')})` : ''}`;
}
