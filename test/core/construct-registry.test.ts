import { Construct, IConstruct } from 'constructs';
import { ConstructRegistry } from '../../src/core/construct-registry';

const root = new Construct(undefined as any, '');
const one = (id: string) => new Construct(root, id);

test('tells of each construct once: those that are here, those to come, and those that are made meanwhile', () => {
  const registry = new ConstructRegistry();
  registry.add(one('Before'));
  const told: string[] = [];
  registry.onEach(({ node: { id } }: IConstruct) => {
    told.push(id);
    if (id === 'Before') registry.add(one('Meanwhile'));
  });
  registry.add(one('After'));
  expect(told).toEqual(['Before', 'Meanwhile', 'After']);
  expect(registry.all.map(({ node }) => node.id)).toEqual(['Before', 'Meanwhile', 'After']);
});
