import { EventEmitter } from 'events';
import { PassThrough } from 'stream';
import { maskLogs } from '../../../lambda/runtime-guard/answers/log';
import { guardUncaught } from '../../../lambda/runtime-guard/answers/uncaught';
import type { GuardEventKind } from '../../../lambda/runtime-guard/events';
import { guarded } from '../../../lambda/runtime-guard/invocation';
import { GuardPolicy, readPolicy } from '../../../lambda/runtime-guard/policy';
import { Blocked, Guard } from '../../../lambda/runtime-guard/shared';
import { ANSWERS_WITH_A_CARD, CARD } from '../../support/guarded-answers';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const context = { awsRequestId: 'r-1' };
const request = { httpMethod: 'POST', resource: '/orders', path: '/orders', headers: {}, body: '{"id":1}' };
const queue = { Records: [{ body: 'x' }] };
const STACK = 'Error: no table\n    at place (/var/task/index.js:10:15)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';

function guard(policy: Partial<GuardPolicy> = {}) {
  const events: [GuardEventKind, string][] = [];
  const made: Guard = {
    policy: { ...readPolicy({ ZT_GUARD: '{"v":1,"m":"block","h":[],"k":["card","jwt"]}' }), ...policy },
    start: () => Promise.reject(new Error('not here')),
    report: (kind, detail) => void events.push([kind, detail]),
    deny: (kind, detail) => {
      throw new Blocked(kind, detail);
    },
    invoke: (_, run) => run(),
    detect: () => undefined,
    ready: () => undefined,
    checkPrototypes: () => undefined,
  };
  return { guard: made, events };
}
const MONITOR = { mode: 'monitor' as const };

let stderr: string[];
beforeEach(() => {
  stderr = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => stderr.push(String(chunk)) > 0);
});
afterEach(() => jest.restoreAllMocks());

describe('answers to requests', () => {
  test('a calm answer goes on as it is', async () => {
    const { guard: g, events } = guard();
    const answer = { statusCode: 200, headers: { 'x-id': '7' }, body: '{"ok":true}' };
    expect(await guarded(async () => answer, g)(request, context)).toEqual(answer);
    expect(events).toEqual([]);
  });

  test.each(ANSWERS_WITH_A_CARD)('a card in %s is masked, and with monitor only reported', async (_, answer, expected) => {
    const block = guard();
    expect(await guarded(async () => answer, block.guard)(request, context)).toEqual(expected);
    expect(block.events.map(([kind]) => kind)).toEqual(['data-in-answer']);
    const monitor = guard(MONITOR);
    expect(await guarded(async () => answer, monitor.guard)(request, context)).toEqual(answer);
    expect(monitor.events.map(([kind]) => kind)).toEqual(['data-in-answer']);
  });

  test.each([
    ['Node.js', STACK], ['Node.js, in JSON', JSON.stringify({ error: STACK })], ['Python', 'Traceback (most recent call last):\n  File "/var/task/app.py", line 7, in handler'], ['a file URL', '    at handler (file:///var/task/index.mjs:3:9)'],
  ])('a stack of %s never leaves', async (_, body) => {
    const { guard: g, events } = guard();
    expect(await guarded(async () => ({ statusCode: 400, body }), g)(request, context)).toMatchObject({ statusCode: 500, body: '{"message":"Internal Server Error","requestId":"r-1"}' });
    expect(events.map(([kind]) => kind)).toEqual(['stack-trace']);
  });

  test.each(['meet at noon (12:30:10)', 'I am at home', 'look at line 10', '{"at":"2026-11-29T10:00:00"}'])('%s is no stack', async (body) => {
    const { guard: g, events } = guard();
    expect(await guarded(async () => ({ statusCode: 200, body }), g)(request, context)).toEqual({ statusCode: 200, body });
    expect(events).toEqual([]);
  });

  test('the result for a service is data that it needs, and stays', async () => {
    const { guard: g, events } = guard();
    expect(await guarded(async () => ({ card: CARD }), g)(queue, context)).toEqual({ card: CARD });
    expect(events).toEqual([]);
  });
});

