import * as fc from 'fast-check';
import { isPossibleOnly, Path, pathsBetween } from '../../../src/graph/ask/paths';
import type { GraphNode, TrustGraph } from '../../../src/graph/trust/trust-graph';
import { edge, graphOf, node, smallApp } from '../../support/trust-graphs';

const LIMITS = { maxHops: 8, maxPaths: 20 };
const inWords = (path: Path) => [path[0].from, ...path.map(({ to }) => to)].map(({ name }) => name).join(' > ');

test('paths from the internet to restricted data, the shortest first, each as sure as its weakest hop', () => {
  const { graph, internet, orders } = smallApp();
  const { paths, more, shortest } = pathsBetween(graph, [internet], [orders], LIMITS);
  expect(paths.map(inWords)).toEqual(['internet > POST /orders > place-order > Orders', 'internet > POST /orders > place-order > Shipping > ship-order > Orders']);
  expect(paths.map(isPossibleOnly)).toEqual([false, true]);
  expect([more, shortest]).toEqual([false, 3]);
});

test('a hop with a certain and a possible edge is certain', () => {
  const [a, b] = [node('a'), node('b')];
  const { paths } = pathsBetween(graphOf([edge(a, b, 'read', { certainty: 'possible' }), edge(a, b, 'write')]), [a], [b], LIMITS);
  expect(paths).toHaveLength(1);
  expect(isPossibleOnly(paths[0])).toBe(false);
});

test('what is too long is left out, and its length is told', () => {
  const { graph, internet, orders } = smallApp();
  expect(pathsBetween(graph, [internet], [orders], { ...LIMITS, maxHops: 2 })).toEqual({ paths: [], more: false, shortest: 3 });
  expect(pathsBetween(graph, [internet], [orders], { ...LIMITS, maxPaths: 1 })).toMatchObject({ more: true });
});

test('there is no way back against an edge', () => {
  const { graph, internet, orders } = smallApp();
  expect(pathsBetween(graph, [orders], [internet], LIMITS)).toEqual({ paths: [], more: false });
});

test('a search through very many paths ends, with the shortest found', () => {
  const layers = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_unused, j) => node(`${i}-${j}`)));
  const edges = layers.slice(1).flatMap((layer, i) => layers[i].flatMap((from) => layer.map((to) => edge(from, to, 'invoke'))));
  const start = process.cpuUsage().user;
  const { paths, more, shortest } = pathsBetween(graphOf(edges), [layers[0][0]], [layers[11][0]], { maxHops: 1000, maxPaths: 1000 });
  expect([paths.length, more, shortest]).toEqual([1000, true, 11]);
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(3000);
});

/** All simple paths by trying each, without any pruning. */
function byTrying(graph: TrustGraph, from: GraphNode, to: GraphNode, maxHops: number): string[] {
  const walk = (on: GraphNode[]): GraphNode[][] => {
    const last = on[on.length - 1];
    if (last === to) return [on];
    if (on.length > maxHops) return [];
    return [...new Set(graph.from(last).map((one) => one.to))].filter((next) => !on.includes(next)).flatMap((next) => walk([...on, next]));
  };
  return walk([from]).map((on) => on.map(({ name }) => name).join(' > ')).sort();
}

test('they are the simple paths that trying every way finds, in any small graph', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), (pairs, maxHops) => {
    const nodes = Array.from({ length: 7 }, (_, i) => node(String(i)));
    const graph = graphOf(pairs.map(([a, b]) => edge(nodes[a], nodes[b], 'invoke')), nodes);
    const { paths } = pathsBetween(graph, [nodes[0]], [nodes[6]], { maxHops, maxPaths: 10_000 });
    expect(paths.map(inWords).sort()).toEqual(byTrying(graph, nodes[0], nodes[6], maxHops));
    expect(paths.map(({ length }) => length)).toEqual(paths.map(({ length }) => length).sort((a, b) => a - b));
  }), { numRuns: 200 });
});
