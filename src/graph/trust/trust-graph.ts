import type { TemplateResource } from '../../model';
import { append } from '../../model/append';

/** How sure an edge is: what conditions, parameters and values of deployment leave open is possible, and never left out. */
export type Certainty = 'certain' | 'possible';

/** What a node is. */
export type NodeKind =
  // who acts
  | 'internet' | 'account' | 'service' | 'person' | 'principal' | 'workload' | 'pipeline'
  // what is acted on
  | 'route' | 'store' | 'queue' | 'database' | 'secret' | 'key' | 'log-group' | 'endpoint' | 'code' | 'control' | 'resource';

/** Something of an app, or outside of it. */
export interface GraphNode {
  /** Unique in a graph, and the same in each run over the same templates: `<stack>/<logical id>`, or `<kind>:<name>` for what no template makes. */
  readonly id: string;
  readonly kind: NodeKind;
  /** How people call it: the construct path without the stack's own part, else the logical id; the name or number of what is outside. */
  readonly name: string;
  /** The construct path without `/Resource`, stack included; `undefined` where the templates tell of none. */
  readonly path?: string;
  /** Of a route: the id of the API that it is of. */
  readonly api?: string;
  /** What stands for it in the templates; `undefined` for the internet, accounts, services, people and imported things. */
  readonly resource?: TemplateResource;
  /** Of a store, by its key. */
  readonly dataClass?: string;
  /** The trust zone that it is in: construct path of it, or the VPC; `undefined` outside of all. */
  readonly zone?: string;
}

/**
 * What an edge means.
 *
 * - `access`: may call actions on it, by every policy that has a say.
 * - `delivery`: calls it, or hands events over to it, by configuration: a route, an event source, a rule, a subscription.
 * - `control`: may become it, or change what it does: its code, configuration, role, key or policy.
 */
export type EdgeKind = 'access' | 'delivery' | 'control';

/** What makes an edge, or holds it open. */
export interface Reason {
  readonly kind: 'identity-policy' | 'boundary' | 'resource-policy' | 'endpoint-policy' | 'key-policy' | 'account-policy' | 'trust-policy' | 'network' | 'configuration' | 'escalation';
  /** The resource that it stands in. */
  readonly resource?: TemplateResource;
  /** A sentence without a full stop, for people: `PlaceOrderPolicy allows dynamodb:PutItem on Orders`. */
  readonly text: string;
  /** Why the edge is possible and not certain, where this is the reason. */
  readonly open?: string;
}

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly kind: EdgeKind;
  /** What the caller does, as declared edges call it: `read`, `write`, `read-write`, `invoke`, `publish`, `consume`, `egress`, `use`; `control` of control edges. */
  readonly intent: string;
  /** The IAM actions behind it, sorted, as IAM writes them; none for an edge that is not made of IAM. */
  readonly actions: readonly string[];
  readonly certainty: Certainty;
  readonly because: readonly Reason[];
  /** Whether the app has declared it; `undefined` where the templates tell of no declared edges at all. */
  readonly declared?: boolean;
  /** Whether the configuration of the two makes it by itself, so that nothing has to declare it: a function's own logs, its dead letters, a key through a service. */
  readonly implied?: boolean;
  /** Whether it is there under some conditions or parameters of the templates only; it is possible then. */
  readonly conditional?: boolean;
  /** Of control edges: the id of the escalation path. */
  readonly path?: string;
}

/** A declared edge that the templates do not make. */
export interface DeclaredWithoutEffect {
  readonly caller: string;
  readonly target: string;
  /** The actions that lack. */
  readonly actions: readonly string[];
  readonly from?: GraphNode;
  readonly to?: GraphNode;
  /** What refuses it. */
  readonly missing: string;
}

/** Nodes and edges, with who leads where. */
export class TrustGraph {
  private readonly outgoing = new Map<GraphNode, GraphEdge[]>();
  private readonly incoming = new Map<GraphNode, GraphEdge[]>();

  constructor(
    public readonly nodes: readonly GraphNode[],
    public readonly edges: readonly GraphEdge[],
    /** Declared edges that nothing makes; none where the templates tell of no declared edges at all. */
    public readonly withoutEffect: readonly DeclaredWithoutEffect[] = [],
  ) {
    for (const edge of edges) {
      append(this.outgoing, edge.from, edge);
      append(this.incoming, edge.to, edge);
    }
  }

  public from(node: GraphNode): readonly GraphEdge[] {
    return this.outgoing.get(node) ?? [];
  }

  public to(node: GraphNode): readonly GraphEdge[] {
    return this.incoming.get(node) ?? [];
  }
}