describe('messages', () => {
  const polluted = { Records: [{ body: '{"order":"{\\"__proto__\\":{\\"admin\\":true}}"}' }] };

  test.each(['monitor', 'block'] as const)('a key that leads to a prototype in a message of a queue is reported, and handed on (%s)', async (requests) => {
    const { guard: g, events } = guard({ requests });
    expect(await guarded(async () => 'ran', g)(polluted, context)).toBe('ran');
    expect(events).toEqual([['request-attack', 'prototype-pollution in a message']]);
  });

  test('a message of a WebSocket is a request, and blocked on its route', async () => {
    const event = { requestContext: { connectionId: 'c-1', routeKey: 'order' }, body: '{"note":"\' or 1=1--"}' };
    const { guard: g, events } = guard({ requests: 'monitor', blockedRoutes: new Set(['order']) });
    expect(await guarded(async () => 'ran', g)(event, context)).toMatchObject({ statusCode: 403 });
    expect(events).toEqual([['request-attack', 'sql-injection in body']]);
  });

  test('without request checks no message is read', async () => {
    const { guard: g, events } = guard({ requests: undefined });
    await guarded(async () => 'ran', g)(polluted, context);
    expect(events).toEqual([]);
  });
});

describe('errors', () => {
  const fail = async () => {
    throw Object.assign(new TypeError(`no row for ${CARD} in table Orders-7`), { name: 'OrderMissing' });
  };

  test('a request gets a plain 500, and the log the masked stack', async () => {
    const { guard: g, events } = guard();
    expect(await guarded(fail, g)(request, context)).toEqual({ statusCode: 500, headers: { 'content-type': 'application/json' }, body: '{"message":"Internal Server Error","requestId":"r-1"}' });
    expect(events).toEqual([['unhandled-error', 'OrderMissing'], ['data-in-error', 'OrderMissing']]);
    expect(stderr.join('')).toContain('************1111');
    expect(stderr.join('')).not.toContain(CARD);
  });

  test('a service gets an error of the same name, without message or stack', async () => {
    const { guard: g } = guard();
    const error: Error = await guarded(fail, g)(queue, context).then(() => undefined, (e: Error) => e);
    expect(error).toMatchObject({ name: 'OrderMissing', message: 'Internal error', stack: 'OrderMissing' });
  });

  test('with monitor the error goes on as it is', async () => {
    const { guard: g, events } = guard(MONITOR);
    await expect(guarded(fail, g)(request, context)).rejects.toThrow(CARD);
    expect(events.map(([kind]) => kind)).toEqual(['unhandled-error', 'data-in-error']);
  });

  test('what the guard blocked is a 403, also where fetch wrapped it', async () => {
    const { guard: g, events } = guard();
    const blocked = async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: new Blocked('egress', 'evil.invalid:443') });
    };
    expect(await guarded(blocked, g)(request, context)).toMatchObject({ statusCode: 403 });
    expect(events).toEqual([]);
  });

  test('an authorizer keeps the word that API Gateway waits for, and no other', async () => {
    const event = { type: 'TOKEN', methodArn: 'arn:aws:execute-api:eu-west-1:111122223333:a/prod/GET/', authorizationToken: 'x' };
    const throwing = (message: string) => guarded(async () => {
      throw new Error(message);
    }, guard().guard)(event, context);
    await expect(throwing('Unauthorized')).rejects.toThrow('Unauthorized');
    await expect(throwing('token of ann expired')).rejects.toThrow('Internal error');
  });

  test.each<[string, () => unknown]>([
    ['a cause', () => new Error('outer', { cause: new Error(`no ${CARD}`) })],
    ['a cause of a cause', () => new Error('outer', { cause: new Error('inner', { cause: { card: CARD } }) })],
    ['several errors', () => new AggregateError([new Error(`no ${CARD}`)], 'outer')],
    ['a property', () => Object.assign(new Error('outer'), { request: { body: { card: CARD } } })],
    ['an object', () => ({ outer: true, card: CARD })],
    ['a text', () => `outer ${CARD}`],
  ])('data in %s stand in the log, masked, and do not leave', async (_, made) => {
    const error: any = await guarded(async () => {
      throw made();
    }, guard().guard)(queue, context).then(() => undefined, (e: unknown) => e);
    expect(Object.getOwnPropertyNames(error).sort()).toEqual(['message', 'name', 'stack']);
    expect(error).toMatchObject({ message: 'Internal error', stack: error.name });
    expect(stderr.join('')).toMatch(/outer[^]*\*{12}1111/);
    expect(stderr.join('')).not.toContain(CARD);
  });

  const throwsOn = (key: string) => Object.defineProperty(new Error('x'), key, {
    get: () => {
      throw new Error(`secret ${CARD}`);
    },
  });
  test.each<[string, unknown]>([['name', throwsOn('name')], ['message', throwsOn('message')], ['code', throwsOn('code')], ['stack', throwsOn('stack')], ['cause', throwsOn('cause')], ['an object without methods', Object.create(null)], ['a symbol', Symbol('x')], ['undefined', undefined]])('what throws when it is read does not leave in place of the error: %s', async (_, thrown) => {
    const failing = guarded(() => Promise.reject(thrown), guard().guard);
    expect(await failing(request, context)).toMatchObject({ statusCode: 500 });
    await expect(failing(queue, context)).rejects.toThrow(/^Internal error$/);
  });

  test.each(['uncaughtException', 'unhandledRejection'])("%s reaches the listeners of Lambda's runtime without message, and those of the function as it is", (event) => {
    const original = Object.assign(new TypeError(`no row for ${CARD}`), { card: CARD });
    const ran = (policy: Partial<GuardPolicy>) => {
      const [emitter, seen] = [new EventEmitter(), [] as unknown[][]];
      const { guard: g, events } = guard(policy);
      for (const name of ['first', 'second']) emitter.on(event, (...args) => seen.push([name, ...args]));
      guardUncaught(g, emitter);
      emitter.on(event, (...args) => seen.push(['own', ...args]));
      emitter.emit(event, original, 'origin');
      return { seen, kinds: new Set(events.map(([kind]) => kind)) };
    };
    const { seen: [first, second, own], kinds } = ran({});
    for (const [place, [name, error, origin]] of [first, second].entries()) {
      expect([name, origin, { ...error as Error, message: (error as Error).message, stack: (error as Error).stack }]).toEqual([['first', 'second'][place], 'origin', { name: 'TypeError', message: 'Internal error', stack: 'TypeError' }]);
    }
    expect(own).toEqual(['own', original, 'origin']);
    expect(kinds).toEqual(new Set(['unhandled-error', 'data-in-error']));
    expect(stderr.join('')).toContain('no row for ************1111');
    expect(stderr.join('')).not.toContain(CARD);
    expect(ran(MONITOR).seen[0]).toEqual(['first', original, 'origin']);
  });

  test('a name that is no name does not carry data out', async () => {
    const error: Error = await guarded(async () => {
      throw Object.assign(new Error('x'), { name: `card ${CARD}` });
    }, guard().guard)(queue, context).then(() => undefined, (e: Error) => e);
    expect(error.name).toBe('Error');
  });
});

