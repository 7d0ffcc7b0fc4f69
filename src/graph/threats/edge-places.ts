import type { JudgedHere } from './places';
import type { GraphEdge, TrustGraph } from '../trust/trust-graph';

const RULE = 'ZT-GRAPH-002';
const HANDS_IN = /^(publish|write|read-write)$/;

/**
 * Whether the app declares edges, each by itself: a rule that finds nothing in a policy says nothing of an edge that the graph has. Templates that declare no
 * edges at all declare none of these. What an AWS service does by its configuration has nothing to declare; an event source is as declared as what is handed in.
 */
export function declaredEdges(edges: readonly GraphEdge[], graph: TrustGraph): JudgedHere[] {
  return edges.map((edge) => ({ rule: RULE, verdict: verdictOf(edge, graph), where: `${edge.from.name} → ${edge.to.name}` }));
}

function verdictOf(edge: GraphEdge, graph: TrustGraph): JudgedHere['verdict'] {
  const isPass = edge.path === 'event-source' ? fedBy(edge, graph).every(({ declared }) => declared !== false)
    : edge.declared === true || (edge.declared === undefined && edge.implied === true);
  if (isPass) return 'pass';
  return edge.certainty === 'certain' ? 'fail' : 'unknown';
}

/** The accesses by which one feeds what another one takes. */
function fedBy({ from, actions }: GraphEdge, graph: TrustGraph): GraphEdge[] {
  return graph.from(from).filter((edge) => edge.kind === 'access' && HANDS_IN.test(edge.intent) && edge.actions.join() === actions.join());
}
