import { createHmac, randomUUID } from 'crypto';
import { ALICE, BOB, event, FIVE_MINUTES, json, order, OrdersWorld, place, record, ship, SHIP_TO } from './orders-world';
import { handler as placeOrder } from '../../examples/orders-api/handlers/place-order/index';
import { handler as rotateSecret } from '../../lambda/rotate-secret/index';
import { ServiceError } from '../support/json-protocol-server';

const world = new OrdersWorld();

/** A rotation as Secrets Manager runs it, with the library's own rotation function. Gives the id of the new version. */
async function rotate(): Promise<string> {
  const token = world.secrets.beginRotation(world.signingSecret);
  for (const step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const) {
    await rotateSecret({ Step: step, SecretId: world.signingSecret, ClientRequestToken: token });
  }
  world.reads();
  return token;
}

/** What an auditor does with a receipt: knows whose it should be, and looks the key up by its version. */
function verify(receipt: string, owner: string): boolean {
  const [shown, version, signature] = receipt.split('.');
  const key = world.secrets.valueOf(world.signingSecret, version)!;
  return createHmac('sha256', key).update(JSON.stringify(['orders-api/receipt/1', owner, version, shown])).digest('base64url') === signature;
}

describe('placing an order', () => {
  test('stores it under its owner, signs a receipt and asks for it to be shipped', async () => {
    const body = order();
    const answer = await place(ALICE, body);

    expect(answer.statusCode).toBe(201);
    expect(json(answer)).toEqual({ id: body.id, receipt: expect.any(String) });
    expect(world.stored(body.id)).toMatchObject({ owner: { S: ALICE }, status: { S: 'PLACED' }, receipt: { S: json(answer).receipt } });
    expect(world.queue.bodies.map((message) => JSON.parse(message))).toEqual([
      { owner: ALICE, id: body.id, correlationId: answer.headers!['x-correlation-id'] },
    ]);
  });

  test('the receipt verifies with the key of its version, for its owner, as it stands and not otherwise', async () => {
    const body = order();
    const { receipt } = json(await place(ALICE, body));
    const [shown, version, signature] = receipt.split('.');

    expect(JSON.parse(Buffer.from(shown, 'base64url').toString())).toEqual({ id: body.id, placedAt: expect.any(String), lines: body.lines });
    expect(world.secrets.valueOf(world.signingSecret, version)).toBe(world.secrets.valueOf(world.signingSecret, 'AWSCURRENT'));
    expect(verify(receipt, ALICE)).toBe(true);
    expect(verify(receipt, BOB)).toBe(false);
    const forged = Buffer.from(JSON.stringify({ id: body.id, placedAt: 'x', lines: [] })).toString('base64url');
    expect(verify([forged, version, signature].join('.'), ALICE)).toBe(false);
  });

  test('the same request again gives the same receipt, orders once and asks for shipping again', async () => {
    const body = order();
    const first = await place(ALICE, body);
    const again = await place(ALICE, body);

    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    expect(json(again).receipt).toBe(json(first).receipt);
    expect(world.table.all()).toHaveLength(1);
    expect(world.queue.bodies).toHaveLength(2);
  });

  test.each([
    ['lines', { lines: [{ sku: 'TEA-01', quantity: 3 }] }],
    ['an address', { shipTo: { ...SHIP_TO, country: 'FR' } }],
  ])('an id that is taken by an order with other %s is a conflict, and changes nothing', async (_what, changes) => {
    const body = order();
    await place(ALICE, body);
    const before = world.stored(body.id);
    const answer = await place(ALICE, { ...body, ...changes });

    expect(answer.statusCode).toBe(409);
    expect(world.stored(body.id)).toEqual(before);
    expect(world.queue.bodies).toHaveLength(1);
  });

  test('the id of somebody else\'s order is free: a conflict would say that it exists', async () => {
    const body = order();
    await place(ALICE, body);
    expect((await place(BOB, body)).statusCode).toBe(201);
    expect(world.table.all().map((item) => item.owner.S)).toEqual([ALICE, BOB]);
  });

  test('an order whose message could not be sent is completed by repeating the request', async () => {
    const body = order();
    world.queue.failNext('SendMessage', new ServiceError('AccessDenied', 'no'));
    expect((await place(ALICE, body)).statusCode).toBe(500);
    expect(world.queue.bodies).toHaveLength(0);
    expect((await place(ALICE, body)).statusCode).toBe(200);
    expect(world.queue.bodies).toHaveLength(1);
  });

  test('a repeated request for a shipped order does not ask for it to be shipped again', async () => {
    const body = order();
    await place(ALICE, body);
    await ship(record(world.queue.bodies[0]));
    expect((await place(ALICE, body)).statusCode).toBe(200);
    expect(world.queue.bodies).toHaveLength(1);
  });

  test('an answer of the table that is lost on the way loses no order, and makes no second one', async () => {
    const body = order();
    world.table.loseNextAnswer('PutItem');
    const answer = await place(ALICE, body);
    expect(answer.statusCode).toBe(200);
    expect(world.table.takeOperations()).toEqual(['PutItem', 'PutItem']);
    expect(world.stored(body.id)).toMatchObject({ receipt: { S: json(answer).receipt } });
    expect([world.table.all().length, world.queue.bodies.length]).toEqual([1, 1]);
  });

  test('a table that does not answer at all is given up well within the time of the function', async () => {
    for (let i = 0; i < 2; i++) world.table.loseNextAnswer('PutItem');
    const start = performance.now();
    expect((await place(ALICE, order())).statusCode).toBe(500);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(world.lines).toMatchObject([{ event: 'request-failed', error: 'TimeoutError' }]);
  });

  test('nobody orders without being signed in', async () => {
    for (const caller of [undefined, '']) expect((await place(caller, order())).statusCode).toBe(401);
    expect(world.actions()).toEqual([]);
  });
});