describe('the console', () => {
  const deep = { a: { b: { c: { d: { card: CARD } } } } };
  const logged = (format: string, ...args: unknown[]) => {
    const seen: unknown[][] = [];
    const target = Object.fromEntries(['log', 'info', 'warn', 'error', 'debug', 'trace'].map((name) => [name, (...given: unknown[]) => seen.push(given)])) as unknown as Console;
    const { stdout: out, stderr: err } = process;
    const writes = [out.write, err.write];
    process.env.AWS_LAMBDA_LOG_FORMAT = format;
    try {
      maskLogs(guard().guard, target);
      target.error(...args);
    } finally {
      delete process.env.AWS_LAMBDA_LOG_FORMAT;
      [out.write, err.write] = writes;
    }
    return seen[0];
  };

  test('an object is masked as deep as Lambda writes it as JSON', () => {
    expect(logged('JSON', deep)).toEqual([{ a: { b: { c: { d: { card: '************1111' } } } } }]);
    expect(logged('JSON', { card: CARD, error: new RangeError('no row') })).toEqual([{ card: '************1111', error: expect.objectContaining({ errorType: 'RangeError', errorMessage: 'no row' }) }]);
    expect(logged('JSON', Object.assign(new RangeError(`no ${CARD}`), deep))).toEqual([expect.objectContaining({ errorType: 'RangeError', errorMessage: 'no ************1111', a: { b: { c: { d: { card: '************1111' } } } } })]);
    expect(logged('JSON', { card: CARD, n: BigInt(1) })).toEqual(["{ card: '************1111', n: 1n }"]);
  });

  test('as a text it is masked as it would be written, and what holds no data is the same object', () => {
    expect(logged('TEXT', { card: CARD })).toEqual(["{ card: '************1111' }"]);
    for (const format of ['JSON', 'TEXT']) {
      const error = new Error('no row');
      expect(logged(format, error)[0]).toBe(error);
      expect(logged(format, 'order %s', 7)).toEqual(['order %s', 7]);
    }
  });
});

