import { described, deed, inOrder, named, reasonLines } from './parts';
import type { GraphEdge, GraphNode } from '../../../graph/trust/trust-graph';
import type { Chunks } from '../../chunks';
import { describeEdge, describeNode, JSON_VERSION, jsonOf } from '../json';

/** What was asked: all that a node may do, or an action, or that on one target. */
export interface CanQuestion {
  readonly actor: GraphNode;
  readonly action?: string;
  readonly target?: GraphNode;
}

/** The edges that answer it. */
export function writeAbilities(edges: readonly GraphEdge[], question: CanQuestion): Chunks {
  return [
    verdict(edges, question),
    ...edges.length > 0 ? [''] : [],
    ...inOrder(edges).flatMap((edge) => [`  ${described(edge.to)}: ${deed(edge)}`, ...reasonLines(edge, '      ')]),
    '',
  ].join('\n');
}

export function describeAbilities(edges: readonly GraphEdge[], { actor, action, target }: CanQuestion): Chunks {
  return jsonOf({
    version: JSON_VERSION,
    actor: describeNode(actor),
    action,
    target: target && describeNode(target),
    answer: answerOf(edges),
    edges: inOrder(edges).map(describeEdge),
  });
}

function answerOf(edges: readonly GraphEdge[]): 'yes' | 'possible' | 'no' {
  if (edges.length === 0) return 'no';
  return edges.some(({ certainty }) => certainty === 'certain') ? 'yes' : 'possible';
}

function verdict(edges: readonly GraphEdge[], { actor, action, target }: CanQuestion): string {
  const on = target ? ` on ${named(target)}` : '';
  if (action === undefined) return edges.length > 0 ? `What ${described(actor)} can do` : `${described(actor)} can do nothing in these templates.`;
  switch (answerOf(edges)) {
    case 'yes': return `Yes: ${named(actor)} can ${action}${on}.`;
    case 'possible': return `Possibly: whether ${named(actor)} can ${action}${on} is not decided by these templates.`;
    case 'no': return `No: ${named(actor)} cannot ${action}${on}.`;
  }
}
