import { App } from 'aws-cdk-lib';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { networkBreaches } from '../support/network-promises';

test('orders-api: each declared edge that needs the network has a way, and no other pair has one', () => {
  const app = new App();
  new OrdersStack(app, 'Orders');
  const { missing, undeclared, pairs } = networkBreaches(app);
  expect({ missing, undeclared }).toEqual({ missing: [], undeclared: [] });
  expect(pairs).toBeGreaterThan(10);
});