describe('requests', () => {
  const attack = { ...request, body: JSON.stringify({ note: '\' or 1=1--' }) };
  const ran = () => ({ statusCode: 200, body: 'ran' });

  test('are not inspected unless the policy asks for it', async () => {
    const { guard: g, events } = guard();
    expect(await guarded(async () => ran(), g)(attack, context)).toEqual(ran());
    expect(events).toEqual([]);
  });

  test('with monitor, an attack is reported by class and place, and served', async () => {
    const { guard: g, events } = guard({ requests: 'monitor' });
    expect(await guarded(async () => ran(), g)(attack, context)).toEqual(ran());
    expect(events).toEqual([['request-attack', 'sql-injection in body']]);
  });

  test.each<[string, Partial<GuardPolicy>]>([['the policy', { requests: 'block' }], ['its route', { requests: 'monitor', blockedRoutes: new Set(['POST /orders']) }], ['its route alone', { blockedRoutes: new Set(['POST /orders']) }]])('blocked by %s, it never reaches the handler', async (_, policy) => {
    const handler = jest.fn(async () => ran());
    expect(await guarded(handler, guard(policy).guard)(attack, context)).toMatchObject({ statusCode: 403, body: '{"message":"Forbidden","requestId":"r-1"}' });
    expect(handler).not.toHaveBeenCalled();
  });

  test('another route is served', async () => {
    expect(await guarded(async () => ran(), guard({ blockedRoutes: new Set(['GET /orders']) }).guard)(attack, context)).toEqual(ran());
  });
});

describe('handlers by callback', () => {
  const call = (handler: (...args: any[]) => any, event: unknown, g: Guard) => new Promise((done, fail) => {
    const wrapped = guarded(handler, g);
    expect(wrapped.length).toBe(3);
    const result = wrapped(event, context, (error: unknown, answer: unknown) => (error ? fail(error) : done(answer)));
    if (typeof result?.then === 'function') result.then(done, fail);
  });

  test('answers and errors are guarded as with promises', async () => {
    const { guard: g } = guard();
    expect(await call((_event, _context, callback) => setImmediate(() => callback(null, { statusCode: 200, body: CARD })), request, g)).toEqual({ statusCode: 200, body: '************1111' });
    expect(await call((_event, _context, callback) => callback(new Error('secret')), request, g)).toMatchObject({ statusCode: 500 });
    await expect(call((_event, _context, callback) => callback(new Error('secret')), queue, g)).rejects.toThrow('Internal error');
  });

  test('one that throws, or answers by a promise, is guarded too', async () => {
    const { guard: g } = guard();
    const throwing = (_event: unknown, _context: unknown, _callback: unknown) => {
      throw new Error('secret');
    };
    expect(await call(throwing, request, g)).toMatchObject({ statusCode: 500 });
    expect(await call(async (_event, _context, _callback) => ({ statusCode: 200, body: CARD }), request, g)).toEqual({ statusCode: 200, body: '************1111' });
  });
});

describe('streamed answers', () => {
  const run = async (write: (stream: PassThrough) => void, policy: Partial<GuardPolicy> = {}) => {
    const made = guard(policy);
    const stream = new PassThrough();
    const parts: string[] = [];
    const errors: Error[] = [];
    stream.on('data', (chunk) => parts.push(String(chunk)));
    stream.on('error', (error) => errors.push(error));
    const handler = Object.assign(async (_event: unknown, out: PassThrough) => {
      write(out);
      out.end();
    }, { [STREAMING]: 'response' });
    const wrapped = guarded(handler, made.guard);
    expect((wrapped as any)[STREAMING]).toBe('response');
    await wrapped(request, stream, context);
    await new Promise((done) => setImmediate(done));
    return { text: parts.join(''), errors, events: made.events.map(([kind]) => kind) };
  };

  test('a calm one passes, in parts', async () => {
    expect(await run((out) => ['{"a":', '1}'].forEach((part) => out.write(part)))).toEqual({ text: '{"a":1}', errors: [], events: [] });
  });

  test('ends before a card, also one that two parts share', async () => {
    const { text, errors, events } = await run((out) => ['first ', 'card 41111111', '11111111 end'].forEach((part) => out.write(part)));
    expect(text).not.toContain('11111111 end');
    expect(errors).toMatchObject([{ code: 'ERR_RUNTIME_GUARD' }]);
    expect(events).toEqual(['data-in-answer']);
  });

  test('ends before a stack', async () => {
    expect(await run((out) => out.write(STACK))).toMatchObject({ text: '', events: ['stack-trace'] });
  });

  test('with monitor it is reported and passes', async () => {
    expect(await run((out) => out.write(CARD), MONITOR)).toEqual({ text: CARD, errors: [], events: ['data-in-answer'] });
  });
});
