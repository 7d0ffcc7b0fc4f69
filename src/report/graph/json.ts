import { stackOf } from './labels';
import type { GraphEdge, GraphNode, Reason, TrustGraph } from '../../graph/trust/trust-graph';
import { Chunks, jsonDocument, Lazily } from '../chunks';

/** The version of the shape that docs/graph.md describes: a field that goes or changes its meaning makes it another. */
export const JSON_VERSION = 1;

/** The whole graph: nothing is hidden, and nothing folded. */
export function writeGraphJson({ nodes, edges }: TrustGraph): Chunks {
  return jsonOf({ version: JSON_VERSION, nodes: Lazily.of(nodes, describeNode), edges: Lazily.of(edges, describeEdge) });
}

export function jsonOf(value: unknown): Chunks {
  return jsonDocument(value);
}

export function describeNode(node: GraphNode): object {
  const { id, kind, name, path, api, dataClass, zone, resource } = node;
  return { id, kind, name, path, api, type: resource?.type, logicalId: resource?.logicalId, stack: stackOf(node), dataClass, zone };
}

/** With its ends by their ids. */
export function describeEdge({ from, to, kind, intent, actions, certainty, declared, implied, path, because }: GraphEdge): object {
  return { from: from.id, to: to.id, kind, intent, actions, certainty, declared, implied, path, because: because.map(describeReason) };
}

function describeReason({ kind, resource, text, open }: Reason): object {
  return { kind, resource: resource?.name, text, open };
}