describe('a body that is not an order', () => {
  const units = (quantity: unknown) => order({ lines: [{ sku: 'TEA-01', quantity }] });
  const many = (count: number, quantity = 1) => order({ lines: Array.from({ length: count }, (_, i) => ({ sku: `SKU-${i}`, quantity })) });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^body must be JSON/],
    ['no JSON', '{"id": HUNTER2', /^body must be JSON/],
    ['a list', [], /^body must be an object/],
    ['null', 'null', /^body must be an object/],
    ['more than 8 KiB', order({ shipTo: { ...SHIP_TO, address: 'x'.repeat(8_192) } }), /^body must not exceed 8192 bytes/],
    ['an owner chosen by the caller', order({ owner: BOB }), /^body must have id, lines, shipTo and nothing else/],
    ['a prototype', '{"__proto__": {"id": "x"}, "lines": [], "shipTo": {}}', /^body must have/],
    ['an id that is no UUID', order({ id: 'HUNTER2' }), /^id must be a UUID/],
    ['an id in capitals', order({ id: randomUUID().toUpperCase() }), /^id must be a UUID/],
    ['no lines', order({ lines: [] }), /^lines must hold 1 to 50/],
    ['51 lines', many(51), /^lines must hold 1 to 50/],
    ['lines that are no list', order({ lines: { 0: {} } }), /^lines must hold/],
    ['a line that is no object', order({ lines: ['HUNTER2'] }), /^lines\[0\] must be an object/],
    ['a price chosen by the caller', order({ lines: [{ sku: 'TEA-01', quantity: 1, price: 0 }] }), /^lines\[0\] must have sku, quantity and nothing else/],
    ['a sku with a path', order({ lines: [{ sku: '../HUNTER2', quantity: 1 }] }), /^lines\[0\]\.sku/],
    ['a sku twice', order({ lines: [{ sku: 'TEA-01', quantity: 1 }, { sku: 'TEA-01', quantity: 1 }] }), /^lines must not repeat/],
    ['no units', units(0), /^lines\[0\]\.quantity/],
    ['half a unit', units(0.5), /^lines\[0\]\.quantity/],
    ['units as a text', units('1'), /^lines\[0\]\.quantity/],
    ['501 units together', many(3, 167), /^lines must not exceed 500 units/],
    ['no address', order({ shipTo: undefined }), /^body must have/],
    ['an empty name', order({ shipTo: { ...SHIP_TO, name: ' ' } }), /^shipTo\.name/],
    ['a name over 100 characters', order({ shipTo: { ...SHIP_TO, name: 'x'.repeat(101) } }), /^shipTo\.name/],
    ['an address that forges a line', order({ shipTo: { ...SHIP_TO, address: 'HUNTER2\n{"event":"order-placed"}' } }), /^shipTo\.address/],
    ['a name that is written backwards', order({ shipTo: { ...SHIP_TO, name: 'HUNTER2\u202e' } }), /^shipTo\.name/],
    ['a country that is none', order({ shipTo: { ...SHIP_TO, country: 'gb' } }), /^shipTo\.country/],
  ])('%s is refused by the name of its field, before anything is called', async (_what, body, message) => {
    const answer = await place(ALICE, body);
    expect(answer.statusCode).toBe(400);
    expect(json(answer)).toEqual({ message: expect.stringMatching(message), correlationId: answer.headers!['x-correlation-id'] });
    expect(answer.body).not.toContain('HUNTER2');
    expect(world.actions()).toEqual([]);
  });

  test('a body that says it is base64 is refused, whatever it looks like', async () => {
    expect((await placeOrder(event(ALICE, { body: order(), base64: true }))).statusCode).toBe(400);
  });

  test('the limits themselves are allowed', async () => {
    expect((await place(ALICE, many(50, 10))).statusCode).toBe(201);
    expect((await place(ALICE, order({ shipTo: { name: 'Ł'.repeat(100), address: '東'.repeat(200), country: 'JP' } }))).statusCode).toBe(201);
  });
});

