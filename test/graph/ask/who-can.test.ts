import { whoCan } from '../../../src/graph/ask/who-can';
import { edge, graphOf, node, smallApp } from '../../support/trust-graphs';

const callers = (action: string) => {
  const { graph, orders } = smallApp();
  const { direct, byControl } = whoCan(graph, action, [orders]);
  return { direct: direct.map(({ from }) => from.name), byControl: byControl.map(({ from }) => from.name) };
};

test('those whose edge has the action, and those who control them', () => {
  expect(callers('dynamodb:PutItem')).toEqual({ direct: ['place-order'], byControl: ['Deploy'] });
  expect(callers('dynamodb:GetItem')).toEqual({ direct: ['ship-order', '999988887777'], byControl: [] });
  expect(callers('dynamodb:DeleteItem')).toEqual({ direct: [], byControl: [] });
});

test('letters of any case, and patterns on both sides', () => {
  expect(callers('DynamoDB:putitem').direct).toEqual(['place-order']);
  expect(callers('dynamodb:*Item').direct).toEqual(['place-order', 'ship-order', '999988887777']);
  const [a, b] = [node('a'), node('b', 'store')];
  expect(whoCan(graphOf([edge(a, b, 'write', { actions: ['s3:Put*'] })]), 's3:PutObject', [b]).direct).toHaveLength(1);
  expect(whoCan(graphOf([edge(a, b, 'write', { actions: ['s3:Put*'] })]), 's3:GetObject', [b]).direct).toHaveLength(0);
});
