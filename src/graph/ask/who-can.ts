import { globMatches } from '../../model/glob';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** The edges by which somebody may call an action on one of some nodes: those that name it, and control edges, which give whatever the target has. */
export interface Callers {
  readonly direct: readonly GraphEdge[];
  /** Control edges onto those who can: whoever has one gets the action as well. */
  readonly byControl: readonly GraphEdge[];
}

export function whoCan(graph: TrustGraph, action: string, targets: readonly GraphNode[]): Callers {
  const direct = targets.flatMap((target) => graph.to(target).filter((edge) => edgeHas(edge, action)));
  const able = new Set(direct.map(({ from }) => from));
  const byControl: GraphEdge[] = [];
  const seen = new Set(able);
  const queue = [...able];
  for (let node = queue.shift(); node; node = queue.shift()) {
    for (const edge of graph.to(node)) {
      if (edge.kind !== 'control') continue;
      if (!able.has(edge.from)) byControl.push(edge);
      if (!seen.has(edge.from)) queue.push(edge.from);
      seen.add(edge.from);
    }
  }
  return { direct, byControl };
}

/** Whether an edge has an action, where either may be a pattern. */
export function edgeHas({ actions }: GraphEdge, action: string): boolean {
  return actions.some((one) => actionsMeet(one, action));
}

export function actionsMeet(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return globMatches(a, b) || globMatches(b, a);
}
