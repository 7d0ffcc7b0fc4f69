import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** One step of a path, with every edge that makes it. */
export interface Hop {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly edges: readonly GraphEdge[];
}

export type Path = readonly Hop[];

/** How long a path may be, and how many are wanted. */
export interface PathLimits {
  readonly maxHops: number;
  readonly maxPaths: number;
}

export interface FoundPaths {
  /** The shortest first. */
  readonly paths: readonly Path[];
  /** Whether there may be more within that length. */
  readonly more: boolean;
  /** How many hops the shortest path has, within any length; `undefined` when there is none at all. */
  readonly shortest?: number;
}

/** How many steps a search may take: paths multiply, and an answer must come. */
const MAX_STEPS = 200_000;

/** All simple paths from some nodes to others, which end at the first target that they meet. */
export function pathsBetween(graph: TrustGraph, from: readonly GraphNode[], to: readonly GraphNode[], { maxHops, maxPaths }: PathLimits): FoundPaths {
  const starts = new Set(from);
  const targets = new Set(to.filter((node) => !starts.has(node)));
  const left = distances(graph, targets, starts);
  const shortest = Math.min(...[...starts].map((node) => left.get(node) ?? Infinity));
  if (shortest === Infinity) return { paths: [], more: false };
  const hops = hopsOf(graph);
  const paths: Path[] = [];
  let steps = 0;
  let more = false;
  /** Adds the paths of exactly this length. */
  const walk = (node: GraphNode, path: Hop[], on: Set<GraphNode>, length: number): void => {
    for (const hop of hops(node)) {
      if (more) return;
      const rest = length - path.length - 1;
      if (on.has(hop.to) || starts.has(hop.to) || (left.get(hop.to) ?? Infinity) > rest) continue;
      if (++steps > MAX_STEPS || (targets.has(hop.to) && rest === 0 && paths.length === maxPaths)) {
        more = true;
        return;
      }
      if (targets.has(hop.to)) {
        if (rest === 0) paths.push([...path, hop]);
        continue;
      }
      on.add(hop.to);
      walk(hop.to, [...path, hop], on, length);
      on.delete(hop.to);
    }
  };
  for (let length = shortest; length <= maxHops && !more; length++) {
    for (const start of starts) walk(start, [], new Set([start]), length);
  }
  return { paths, more, shortest };
}

/** A path is as sure as its weakest hop, and a hop as sure as the best of its edges. */
export function isPossibleOnly(path: Path): boolean {
  return path.some(({ edges }) => edges.every(({ certainty }) => certainty === 'possible'));
}

/** How many hops it is at least from each node to a target, without going on through a start or another target. */
function distances(graph: TrustGraph, targets: ReadonlySet<GraphNode>, starts: ReadonlySet<GraphNode>): Map<GraphNode, number> {
  const found = new Map<GraphNode, number>([...targets].map((node) => [node, 0]));
  let layer = [...targets];
  for (let distance = 1; layer.length > 0; distance++) {
    const next: GraphNode[] = [];
    for (const { from } of layer.flatMap((node) => graph.to(node))) {
      if (found.has(from)) continue;
      found.set(from, distance);
      if (!starts.has(from)) next.push(from);
    }
    layer = next;
  }
  return found;
}

/** Edges of one node, together by where they lead; those that are certain first. */
function hopsOf(graph: TrustGraph): (node: GraphNode) => Hop[] {
  const known = new Map<GraphNode, Hop[]>();
  return (node) => {
    let hops = known.get(node);
    if (!hops) {
      const byTarget = new Map<GraphNode, GraphEdge[]>();
      for (const edge of graph.from(node)) byTarget.set(edge.to, [...byTarget.get(edge.to) ?? [], edge]);
      hops = [...byTarget].map(([to, edges]) => ({ from: node, to, edges }));
      known.set(node, hops);
    }
    return hops;
  };
}
