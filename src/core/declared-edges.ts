import { IConstruct } from 'constructs';
import { EDGE_METADATA } from './declare-edge';
import type { Edge } from './edge';

/**
 * The edges that the constructs of an app have declared.
 *
 * @example
 * const edges = DeclaredEdges.of(this);
 * new CfnOutput(this, 'Edges', { value: `${edges.length}` });
 */
export class DeclaredEdges {
  /**
   * All edges below a scope, sorted by caller, target and intent.
   */
  public static of(scope: IConstruct): Edge[] {
    const edges = new Map<string, Edge>();
    for (const node of scope.node.findAll()) {
      for (const entry of node.node.metadata) {
        if (entry.type !== EDGE_METADATA) continue;
        const edge = JSON.parse(entry.data) as Edge;
        const key = `${edge.caller}|${edge.target}|${edge.intent}`;
        const actions = new Set([...(edges.get(key)?.actions ?? []), ...edge.actions]);
        edges.set(key, { ...edge, actions: [...actions].sort() });
      }
    }
    return [...edges.keys()].sort().map((key) => edges.get(key)!);
  }

  private constructor() {}
}