describe('the signing key', () => {
  const version = async () => json(await place(ALICE, order())).receipt.split('.')[1];

  test('is read once for calls one after the other and at the same time', async () => {
    await Promise.all([place(ALICE, order()), place(BOB, order())]);
    await place(ALICE, order());
    expect(world.reads()).toEqual(['GetSecretValue']);
  });

  test('is read again after five minutes and not before', async () => {
    await place(ALICE, order());
    world.wait(FIVE_MINUTES - 10_000);
    await place(ALICE, order());
    expect(world.reads()).toHaveLength(1);
    world.wait(10_000);
    await place(ALICE, order());
    expect(world.reads()).toHaveLength(1);
  });

  test('is the new one within five minutes of a rotation; receipts of before still verify', async () => {
    const { receipt } = json(await place(ALICE, order()));
    const rotated = await rotate();
    expect(await version()).not.toBe(rotated);
    world.wait(FIVE_MINUTES);
    expect(await version()).toBe(rotated);
    expect(verify(receipt, ALICE)).toBe(true);
  });

  test('a failed read fails the call before anything is stored, and is not kept', async () => {
    const answer = await world.withEnvironment({ SECRET_ARN: `${world.signingSecret}-gone` }, () => place(ALICE, order()));
    expect(answer.statusCode).toBe(500);
    expect(world.table.all()).toEqual([]);
    expect((await place(ALICE, order())).statusCode).toBe(201);
  });

  test.each([[31, 500], [32, 201]])('a key of %i bytes: %i, because one of less than 32 signs nothing', async (bytes, status) => {
    const answer = await world.withEnvironment({ SECRET_ARN: world.secrets.create('other', 'x'.repeat(bytes)) }, () => place(ALICE, order()));
    expect(answer.statusCode).toBe(status);
    expect([world.table.all().length, world.queue.bodies.length]).toEqual(status === 201 ? [1, 1] : [0, 0]);
  });
});
