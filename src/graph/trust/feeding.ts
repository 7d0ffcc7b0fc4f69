import type { GraphEdge, GraphNode } from './trust-graph';

/** What carries events on to what it hands them over to. */
const CARRIERS = new Set(['queue', 'store', 'log-group', 'resource']);
const HANDS_IN = /^(publish|write|read-write)$/;

/**
 * Adds control edges of who feeds an event source: what is handed in steers the workload that gets it, as far as its code lets it. Only for
 * workloads that may do what the feeder may not.
 */
export function withFeeding(edges: readonly GraphEdge[]): GraphEdge[] {
  const [reach, fed] = [new Map<GraphNode, Set<string>>(), new Map<GraphNode, GraphEdge[]>()];
  for (const edge of edges) {
    if (edge.kind === 'access' && !edge.implied) for (const action of edge.actions) add(reach, edge.from, `${action} ${edge.to.id}`);
    if (edge.kind === 'delivery' && !edge.implied && CARRIERS.has(edge.from.kind)) fed.set(edge.from, [...fed.get(edge.from) ?? [], edge]);
  }
  const found = new Map<string, GraphEdge>();
  for (const edge of edges) {
    if (edge.kind !== 'access' || edge.implied || !HANDS_IN.test(edge.intent)) continue;
    for (const { delivery } of receivers(edge.to, fed)) {
      const to = delivery.to;
      const isStronger = [...reach.get(to) ?? []].some((right) => !reach.get(edge.from)?.has(right));
      if (to === edge.from || !isStronger) continue;
      found.set(`${edge.from.id}\n${to.id}`, {
        from: edge.from,
        to,
        kind: 'control',
        intent: 'control',
        actions: edge.actions,
        certainty: 'possible',
        path: 'event-source',
        because: [{ kind: 'escalation', text: `${edge.from.name} feeds ${edge.to.name}, whose events ${to.name} gets`, open: 'it depends on what its code does with them' }, ...edge.because, ...delivery.because],
        implied: true,
      });
    }
  }
  return [...edges, ...found.values()];
}

/** Workloads that get events of a source, at once or through what carries them on. */
function receivers(source: GraphNode, fed: ReadonlyMap<GraphNode, GraphEdge[]>): { delivery: GraphEdge }[] {
  const seen = new Set<GraphNode>([source]);
  const found: { delivery: GraphEdge }[] = [];
  const left = [source];
  for (let here = left.pop(); here; here = left.pop()) {
    for (const delivery of fed.get(here) ?? []) {
      if (seen.has(delivery.to)) continue;
      seen.add(delivery.to);
      if (delivery.to.kind === 'workload') found.push({ delivery });
      else left.push(delivery.to);
    }
  }
  return found;
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
