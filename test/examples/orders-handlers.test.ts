import { execFileSync } from 'child_process';
import { randomUUID } from 'crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { ALICE, BOB, cancel, json, order, OrdersWorld, place, read, record, ship, SHIP_TO } from './orders-world';
import { ServiceError } from '../support/json-protocol-server';

const HANDLERS = join(__dirname, '../../examples/orders-api/handlers');
const world = new OrdersWorld();

describe('reading an order', () => {
  test('gives the caller\'s own order as it was placed, without its owner', async () => {
    const body = order();
    const { receipt } = json(await place(ALICE, body));
    const answer = await read(ALICE, body.id);
    expect(answer.statusCode).toBe(200);
    expect(json(answer)).toEqual({ ...body, status: 'PLACED', placedAt: expect.any(String), receipt });
  });

  test('somebody else\'s order looks like one that does not exist', async () => {
    const body = order();
    await place(ALICE, body);
    const [foreign, missing] = [await read(BOB, body.id), await read(BOB, randomUUID())];
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404]);
    expect(json(foreign).message).toBe(json(missing).message);
    expect(foreign.body).not.toContain(ALICE);
  });

  test.each([
    ['empty', ''], ['a path', '..%2f'], ['3,000 characters', 'x'.repeat(3_000)], ['an attribute value', '{"S":"x"}'],
  ])('an id that is none is not even looked up: %s', async (_what, id) => {
    expect((await read(ALICE, id)).statusCode).toBe(404);
    expect(world.actions()).toEqual([]);
  });

  test('sees a write that was just made', async () => {
    await read(ALICE, randomUUID());
    expect(world.table.calls.map(({ input }) => input.ConsistentRead)).toEqual([true]);
  });
});

describe('cancelling an order', () => {
  test('deletes the caller\'s own order while it is not shipped', async () => {
    const body = order();
    await place(ALICE, body);
    const answer = await cancel(ALICE, body.id);
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(world.stored(body.id)).toBeUndefined();
    expect((await cancel(ALICE, body.id)).statusCode).toBe(404);
  });

  test('after it was shipped is a conflict, and the order stays', async () => {
    const body = order();
    await place(ALICE, body);
    await ship(record(world.queue.bodies[0]));
    expect((await cancel(ALICE, body.id)).statusCode).toBe(409);
    expect(world.stored(body.id)).toMatchObject({ status: { S: 'SHIPPED' } });
  });

  test.each([false, true])('somebody else\'s order looks like one that does not exist, and stays (shipped: %s)', async (shipped) => {
    const body = order();
    await place(ALICE, body);
    if (shipped) await ship(record(world.queue.bodies[0]));
    expect((await cancel(BOB, body.id)).statusCode).toBe(404);
    expect(world.stored(body.id)).toBeDefined();
  });
});

describe('shipping orders', () => {
  test('marks each order of the batch as shipped', async () => {
    const bodies = [order(), order()];
    for (const body of bodies) await place(ALICE, body);
    expect(await ship(...world.queue.bodies.map(record))).toEqual({ batchItemFailures: [] });
    for (const body of bodies) expect(world.stored(body.id)).toMatchObject({ status: { S: 'SHIPPED' }, shippedAt: { S: expect.any(String) } });
  });

  test('a message that comes twice changes nothing the second time', async () => {
    const body = order();
    await place(ALICE, body);
    await ship(record(world.queue.bodies[0]));
    const once = world.stored(body.id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ship(record(world.queue.bodies[0]))).toEqual({ batchItemFailures: [] });
    expect(world.stored(body.id)).toEqual(once);
  });

  test('an order that was cancelled in the meantime does not come back', async () => {
    const body = order();
    await place(ALICE, body);
    await cancel(ALICE, body.id);
    expect(await ship(record(world.queue.bodies[0]))).toEqual({ batchItemFailures: [] });
    expect(world.table.all()).toEqual([]);
  });

  test('only the messages that failed go back to the queue', async () => {
    const body = order();
    await place(ALICE, body);
    const message = JSON.parse(world.queue.bodies[0]);
    const bad = ['no JSON', 'null', { ...message, id: 'x' }, { ...message, owner: '' }, { ...message, correlationId: undefined }].map(record);
    world.actions();
    const result = await ship(bad[0], record(message), ...bad.slice(1));
    expect(world.actions()).toEqual(['dynamodb:UpdateItem']);
    expect(result.batchItemFailures.map((failure) => failure.itemIdentifier)).toEqual(bad.map(({ messageId }) => messageId));
    expect(world.stored(body.id)).toMatchObject({ status: { S: 'SHIPPED' } });
  });

  test('an order that the table refused is tried again', async () => {
    await place(ALICE, order());
    const [first] = world.queue.bodies.map(record);
    world.table.failNext('UpdateItem', new ServiceError('com.amazonaws.dynamodb.v20120810#AccessDeniedException', 'no'));
    expect(await ship(first)).toEqual({ batchItemFailures: [{ itemIdentifier: first.messageId }] });
    expect(await ship(first)).toEqual({ batchItemFailures: [] });
  });
});

