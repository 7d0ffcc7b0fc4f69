import { blastRadius, certaintyIn, nodesIn } from '../../../src/graph/ask/blast-radius';
import type { GraphNode } from '../../../src/graph/trust/trust-graph';
import { edge, graphOf, node, smallApp } from '../../support/trust-graphs';

const names = (nodes: Iterable<GraphNode>) => [...nodes].map(({ name }) => name);

test('a function that is taken has what it reads and writes, and sets in motion what its events reach', () => {
  const { graph, place } = smallApp();
  const radius = blastRadius(graph, place);
  expect(radius.access.map(({ to, intent }) => [to.name, intent])).toEqual([['Orders', 'write'], ['Shipping', 'publish'], ['Key', 'use']]);
  expect(names(radius.reached.keys())).toEqual(['Shipping', 'ship-order']);
  expect([...radius.taken]).toEqual([]);
  expect(names(nodesIn(radius))).toEqual(['Orders', 'Shipping', 'Key', 'ship-order']);
});

test('what is set in motion keeps its own rights: what it alone can reach is not in the radius', () => {
  const { graph, place, ship } = smallApp();
  const secret = node('Secret', 'secret');
  const wider = graphOf([...graph.edges, edge(ship, secret, 'read')]);
  expect(nodesIn(blastRadius(wider, place))).not.toContain(secret);
  expect(nodesIn(blastRadius(wider, ship))).toContain(secret);
});

test('control goes on: whoever controls a function has all that it has, and so on', () => {
  const { graph, pipeline, orders } = smallApp();
  const person = node('ops', 'person');
  const radius = blastRadius(graphOf([...graph.edges, edge(person, pipeline, 'control')]), person);
  expect(names(radius.taken.keys())).toEqual(['Deploy', 'place-order']);
  expect(radius.access.map(({ to }) => to)).toContain(orders);
  expect(radius.taken.get(pipeline)!.from).toBe(person);
});

test('reading sets nothing in motion, and a store without a stream hands nothing on', () => {
  const [reader, stream, other] = [node('reader'), node('stream', 'queue'), node('other')];
  const graph = (intent: string) => graphOf([edge(reader, stream, intent), edge(stream, other, 'invoke', { kind: 'delivery' })]);
  expect(names(blastRadius(graph('read'), reader).reached.keys())).toEqual([]);
  expect(names(blastRadius(graph('publish'), reader).reached.keys())).toEqual(['stream', 'other']);
});

test('circles of control end', () => {
  const [a, b] = [node('a'), node('b')];
  const radius = blastRadius(graphOf([edge(a, b, 'control'), edge(b, a, 'control')]), a);
  expect(names(nodesIn(radius))).toEqual(['b']);
});

test('a certain way to control is told rather than a possible one', () => {
  const [a, b] = [node('a'), node('b')];
  const [maybe, surely] = [edge(a, b, 'control', { certainty: 'possible' }), edge(a, b, 'control')];
  expect(blastRadius(graphOf([maybe, surely]), a).taken.get(b)).toBe(surely);
});

test('an edge is no surer than the way by which its node was taken', () => {
  const [a, b, c, d] = [node('a'), node('b'), node('c'), node('d', 'store')];
  const [maybe, surely, read, own] = [edge(a, b, 'control', { certainty: 'possible' }), edge(b, c, 'control'), edge(c, d, 'read'), edge(a, d, 'read')];
  const radius = blastRadius(graphOf([maybe, surely, read, own]), a);
  expect([maybe, surely, read, own].map((one) => certaintyIn(radius, one))).toEqual(['possible', 'possible', 'possible', 'certain']);
});
