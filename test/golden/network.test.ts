import { App } from 'aws-cdk-lib';
import { addClaimsStacks } from '../../examples/claims-platform/app';
import { NotesStack } from '../../examples/http-notes/notes-stack';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { networkBreaches } from '../support/network-promises';

test.each([
  ['orders-api', 10, (app: App) => { new OrdersStack(app, 'Orders'); }],
  ['claims-platform', 100, addClaimsStacks],
  ['http-notes', 20, (app: App) => { new NotesStack(app, 'Notes'); }],
] as const)('%s: each declared edge that needs the network has a way, and no other pair has one', (_name, pairsAtLeast, addStacks) => {
  const app = new App();
  addStacks(app);
  const { missing, undeclared, pairs } = networkBreaches(app);
  expect({ missing, undeclared }).toEqual({ missing: [], undeclared: [] });
  expect(pairs).toBeGreaterThan(pairsAtLeast);
});