describe('what comes out', () => {
  const ROUTES: [string, string, () => Promise<APIGatewayProxyResult>][] = [
    ['POST /orders', 'PutItem', () => place(ALICE, order())],
    ['GET /orders/{id}', 'GetItem', () => read(ALICE, randomUUID())],
    ['DELETE /orders/{id}', 'DeleteItem', () => cancel(ALICE, randomUUID())],
  ];

  test.each(ROUTES)('%s: an error becomes an answer that says nothing but under which id to ask', async (_route, operation, call) => {
    world.table.failNext(operation, new ServiceError('com.amazonaws.dynamodb.v20120810#ValidationException', `item of ${ALICE} is bad`));
    const answer = await call();
    const correlationId = answer.headers!['x-correlation-id'];
    expect(answer.statusCode).toBe(500);
    expect(json(answer)).toEqual({ message: 'Internal error', correlationId });
    expect(world.lines).toEqual([{
      event: 'request-failed', correlationId, error: 'ValidationException', awsRequestId: 'fake-request', frames: expect.any(Array),
    }]);
    expect(world.lines[0].frames.length).toBeGreaterThan(0);
    expect(JSON.stringify(world.lines)).not.toContain(ALICE);
  });

  test.each(ROUTES)('%s: a variable that is missing is no concern of the caller', async (_route, _operation, call) => {
    const answer = await world.withEnvironment({ TABLE_NAME: '' }, call);
    expect(answer.statusCode).toBe(500);
    expect(json(answer)).toEqual({ message: 'Internal error', correlationId: expect.any(String) });
  });

  test.each(ROUTES)('%s: no answer is cached or taken for another type', async (_route, _operation, call) => {
    expect((await call()).headers).toMatchObject({
      'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
    });
  });

  test('the log of a whole story names no person, no key and no receipt', async () => {
    const body = order();
    const { receipt } = json(await place(ALICE, body));
    await place(ALICE, { ...body, lines: [{ sku: 'TEA-02', quantity: 1 }] });
    await read(ALICE, body.id);
    await read(BOB, body.id);
    await ship(record(world.queue.bodies[0]), record(`{"owner":"${ALICE}", oops`));
    await cancel(ALICE, body.id);

    expect(world.lines.map((line) => line.event)).toEqual(['order-placed', 'shipping-failed', 'order-shipped']);
    for (const line of world.lines) {
      expect(['awsRequestId', 'correlationId', 'error', 'event', 'frames', 'orderId']).toEqual(expect.arrayContaining(Object.keys(line)));
    }
    const text = JSON.stringify(world.lines);
    for (const word of [ALICE, BOB, ...Object.values(SHIP_TO).slice(0, 2), receipt, world.secrets.valueOf(world.signingSecret, 'AWSCURRENT')!, 'TEA-01']) {
      expect(text).not.toContain(word);
    }
  });

  test('the lines of one order are joined by the id that the caller was given', async () => {
    const answer = await place(ALICE, order());
    await ship(record(world.queue.bodies[0]));
    expect(world.lines.map((line) => [line.event, line.correlationId])).toEqual([
      ['order-placed', answer.headers!['x-correlation-id']], ['order-shipped', answer.headers!['x-correlation-id']],
    ]);
  });
});

describe('each handler', () => {
  const names = ['cancel-order', 'place-order', 'read-order', 'ship-order'];
  const declared = (name: string) => readFileSync(join(HANDLERS, name, 'index.ts'), 'utf-8').split('\n')[0].match(/\b(dynamodb|sqs|secretsmanager):\w+/g);

  test('names in its first line exactly the actions that it calls', async () => {
    const body = order();
    const used: Record<string, string[]> = {};
    const note = async (name: string, ...runs: (() => Promise<unknown>)[]) => {
      world.actions();
      for (const run of runs) await run();
      used[name] = [...new Set(world.actions())];
    };
    await note('place-order', () => place(ALICE, body), () => place(ALICE, body), () => place(ALICE, { ...body, lines: [{ sku: 'TEA-02', quantity: 1 }] }));
    await note('read-order', () => read(ALICE, body.id), () => read(BOB, body.id));
    await note('ship-order', () => ship(record(world.queue.bodies[0]), record('x')), () => ship(record(world.queue.bodies[0])));
    await note('cancel-order', () => cancel(ALICE, body.id), () => cancel(BOB, body.id));

    expect(used).toEqual(Object.fromEntries(names.map((name) => [name, declared(name)])));
  });

  test('is bundled to a file of its own that loads, and shared code is not', () => {
    const root = join(__dirname, '../..');
    const out = mkdtempSync(join(tmpdir(), 'zt-orders-'));
    try {
      execFileSync(join(root, 'node_modules/.bin/esbuild'), [
        '--bundle', ...names.map((name) => join(HANDLERS, name, 'index.ts')), `--outdir=${out}`,
        '--platform=node', '--target=node22', '--format=cjs', '--external:@aws-sdk/*', '--log-level=warning',
      ]);
      expect(readdirSync(HANDLERS).filter((name) => readdirSync(join(HANDLERS, name)).includes('index.ts'))).toEqual(names);
      const load = `console.log(${JSON.stringify(names)}.map((name) => typeof require(\`${out}/\${name}/index.js\`).handler).join())`;
      const kinds = execFileSync('node', ['-e', load], { encoding: 'utf-8', env: { ...process.env, NODE_PATH: join(root, 'node_modules') } });
      expect(kinds.trim()).toBe('function,function,function,function');
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
