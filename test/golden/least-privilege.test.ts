import { App } from 'aws-cdk-lib';
import { LeastPrivilege } from './least-privilege-suite';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { REGION } from '../support/deployed-template';
import { Request } from '../support/iam-judge';

jest.setTimeout(600_000);

const app = new App();
new OrdersStack(app, 'Orders');
const orders = new LeastPrivilege(app, [
  'cloudtrail', 'cloudwatch', 'cognito-idp', 'dynamodb', 'ec2', 'execute-api', 'iam', 'kms', 'lambda', 'logs', 's3', 'secretsmanager', 'sns', 'sqs',
  'sts', 'wafv2', 'xray',
]);

test('the example declares edges from every handler', () => {
  const callers = new Set(orders.edges.map((edge) => edge.caller));
  expect([...callers]).toEqual(expect.arrayContaining(['place-order', 'read-order', 'cancel-order', 'ship-order'].map((name) => `Orders/${name}`)));
});

orders.isProved();

test('place-order reads the key of the secret through Secrets Manager and not directly', async () => {
  const { deployed, judge } = orders;
  const key = Object.entries(deployed.resources('AWS::KMS::Key')).find(([id]) => id.includes('Restricted'))![0];
  const place = orders.idOf('Orders/place-order');
  const decrypt: Request = { action: 'kms:Decrypt', resource: deployed.arnOf(key) };
  const through = (service: string) => ({ ...decrypt, context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` } });
  expect(await judge.allows(place, through('secretsmanager'))).toBe(true);
  expect(await judge.allows(place, through('dynamodb'))).toBe(false);
  expect(await judge.allows(place, decrypt)).toBe(false);
  expect(await judge.allows(orders.idOf('Orders/read-order'), through('secretsmanager'))).toBe(false);
});
