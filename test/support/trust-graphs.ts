import { GraphEdge, GraphNode, NodeKind, TrustGraph } from '../../src/graph/trust/trust-graph';

/** A node without a template. */
export function node(name: string, kind: NodeKind = 'workload', more: Partial<GraphNode> = {}): GraphNode {
  return { id: `${kind}:${name}`, kind, name, ...more };
}

/** An access, a delivery or a control edge, with one reason. */
export function edge(from: GraphNode, to: GraphNode, intent: string, more: Partial<GraphEdge> = {}): GraphEdge {
  const kind = more.kind ?? (intent === 'control' ? 'control' : 'access');
  const open = more.certainty === 'possible' ? 'a condition is not decided' : undefined;
  return {
    from,
    to,
    kind,
    intent,
    actions: kind === 'access' ? [`test:${intent}`] : [],
    certainty: 'certain',
    because: [{ kind: 'identity-policy', text: `a policy of ${from.name} allows it on ${to.name}`, open }],
    ...more,
  };
}

export function graphOf(edges: GraphEdge[], alone: GraphNode[] = []): TrustGraph {
  return new TrustGraph([...new Set([...edges.flatMap(({ from, to }) => [from, to]), ...alone])], edges);
}

/** An app with a way in, data of two classes, a pipeline that may change code, and a stranger. */
export function smallApp() {
  const internet = node('internet', 'internet');
  const route = node('POST /orders', 'route', { zone: 'App/Zone' });
  const place = node('place-order', 'workload', { zone: 'App/Zone' });
  const ship = node('ship-order', 'workload', { zone: 'App/Zone' });
  const orders = node('Orders', 'store', { zone: 'App/Zone', dataClass: 'RESTRICTED' });
  const shipping = node('Shipping', 'queue', { zone: 'App/Zone', dataClass: 'CONFIDENTIAL' });
  const key = node('Key', 'key', { zone: 'App/Zone' });
  const pipeline = node('Deploy', 'pipeline');
  const stranger = node('999988887777', 'account');
  const edges = [
    edge(internet, route, 'invoke', { kind: 'delivery' }), edge(route, place, 'invoke', { kind: 'delivery' }),
    edge(place, orders, 'write', { actions: ['dynamodb:PutItem'] }), edge(place, shipping, 'publish', { actions: ['sqs:SendMessage'] }),
    edge(shipping, ship, 'invoke', { kind: 'delivery' }), edge(ship, orders, 'read-write', { actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], certainty: 'possible' }),
    edge(place, key, 'use', { actions: ['kms:Decrypt'] }),
    edge(pipeline, place, 'control', { actions: ['lambda:UpdateFunctionCode'], path: 'update-function-code' }),
    edge(stranger, orders, 'read', { actions: ['dynamodb:GetItem'] }),
  ];
  return { graph: graphOf(edges), internet, route, place, ship, orders, shipping, key, pipeline, stranger };
}

/** As many nodes as can be read in one picture, in four zones, with long names and many edges; the same each time. */
export function fullApp(count = 40): TrustGraph {
  const [kinds, classes] = [['workload', 'workload', 'store', 'queue'] as const, ['INTERNAL', 'CONFIDENTIAL', 'RESTRICTED']];
  const nodes = Array.from({ length: count - 1 }, (_, i) => node(`service-${i}/TheHandlerOfOrdersThatAreLate${i}`, kinds[i % 4], {
    zone: i % 5 === 4 ? undefined : `App/Zone${Math.floor(i / (count / 4))}`, dataClass: i % 4 > 1 ? classes[i % 3] : undefined,
  }));
  const internet = node('internet', 'internet');
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const edges = nodes.flatMap((from, i) => (i % 4 > 1 ? [] : [0, 1].flatMap((one) => {
    const to = nodes[one === 0 ? chance(nodes.length) : Math.min(i + 2, nodes.length - 1)];
    return to === from ? [] : edge(from, to, ['read', 'write', 'read-write', 'invoke'][(i + one) % 4], { certainty: chance(5) === 0 ? 'possible' : 'certain' });
  })));
  return graphOf([...edges, edge(internet, nodes[0], 'invoke', { kind: 'delivery' }), edge(nodes[4], nodes[8], 'control')], [...nodes, internet]);
}

/** The same number, in a few long chains, which are too wide to be read across. */
export function deepApp(count = 40): TrustGraph {
  const nodes = Array.from({ length: count }, (_, i) => node(`service-${i}/Handler${i}`, i % 3 === 2 ? 'queue' : 'workload', { zone: i % 7 === 6 ? undefined : `App/Zone${Math.floor(i / (count / 2))}` }));
  const edges = nodes.slice(3).flatMap((to, i) => [edge(nodes[i], to, 'invoke'), ...i % 4 === 0 ? [edge(nodes[i + 2], to, 'read')] : [], ...i % 9 === 8 ? [edge(to, nodes[i - 3], 'control')] : []]);
  return graphOf(edges, nodes);
}
