import type { TemplateModel, TemplateResource } from '../../model';
import { Route, routesOf } from '../routes';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** How one comes from outside to an element. */
export interface Exposure {
  /** The edges on the way; none where the element is outside itself; `undefined` where no way leads there. */
  readonly way?: readonly GraphEdge[];
  /** Whether something on the way asks who comes. */
  readonly authenticated: boolean;
  /** How many edges on the way depend on what is not known before deployment: they count as a way. */
  readonly unknown: number;
}

const NO_WAY: Exposure = { authenticated: false, unknown: 0 };

/** The shortest ways from outside to every node: those that ask nobody, and all of them. */
export class Exposures {
  private readonly open: Map<GraphNode, GraphEdge | undefined>;
  private readonly all: Map<GraphNode, GraphEdge | undefined>;
  private readonly routes: Map<TemplateResource, Route>;

  constructor(graph: TrustGraph, model: TemplateModel) {
    this.routes = new Map(routesOf(model).map((route) => [route.resource, route]));
    const asks = (node: GraphNode) => node.resource !== undefined && ['authorizer', 'scopes'].includes(this.routes.get(node.resource)?.authentication ?? '');
    this.open = arrive(graph, graph.nodes.filter(({ kind }) => kind === 'internet'), (node) => !asks(node));
    this.all = arrive(graph, graph.nodes.filter((node) => isOutside(node)), () => true);
  }

  /** The way with the fewest barriers. */
  public of(node: GraphNode): Exposure {
    const [open, all] = [this.open, this.all].map((arrived) => wayTo(node, arrived));
    const way = open && all && open.length <= all.length + 1 ? open : all ?? open;
    if (!way) return NO_WAY;
    return { way, authenticated: way !== open, unknown: way.filter(({ certainty }) => certainty === 'possible').length };
  }

  /** How a route asks who calls; `undefined` for what is no route. */
  public routeOf({ resource }: GraphNode): Route | undefined {
    return resource && this.routes.get(resource);
  }
}

/** The internet, other accounts, and people. */
function isOutside({ kind, resource }: GraphNode): boolean {
  return kind === 'internet' || (kind === 'account' && !resource) || kind === 'person';
}

function arrive(graph: TrustGraph, from: GraphNode[], through: (node: GraphNode) => boolean): Map<GraphNode, GraphEdge | undefined> {
  const arrived = new Map<GraphNode, GraphEdge | undefined>(from.map((node) => [node, undefined]));
  for (const node of arrived.keys()) { // what is added meanwhile is looked at too
    for (const edge of graph.from(node)) if (!arrived.has(edge.to) && through(edge.to)) arrived.set(edge.to, edge);
  }
  return arrived;
}

function wayTo(node: GraphNode, arrived: Map<GraphNode, GraphEdge | undefined>): GraphEdge[] | undefined {
  if (!arrived.has(node)) return undefined;
  const way: GraphEdge[] = [];
  for (let edge = arrived.get(node); edge; edge = arrived.get(edge.from)) way.unshift(edge);
  return way;
}
