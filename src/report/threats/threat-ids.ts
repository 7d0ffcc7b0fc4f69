import { createHash } from 'crypto';
import type { JudgedDetection } from '../../graph/threats/detections/judged-detection';
import type { JudgedMitigation, Threat } from '../../graph/threats/threat-model';
import type { GraphNode, TrustGraph } from '../../graph/trust/trust-graph';

/** RFC 9562, of a name: ours alone, so that no other tool makes the same ids. */
const NAMESPACE = 'cdk-zero-trust threat model';

/**
 * The ids of threats, each of a kind, an element and a flow: the same as long as the construct path of the element within its stack, or without one its
 * logical id, is the same. Where two stacks have the same path, the stack counts too.
 */
export class ThreatIds {
  private readonly identities = new Map<GraphNode, string>();

  constructor({ nodes }: TrustGraph) {
    const ways = [withinStack, (node: GraphNode) => `${node.resource?.stack.name ?? ''} ${withinStack(node)}`, ({ id }: GraphNode) => id];
    let left: readonly GraphNode[] = nodes;
    for (const way of ways) {
      const seen = new Map<string, number>();
      for (const node of left) seen.set(way(node), (seen.get(way(node)) ?? 0) + 1);
      for (const node of left) if (seen.get(way(node)) === 1) this.identities.set(node, way(node));
      left = left.filter((node) => !this.identities.has(node));
    }
  }

  public of({ kind, element, flow }: Threat): string {
    return uuid([kind.id, ...(flow ? [flow.from, flow.to] : [element]).map((node) => this.identities.get(node) ?? node.id)].join('\n'));
  }

  public ofDetection(threat: Threat, { detection }: JudgedDetection): string {
    return uuid(`${this.of(threat)}\ndetection ${detection.id}`);
  }

  public ofMitigation(threat: Threat, { mitigation }: JudgedMitigation): string {
    return uuid(`${this.of(threat)}\n${mitigation.name}`);
  }
}

function withinStack({ resource, path, id, kind, name }: GraphNode): string {
  if (!resource) return name === '' ? id : `${kind} ${name}`;
  return `${resource.type} ${path === undefined ? resource.logicalId : path.slice(path.indexOf('/') + 1)}`;
}

/** A UUID made of a name, version 5. */
function uuid(name: string): string {
  const hex = createHash('sha1').update(`${NAMESPACE}\n${name}`).digest('hex');
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
