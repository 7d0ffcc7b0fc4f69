import type { Change } from './change';
import { NodeLabels, nodeName } from './edge-changes';
import type { Names } from './names';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** What is worth a way from outside. */
const ASSETS: GraphNode['kind'][] = ['store', 'database', 'secret', 'queue', 'key'];
const OUTSIDE: GraphNode['kind'][] = ['internet', 'account'];

/** A shortest way between two nodes. */
interface Way {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly edges: GraphEdge[];
}

/** Stores, secrets and keys to which a way leads from outside in one version only. */
export function pathChanges(old: TrustGraph, current: TrustGraph, names: Names): Change[] {
  const [before, after] = [old, current].map((graph) => waysIn(graph, names));
  const found: Change[] = [];
  for (const [key, way] of after) if (!before.has(key)) found.push(change('new-path', way));
  for (const [key, way] of before) if (!after.has(key)) found.push(change('gone-path', way));
  return found;
}

function waysIn(graph: TrustGraph, names: Names): Map<string, Way> {
  const ways = new Map<string, Way>();
  const labels = new NodeLabels(graph, names);
  for (const from of graph.nodes.filter(({ kind }) => OUTSIDE.includes(kind))) {
    for (const way of waysFrom(graph, from)) {
      if (ASSETS.includes(way.to.kind)) ways.set(`${labels.of(from)} ${labels.of(way.to)}`, way);
    }
  }
  return ways;
}

/** The shortest way to each node that one leads to. */
export function waysFrom(graph: TrustGraph, from: GraphNode): Way[] {
  const arrived = new Map<GraphNode, GraphEdge | undefined>([[from, undefined]]);
  for (const node of arrived.keys()) { // what is added meanwhile is looked at too
    for (const edge of graph.from(node)) if (!arrived.has(edge.to)) arrived.set(edge.to, edge);
  }
  return [...arrived.keys()].filter((node) => node !== from).map((to) => {
    const edges: GraphEdge[] = [];
    for (let last = arrived.get(to); last; last = arrived.get(last.from)) edges.unshift(last);
    return { from, to, edges };
  });
}

function change(kind: 'new-path' | 'gone-path', { from, to, edges }: Way): Change {
  const [start, end] = [nodeName(from), nodeName(to)];
  const chain = [from, ...edges.map((edge) => edge.to)].map(nodeName).join(' → ');
  const isNew = kind === 'new-path';
  return {
    kind,
    from: start,
    to: end,
    certainty: edges.every(({ certainty }) => certainty === 'certain') ? 'certain' : 'possible',
    text: isNew ? `A way leads from ${start} to ${end}${to.dataClass ? ` (${to.dataClass})` : ''}: ${chain}` : `No way leads from ${start} to ${end} any more`,
    because: isNew ? edges.flatMap(({ because }) => because.slice(0, 1).map(({ text }) => text)) : [],
    resource: to.resource,
    version: isNew ? 'new' : 'old',
  };
}
