import { FOLDED_ABOVE, pictureOf } from '../../../src/report/graph/picture';
import { edge, fullApp, graphOf, node, smallApp } from '../../support/trust-graphs';

const labels = ({ nodes }: ReturnType<typeof pictureOf>) => nodes.map(({ label }) => label);

describe('a picture', () => {
  test('hides keys, log groups, endpoints and what no edge leads to, and names what is hidden', () => {
    const { graph } = smallApp();
    const alone = [node('lonely'), node('Logs', 'log-group'), node('Archive', 'store')];
    const whole = graphOf([...graph.edges], [...graph.nodes, ...alone]);
    const picture = pictureOf(whole);
    expect(labels(picture)).not.toEqual(expect.arrayContaining(['Key']));
    expect(labels(picture)).toContain('Archive');
    expect(labels(picture)).not.toContain('lonely');
    expect(picture.hidden).toEqual(['1 KMS key', '1 log group', '1 workload']);
    expect(labels(pictureOf(whole, { all: true }))).toHaveLength(whole.nodes.length);
    expect(pictureOf(whole, { all: true }).hidden).toEqual([]);
  });

  test('shows a key that can be taken control of', () => {
    const [admin, key] = [node('admin', 'principal'), node('Key', 'key')];
    expect(labels(pictureOf(graphOf([edge(admin, key, 'control')])))).toEqual(['admin', 'Key']);
    expect(labels(pictureOf(graphOf([edge(admin, key, 'use')])))).toEqual([]);
  });

  test('hides what configuration makes by itself, but ways in and deliveries between what is shown', () => {
    const [internet, route, fn, table] = [node('internet', 'internet'), node('GET /', 'route'), node('fn'), node('table', 'store')];
    const [alarm, topic, dead, backup] = [node('alarm', 'resource'), node('topic', 'queue'), node('dead', 'queue'), node('backup', 'resource')];
    const delivery = { kind: 'delivery', implied: true } as const;
    const graph = graphOf([
      edge(internet, route, 'invoke', delivery), edge(route, fn, 'invoke', delivery), edge(fn, table, 'write'), edge(table, fn, 'invoke', delivery),
      edge(alarm, topic, 'publish', delivery), edge(fn, dead, 'publish', delivery), edge(backup, table, 'read', { implied: true }), edge(backup, table, 'control', { implied: true }),
    ]);
    const { edges, hidden } = pictureOf(graph);
    expect(edges.map(({ from, to }) => `${from.label} > ${to.label}`)).toEqual(['internet > GET /', 'GET / > fn', 'fn > table', 'table > fn']);
    expect(hidden).toEqual(['2 queues', '2 resources']);
    expect(pictureOf(graph, { all: true }).edges).toHaveLength(8);
  });

  test('joins what goes from one node to another, as sure as the surest, and keeps control apart', () => {
    const [a, b] = [node('a'), node('b', 'store')];
    const picture = pictureOf(graphOf([
      edge(a, b, 'write', { certainty: 'possible' }), edge(a, b, 'read'), edge(a, b, 'read'), edge(a, b, 'control', { certainty: 'possible' }), edge(b, a, 'invoke', { kind: 'delivery' }), edge(b, a, 'read'),
    ]));
    expect(picture.edges.map(({ kind, intents, certainty, edges }) => [kind, intents, certainty, edges.length])).toEqual([
      ['access', ['read', 'write'], 'certain', 3], ['control', ['control'], 'possible', 1], ['delivery', ['invoke', 'read'], 'certain', 2],
    ]);
  });

  test('puts the stack before names that two nodes have, and leaves out what only wraps a resource', () => {
    const [a, b] = [node('Orders/Resource', 'store'), node('Api/Default', 'route')];
    expect(labels(pictureOf(graphOf([edge(b, a, 'read')])))).toEqual(['Api', 'Orders']);
    const stack = (name: string) => ({ resource: { stack: { name }, type: 'AWS::SQS::Queue' } as any });
    const [c, d] = [node('Zone/Dead', 'queue', { ...stack('One'), id: '1' }), node('Zone/Dead', 'queue', { ...stack('Two'), id: '2' })];
    expect(labels(pictureOf(graphOf([edge(c, d, 'write')])))).toEqual(['One/Zone/Dead', 'Two/Zone/Dead']);
  });

  test('marks what comes from the internet and from other accounts', () => {
    const { graph } = smallApp();
    expect(pictureOf(graph).nodes.filter(({ isStranger }) => isStranger).map(({ label }) => label)).toEqual(['internet', '999988887777']);
  });
});

describe('folding', () => {
  test('is done above 40 nodes and not before, or as is asked', () => {
    expect(pictureOf(fullApp(FOLDED_ABOVE))).toMatchObject({ isFolded: false });
    expect(pictureOf(fullApp(FOLDED_ABOVE)).nodes).toHaveLength(FOLDED_ABOVE);
    expect(pictureOf(fullApp(FOLDED_ABOVE + 1))).toMatchObject({ isFolded: true });
    expect(pictureOf(fullApp(80), { fold: false }).nodes).toHaveLength(80);
    expect(pictureOf(smallApp().graph, { fold: true })).toMatchObject({ isFolded: true });
  });

  test('makes one node of each zone, with what is in it and its highest class, and keeps the edges between zones', () => {
    const { graph } = smallApp();
    const { nodes, edges } = pictureOf(graph, { fold: true });
    expect(nodes.map(({ label, dataClass, type }) => [label, dataClass, type])).toEqual([
      ['zone App/Zone', 'RESTRICTED', '2 workloads, 1 data store, 1 queue'], ['internet', undefined, 'anyone'], ['Deploy', undefined, 'pipeline'], ['999988887777', undefined, 'AWS account'],
    ]);
    expect(edges.map(({ from, to, kind }) => [from.label, to.label, kind])).toEqual([
      ['internet', 'zone App/Zone', 'delivery'], ['Deploy', 'zone App/Zone', 'control'], ['999988887777', 'zone App/Zone', 'access'],
    ]);
  });

  test('keeps a picture small, however many zones and strangers there are', () => {
    const edges = Array.from({ length: 300 }, (_, i) => edge(node(String(i), 'account'), node(`store${i}`, 'store', { zone: `Zone${i}` }), 'read'));
    const { nodes } = pictureOf(graphOf(edges));
    expect(nodes.length).toBeLessThanOrEqual(FOLDED_ABOVE);
    expect(nodes.map(({ label }) => label)).toEqual(expect.arrayContaining(['281 more zones and stacks', 'AWS account']));
    expect(nodes.flatMap(({ members }) => members)).toHaveLength(600);
  });
});
