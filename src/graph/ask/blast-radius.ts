import type { Certainty, GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** What falls when a node, or some at once, is taken over. */
export interface BlastRadius {
  readonly starts: readonly GraphNode[];
  /** What it becomes, or rules, by control edges: in the order of distance, each with the edge by which it was taken. */
  readonly taken: ReadonlyMap<GraphNode, GraphEdge>;
  /** What is taken, the start included, does to others: its access edges. */
  readonly access: readonly GraphEdge[];
  /** What it sets in motion without ruling it: by an access that calls or publishes, and by what is delivered on from there. */
  readonly reached: ReadonlyMap<GraphNode, GraphEdge>;
}

/** Intents of an access by which nothing else is set in motion. */
const KEEPS_STILL = ['read', 'consume', 'egress'];

export function blastRadius(graph: TrustGraph, ...starts: GraphNode[]): BlastRadius {
  const taken = spread(starts, (node) => graph.from(node).filter(({ kind }) => kind === 'control'));
  const ruled = new Set([...starts, ...taken.keys()]);
  const access = [...ruled].flatMap((node) => graph.from(node).filter(({ kind }) => kind === 'access'));
  const reached = spread([...ruled], (node) => graph.from(node).filter(({ kind, intent, to }) => (
    actsWhenCalled(to, graph) && (kind === 'delivery' || (kind === 'access' && ruled.has(node) && !KEEPS_STILL.includes(intent))))));
  return { starts, taken, access, reached };
}

/** Every node of the blast radius but those in which it began. */
export function nodesIn({ starts, taken, access, reached }: BlastRadius): Set<GraphNode> {
  const nodes = new Set([...taken.keys(), ...access.map(({ to }) => to), ...reached.keys()]);
  for (const start of starts) nodes.delete(start);
  return nodes;
}

/** How sure an edge of a blast radius is: no surer than the way by which its node was taken or reached. */
export function certaintyIn({ taken, reached }: BlastRadius, edge: GraphEdge): Certainty {
  const seen = new Set<GraphNode>();
  for (let here: GraphEdge | undefined = edge; here && !seen.has(here.from); here = taken.get(here.from) ?? reached.get(here.from)) {
    if (here.certainty === 'possible') return 'possible';
    seen.add(here.from);
  }
  return 'certain';
}

/** What only holds data does nothing by itself, unless it hands on what is put into it. */
function actsWhenCalled(node: GraphNode, graph: TrustGraph): boolean {
  return node.kind === 'workload' || node.kind === 'pipeline' || graph.from(node).some(({ kind }) => kind === 'delivery');
}

/** What is reached from some nodes, nearest first, each with the edge that reached it first; an edge that is certain goes before one that is possible. */
function spread(starts: readonly GraphNode[], edgesOf: (node: GraphNode) => GraphEdge[]): Map<GraphNode, GraphEdge> {
  const found = new Map<GraphNode, GraphEdge>();
  const seen = new Set(starts);
  let layer = [...starts];
  while (layer.length > 0) {
    const edges = layer.flatMap(edgesOf);
    layer = [];
    for (const edge of [...edges.filter(isCertain), ...edges.filter((one) => !isCertain(one))]) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      found.set(edge.to, edge);
      layer.push(edge.to);
    }
  }
  return found;
}

const isCertain = ({ certainty }: GraphEdge) => certainty === 'certain';
