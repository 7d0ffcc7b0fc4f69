import { createHmac, randomUUID } from 'crypto';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Api, ApiAnswer } from './api';
import { eventually } from './eventually';
import { claimsOf, SignIn } from './sign-in';
import { removeFolders } from '../apps';
import { Deployment, Rewriter } from '../deploy/deployment';
import { RotatingSecrets } from '../fakes/rotating-secrets';

const BOTH = ['openid', 'orders/read', 'orders/write'];

/**
 * Uses orders-api as its customers do, from its first deployment to its end.
 *
 * @param stacks the app
 * @param rewrite what is changed for the emulator, beside what the use needs
 */
export function usesOrdersApi(stacks: () => App, rewrite: (needed: Rewriter) => Rewriter = (needed) => needed): void {
  const deployment = new Deployment();
  const secrets = new SecretsManagerClient({});
  const rotating = new RotatingSecrets();
  let ids: Record<string, string>;
  let api: Api;
  let alice: string;
  let mallory: string;

  beforeAll(async () => {
    await rotating.start();
  });

  afterAll(async () => {
    await deployment.takeDown();
    await rotating.stop();
    removeFolders();
  });

  /** The function that rotates speaks to Secrets Manager as AWS has it. */
  const withRotation: Rewriter = {
    template: ({ template }) => {
      const [, rotate] = Object.entries(template.Resources).find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && /SecretRotation/.test(id))!;
      const environment = rotate.Properties!.Environment ??= {};
      environment.Variables = { ...environment.Variables, AWS_ENDPOINT_URL_SECRETS_MANAGER: rotating.url };
    },
  };

  function idOf(prefix: string): string {
    const [, id] = Object.entries(ids).find(([logicalId]) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(logicalId)) ?? [];
    if (!id) throw new Error(`no resource ${prefix}`);
    return id;
  }

  const order = (id = randomUUID(), sku = 'TEA-01') => ({
    id, lines: [{ sku, quantity: 2 }], shipTo: { name: 'A. Customer', address: '1 Example Street', country: 'GB' },
  });

  const shipped = (token: string, id: string) =>
    eventually(() => api.call('GET', `/orders/${id}`, { token }), ({ body }) => body.status === 'SHIPPED');

  /** The version of the key that a receipt names. Throws when its signature is not by that version. */
  async function keyOf(answer: ApiAnswer, owner: string): Promise<string> {
    const [shown, version, signature] = answer.body.receipt.split('.');
    const { SecretString: key } = await secrets.send(new GetSecretValueCommand({ SecretId: idOf('SigningKey'), VersionId: version }));
    const expected = createHmac('sha256', key!).update(JSON.stringify(['orders-api/receipt/1', owner, version, shown])).digest('base64url');
    expect(signature).toBe(expected);
    return version;
  }

  describe('a first deployment that fails', () => {
    test('is rolled back, and the same stack is created after it', async () => {
      const failed = await deployment.deploy(brokenAtTheEnd(stacks()), 'Orders', rewrite({}));
      expect(failed.status).toBe('ROLLBACK_COMPLETE');
      expect(failed.failures.join()).toContain('Broken');
      await deployment.delete('Orders');

      const { status, failures } = await deployment.deploy(stacks(), 'Orders', rewrite(withRotation));
      expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
    });
  });

  /** With a URL of a function that is not there, after all functions: neither the CDK nor CloudFormation sees it before it is made. */
  function brokenAtTheEnd(app: App): App {
    const stack = app.node.findChild('Orders') as Stack;
    const broken = new CfnResource(stack, 'Broken', {
      type: 'AWS::Lambda::Url', properties: { AuthType: 'AWS_IAM', TargetFunctionArn: 'no-such-function' },
    });
    stack.node.findAll().filter((node) => node instanceof CfnFunction).forEach((fn) => broken.addResourceDependency(fn as CfnFunction));
    return app;
  }

  describe('orders-api, deployed', () => {
    beforeAll(async () => {
      ids = await deployment.idsOf('Orders');
      api = new Api(idOf('Api'));
      const people = new SignIn(idOf('Customers'), idOf('CustomersWeb'));
      const [ofAlice, ofMallory] = [await people.addUser('alice@example.com'), await people.addUser('mallory@example.com')];
      alice = (await people.tokens('alice@example.com', ofAlice, BOTH)).accessToken;
      mallory = (await people.tokens('mallory@example.com', ofMallory, BOTH)).accessToken;
    });

    const readOnly = async () => {
      const people = new SignIn(idOf('Customers'), idOf('CustomersWeb'));
      const password = await people.addUser('reader@example.com');
      return people.tokens('reader@example.com', password, ['openid', 'orders/read']);
    };

    test('signing in with another password gives no code', async () => {
      const people = new SignIn(idOf('Customers'), idOf('CustomersWeb'));
      await expect(people.tokens('alice@example.com', 'not-the-password-Aa1', BOTH)).rejects.toThrow('did not redirect');
    });

    test('a token is good for 15 minutes at most', () => {
      const { iat, exp } = claimsOf(alice);
      expect(exp - iat).toBeLessThanOrEqual(900);
    });

    test('a request without a token is refused', async () => {
      expect((await api.call('POST', '/orders', { body: order() })).status).toBe(401);
    });

    test('a token with its signature changed is refused', async () => {
      const [header, payload, signature] = alice.split('.');
      const token = [header, payload, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.');
      expect((await api.call('POST', '/orders', { token, body: order() })).status).toBe(401);
    });

    test('a token without the scope reads and does not write; an ID token does neither', async () => {
      const { accessToken, idToken } = await readOnly();
      expect((await api.call('POST', '/orders', { token: accessToken, body: order() })).status).toBe(401);
      expect((await api.call('GET', `/orders/${randomUUID()}`, { token: accessToken })).status).toBe(404);
      expect((await api.call('GET', `/orders/${randomUUID()}`, { token: idToken })).status).toBe(401);
    });

    test('a body that is no order is refused without saying more than the field', async () => {
      const { status, body } = await api.call('POST', '/orders', { token: alice, body: { ...order(), id: 'x' } });
      expect(status).toBe(400);
      expect(JSON.stringify(body)).not.toContain('stack');
    });

    test('an order is placed, is shipped by way of the queue, and can no longer be cancelled', async () => {
      const placed = order();
      const answer = await api.call('POST', '/orders', { token: alice, body: placed });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      await keyOf(answer, claimsOf(alice).sub);
      expect((await shipped(alice, placed.id)).body).toMatchObject({ id: placed.id, status: 'SHIPPED', lines: placed.lines });
      expect((await api.call('DELETE', `/orders/${placed.id}`, { token: alice })).status).toBe(409);
    });

    test('the same request again is the same order, and another one under its id is a conflict', async () => {
      const placed = order();
      const first = await api.call('POST', '/orders', { token: alice, body: placed });
      const again = await api.call('POST', '/orders', { token: alice, body: placed });
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body.receipt).toBe(first.body.receipt);
      expect((await api.call('POST', '/orders', { token: alice, body: order(placed.id, 'TEA-02') })).status).toBe(409);
    });

    test("another caller's order is not there: to read, to cancel", async () => {
      const placed = order();
      await api.call('POST', '/orders', { token: alice, body: placed });
      expect((await api.call('GET', `/orders/${placed.id}`, { token: mallory })).status).toBe(404);
      expect((await api.call('DELETE', `/orders/${placed.id}`, { token: mallory })).status).toBe(404);
      expect((await api.call('GET', `/orders/${placed.id}`, { token: alice })).status).toBe(200);
    });
  });

  describe('a rotation and an update', () => {
    let before: string;
    let rotated: string;

    test('the signing key is rotated by its function, and the version before stays readable', async () => {
      before = await keyOf(await api.call('POST', '/orders', { token: alice, body: order() }), claimsOf(alice).sub);
      rotated = await rotating.rotate(idOf('SigningKey'), idOf('TrustZoneSecretRotation'));
      expect(rotated).not.toBe(before);

      const read = (VersionStage: string) => secrets.send(new GetSecretValueCommand({ SecretId: idOf('SigningKey'), VersionStage }));
      const [current, previous] = [await read('AWSCURRENT'), await read('AWSPREVIOUS')];
      expect([current.VersionId, previous.VersionId]).toEqual([rotated, before]);
      expect(current.SecretString).toHaveLength(40);
      expect(current.SecretString).not.toBe(previous.SecretString);
    });

    test('a step with a token that no rotation has is refused', async () => {
      const Payload = JSON.stringify({ Step: 'createSecret', SecretId: idOf('SigningKey'), ClientRequestToken: randomUUID() });
      const answer = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: idOf('TrustZoneSecretRotation'), Payload }));
      expect(answer.FunctionError).toBeDefined();
    });

    test('an update of the stack changes the function, keeps its data, and receipts are signed with the rotated key', async () => {
      const kept = order();
      await api.call('POST', '/orders', { token: alice, body: kept });

      const app = stacks();
      const place = app.node.findChild('Orders').node.findChild('place-order').node.defaultChild as CfnFunction;
      place.memorySize = 512;
      const { status, failures } = await deployment.deploy(app, 'Orders', rewrite(withRotation));
      expect({ status, failures }).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      const updated = await deployment.idsOf('Orders');
      expect(updated).toEqual(ids);

      const name = ids[Object.keys(ids).find((id) => /^placeorder[0-9A-F]{8}$/.test(id))!];
      expect((await new LambdaClient({}).send(new GetFunctionConfigurationCommand({ FunctionName: name }))).MemorySize).toBe(512);
      expect((await shipped(alice, kept.id)).body.status).toBe('SHIPPED');

      const placed = order();
      const answer = await api.call('POST', '/orders', { token: alice, body: placed });
      expect(answer.status).toBe(201);
      expect(await keyOf(answer, claimsOf(alice).sub)).toBe(rotated);
      expect((await shipped(alice, placed.id)).body.status).toBe('SHIPPED');
    });

    test('the stack is deleted', async () => {
      await deployment.takeDown();
      expect(await Deployment.deleteAll()).toEqual([]);
    });
  });
}
