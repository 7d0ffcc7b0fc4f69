import { createHash } from 'crypto';
import type { CollectedThreats } from './collect-threats';
import type { RiskLevel } from '../../graph/threats/risk';
import { IMPACTS, LIKELIHOODS } from '../../graph/threats/risk';
import type { JudgedMitigation, Threat } from '../../graph/threats/threat-model';
import type { GraphNode } from '../../graph/trust/trust-graph';

export const RISK_LEVELS: readonly RiskLevel[] = ['critical', 'high', 'medium', 'low'];
const STATUSES: readonly Threat['status'][] = ['open', 'accepted', 'mitigated'];
/** RFC 9562, of a name: ours alone, so that no other tool makes the same ids. */
const NAMESPACE = 'cdk-zero-trust threat model';

/** How reports call an element. */
export function elementName({ path, id, resource }: GraphNode): string {
  return path ?? (resource ? `${resource.stack.name}/${resource.logicalId}` : id);
}

/** The element of a threat, or both ends of its flow. */
export function whereOf({ element, flow }: Threat): string {
  return flow ? `${elementName(flow.from)} → ${elementName(flow.to)}` : elementName(element);
}

/** A text of the catalogue about this threat. */
export function said(text: string, { element, flow }: Threat): string {
  return text.replace('{element}', elementName(element)).replace('{from}', flow ? elementName(flow.from) : '').replace('{to}', flow ? elementName(flow.to) : '');
}

/** Open first, and of those the riskiest. */
export function sorted({ threats }: CollectedThreats): Threat[] {
  const rank = ({ status, risk }: Threat) => STATUSES.indexOf(status) * 10 + RISK_LEVELS.indexOf(risk);
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...threats].sort((a, b) => rank(a) - rank(b) || byText(a.kind.id, b.kind.id) || byText(whereOf(a), whereOf(b)));
}

/**
 * The ids of threats: the same for the same threat to the same element, as long as its construct path within the stack, or without one its logical
 * id, is the same. Where two stacks have the same path, the stack counts too.
 */
export class ThreatIds {
  private readonly twice = new Set<string>();

  constructor({ graph }: CollectedThreats) {
    const seen = new Set<string>();
    for (const node of graph.nodes) {
      const name = withinStack(node);
      if (seen.has(name)) this.twice.add(name);
      seen.add(name);
    }
  }

  public of({ kind, element, flow }: Threat): string {
    return uuid([kind.id, ...(flow ? [flow.from, flow.to] : [element]).map((node) => this.identity(node))].join('\n'));
  }

  public ofMitigation(threat: Threat, { mitigation }: JudgedMitigation): string {
    return uuid(`${this.of(threat)}\n${mitigation.name}`);
  }

  private identity(node: GraphNode): string {
    const name = withinStack(node);
    return this.twice.has(name) && node.resource ? `${node.resource.stack.name} ${name}` : name;
  }
}

function withinStack({ resource, path, id, name }: GraphNode): string {
  if (!resource) return name || id;
  return `${resource.type} ${path === undefined ? resource.logicalId : path.slice(path.indexOf('/') + 1)}`;
}

/** A UUID made of a name, version 5. */
export function uuid(name: string): string {
  const hex = createHash('sha1').update(`${NAMESPACE}\n${name}`).digest('hex');
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** What a mitigation is, and whether it holds: a sentence without a full stop. */
export function mitigationLine({ mitigation, status, rules }: JudgedMitigation): string {
  const open = rules.filter((rule) => rule.open.length > 0);
  const what = rules.length > 0 ? rules.map(({ rule }) => rule).join(', ') : mitigation.rules.join(', ');
  const how = { pass: 'passes', fail: 'fails', unknown: 'is not known', accepted: 'is waived', absent: 'is nowhere' }[status];
  return `${mitigation.name} (${what}) ${how}${open.length > 0 ? ` on ${[...new Set(open.flatMap((rule) => rule.open))].slice(0, 3).join(', ')}` : ''}`;
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
