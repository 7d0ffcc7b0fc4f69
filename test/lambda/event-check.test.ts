import { Size, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecureBucket, SecureEventBus, SecureFunction, SecureTopic } from '../../src';
import { EventSource } from '../../src/compute/event-source';
import { EventSourceOptions, MessageFormat, QueueEventSourceOptions } from '../../src/compute/event-source-options';
import { DeployedCheck, RECORDING } from '../support/event-check';

const SCHEMA = {
  type: 'object',
  required: ['id', 'amount'],
  properties: {
    id: { type: 'string', pattern: '^[a-z]+$', maxLength: 20 },
    amount: { type: 'number', minimum: 0 },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};
const GOOD = { id: 'book', amount: 3 };
const SECRET = 'hunter2-SECRET';
const BAD = { id: SECRET, amount: 3 };

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const FIFO = 'arn:aws:sqs:eu-west-1:111122223333:orders.fifo';
const OTHER = 'arn:aws:sqs:eu-west-1:111122223333:other';
const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const TABLE_STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000`;

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const message = (id: string, body: unknown, arn = QUEUE, group?: string) => ({
  messageId: id, body: text(body), eventSource: 'aws:sqs', eventSourceARN: arn, attributes: group === undefined ? {} : { MessageGroupId: group },
});
const data = (id: string, value: unknown) => ({
  eventSource: 'aws:kinesis',
  eventSourceARN: STREAM,
  kinesis: { sequenceNumber: id, data: (Buffer.isBuffer(value) ? value : Buffer.from(text(value))).toString('base64') },
});
const change = (id: string, images: Record<string, unknown>, eventName = 'INSERT') => ({
  eventSource: 'aws:dynamodb', eventSourceARN: TABLE_STREAM, eventName, dynamodb: { SequenceNumber: id, Keys: { id: { S: 'book' } }, ...images },
});
const batch = (...Records: any[]) => ({ Records });
const ids = (answer: any) => answer.batchItemFailures.map((failure: any) => failure.itemIdentifier);
const handedOn = (outcome: { handled: any[] }) => outcome.handled.flatMap(({ Records }) => Records.map((record: any) => record.messageId
  ?? record.kinesis?.sequenceNumber ?? record.dynamodb?.SequenceNumber));

const queueOf = (arn: string) => (options: QueueEventSourceOptions) => (fn: SecureFunction, stack: Stack) =>
  fn.consumes(EventSource.queue(sqs.Queue.fromQueueArn(stack, arn.replace(/\W/g, ''), arn), options));
const onQueue = queueOf(QUEUE);

const deployed: DeployedCheck[] = [];
function deploy(...args: ConstructorParameters<typeof DeployedCheck>): DeployedCheck {
  deployed.push(new DeployedCheck(...args));
  return deployed[deployed.length - 1];
}
afterAll(() => deployed.forEach((one) => one.remove()));

describe('a batch of a queue', () => {
  let check: DeployedCheck;
  beforeAll(() => {
    check = deploy((fn, stack) => {
      onQueue({ schema: SCHEMA })(fn, stack);
      queueOf(FIFO)({ schema: SCHEMA })(fn, stack);
      queueOf(OTHER)({})(fn, stack);
    });
  });

  test('reaches the handler with what fits, and what does not is answered as failed', () => {
    const { outcomes: [one], log } = check.run([batch(message('1', GOOD), message('2', BAD), message('3', GOOD))]);
    expect(handedOn(one)).toEqual(['1', '3']);
    expect(one.handled[0].Records[0]).toEqual(message('1', GOOD));
    expect(ids(one.answer)).toEqual(['2']);
    expect(JSON.parse(log)).toEqual({ eventCheck: 'refused', count: 1, records: [{ id: '2', why: 'it does not fit #/properties/id/pattern' }] });
    expect(log).not.toContain(SECRET);
  });

  test('does not reach the handler when nothing fits', () => {
    const { outcomes: [one] } = check.run([batch(message('1', BAD), message('2', BAD))]);
    expect(one.handled).toEqual([]);
    expect(ids(one.answer)).toEqual(['1', '2']);
  });

  test('that all fits is answered by the handler alone', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: '1' }], own: true };
    expect(check.run([batch(message('1', GOOD))], answer).outcomes[0].answer).toEqual(answer);
    expect(check.run([batch(message('1', GOOD))]).outcomes[0].answer).toBeUndefined();
  });

  test('is answered with the failures of the handler too', () => {
    const { outcomes: [one] } = check.run([batch(message('1', GOOD), message('2', BAD))], { batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(ids(one.answer)).toEqual(['1', '2']);
  });

  test('fails as a whole when the handler throws or answers nonsense beside a failure', () => {
    expect(check.run([{ ...batch(message('1', GOOD), message('2', BAD)), fail: true }]).outcomes[0].error).toBe('own failure');
    expect(check.run([batch(message('1', GOOD), message('2', BAD))], { batchItemFailures: 'all' }).outcomes[0].error).toMatch(/no list/);
  });

  test.each([
    ['no JSON', '{"id":"book",'],
    ['an empty text', ''],
    ['NaN', '{"id":"book","amount":NaN}'],
    ['a number that is infinite', '{"id":"book","amount":1e999}'],
    ['a text where an object belongs', '"book"'],
    ['null', 'null'],
    ['a list', JSON.stringify([GOOD])],
    ['a property that nobody named', JSON.stringify({ ...GOOD, role: 'admin' })],
    ['a property that nobody named, deeper', JSON.stringify({ ...GOOD, lines: [{ sku: 'a', role: 'admin' }] })],
    ['a key __proto__', '{"id":"book","amount":3,"__proto__":{"role":"admin"}}'],
    ['an escaped key __proto__', '{"id":"book","amount":3,"lines":[{"\\u005f_proto__":{}}]}'],
    ['a required property that is only inherited', '{"amount":3}'],
    ['nesting without end', `{"id":"book","amount":3,"lines":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['a list without end', JSON.stringify({ ...GOOD, lines: new Array(200_000).fill({}) })],
    ['a text without end', JSON.stringify({ ...GOOD, id: 'a'.repeat(300_000) })],
  ])('with %s is answered as failed', (_, body) => {
    const { outcomes: [one] } = check.run([batch(message('1', body))]);
    expect(one.handled).toEqual([]);
    expect(ids(one.answer)).toEqual(['1']);
  });

  test('from a queue without a schema is handed on as it is', () => {
    const { outcomes: [one] } = check.run([batch(message('1', 'free text', OTHER))]);
    expect(handedOn(one)).toEqual(['1']);
  });

  test('from a queue that the function does not consume is answered as failed', () => {
    const { outcomes: [one] } = check.run([batch(message('1', GOOD, `${QUEUE}-of-somebody`))]);
    expect(one.handled).toEqual([]);
    expect(ids(one.answer)).toEqual(['1']);
  });

  test('from a FIFO queue keeps the order of each group behind a message that fails', () => {
    const { outcomes: [one] } = check.run([batch(
      message('1', GOOD, FIFO, 'a'), message('2', BAD, FIFO, 'a'), message('3', GOOD, FIFO, 'b'), message('4', GOOD, FIFO, 'a'),
    )]);
    expect(handedOn(one)).toEqual(['1', '3']);
    expect(ids(one.answer)).toEqual(['2', '4']);
  });

  test('tells of ten failures at most', () => {
    const { log } = check.run([batch(...Array.from({ length: 25 }, (_, index) => message(`${index}`, BAD)))]);
    const { count, records } = JSON.parse(log);
    expect([count, records.length]).toEqual([25, 10]);
  });
});

describe('a message of a queue', () => {
  const fits = (format: MessageFormat, ...bodies: unknown[]) => {
    const check = deploy(onQueue({ schema: SCHEMA, messageFormat: format }));
    return check.run(bodies.map((body, index) => batch(message(`${index}`, body)))).outcomes.map((one) => (one.handled.length > 0 ? 'handed on' : ids(one.answer).length > 0 ? 'failed' : 'dropped'));
  };

  test('that SNS sent is checked in its message', () => {
    expect(fits(MessageFormat.SNS_NOTIFICATION, { Type: 'Notification', Message: text(GOOD) }, { Message: text(BAD) }, { Message: GOOD }, GOOD, 'null'))
      .toEqual(['handed on', 'failed', 'failed', 'failed', 'failed']);
  });

  test('that EventBridge sent is checked in its detail', () => {
    expect(fits(MessageFormat.EVENTBRIDGE_EVENT, { 'detail-type': 'x', 'detail': GOOD }, { detail: BAD }, { source: 'shop' }, [GOOD]))
      .toEqual(['handed on', 'failed', 'failed', 'failed']);
  });

  test('may be as big as was said', () => {
    const check = deploy((fn, stack) => onQueue({ schema: { type: 'string' }, maxSize: Size.bytes(10) })(fn, stack));
    const { outcomes } = check.run([batch(message('1', '"12345678"')), batch(message('2', '"123456789"')), batch(message('3', '"ÄÄÄÄÄ"'))]);
    expect(outcomes.map(({ handled }) => handled.length)).toEqual([1, 0, 0]);
  });
});

describe('a notification of a bucket', () => {
  const record = (key: string) => ({ eventSource: 'aws:s3', s3: { object: { key, size: 3 } } });
  const schema = {
    type: 'object',
    additionalProperties: true,
    properties: { s3: { type: 'object', additionalProperties: true, properties: { object: { type: 'object', additionalProperties: true, required: ['key'], properties: { key: { type: 'string', pattern: '^in/', maxLength: 100 } } } } } },
  };

  test('is checked record by record, and the test message of S3 is dropped', () => {
    const check = deploy((fn, stack) => fn.consumes(EventSource.bucket(new SecureBucket(stack, 'Bucket'), { schema })));
    const [[arn]] = JSON.parse(check.environment.CDK_ZERO_TRUST_SOURCES);
    const { outcomes } = check.run([
      batch(message('1', { Records: [record('in/a'), record('in/b')] }, arn)),
      batch(message('2', { Records: [record('in/a'), record('../b')] }, arn)),
      batch(message('3', { Service: 'Amazon S3', Event: 's3:TestEvent' }, arn)),
      batch(message('4', { Records: [] }, arn)),
    ]);
    expect(outcomes.map((one) => [one.handled.length, one.handled.length > 0 ? [] : ids(one.answer)])).toEqual([[1, []], [0, ['2']], [0, []], [0, ['4']]]);
  });
});

describe('a batch of a stream', () => {
  let check: DeployedCheck;
  beforeAll(() => {
    check = deploy((fn, stack) => {
      fn.consumes(EventSource.stream(kinesis.Stream.fromStreamArn(stack, 'Stream', STREAM), { schema: SCHEMA }));
      fn.consumes(EventSource.tableStream(dynamodb.TableV2.fromTableAttributes(stack, 'Table', { tableArn: TABLE, tableStreamArn: TABLE_STREAM }), {
        schema: {
          type: 'object',
          required: ['id', 'amount'],
          properties: {
            id: { type: 'string' },
            amount: { type: 'number' },
            tags: { type: 'array', items: { type: 'string' } },
            sizes: { type: 'array', items: { type: 'number' } },
            paid: { type: 'boolean' },
            note: { type: ['string', 'null'] },
            lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
          },
        },
      }));
    });
  });

  test('reaches the handler up to the first record that does not fit, which is answered', () => {
    const { outcomes: [one] } = check.run([batch(data('1', GOOD), data('2', GOOD), data('3', BAD), data('4', GOOD))]);
    expect(handedOn(one)).toEqual(['1', '2']);
    expect(ids(one.answer)).toEqual(['3']);
  });

  test('keeps the state of a tumbling window beside the failure', () => {
    const { outcomes: [one] } = check.run([{ ...batch(data('1', GOOD), data('2', BAD)), state: { sum: 1 } }], { state: { sum: 4 } });
    expect(one.handled[0].state).toEqual({ sum: 1 });
    expect(one.answer).toEqual({ state: { sum: 4 }, batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('fails when its first record does, so that Lambda halves it and loses none behind it', () => {
    const { outcomes: [one] } = check.run([batch(data('1', BAD), data('2', GOOD))]);
    expect(one.handled).toEqual([]);
    expect(one.error).toBe('Record refused: it does not fit #/properties/id/pattern.');
  });

  test.each([
    ['is no JSON', 'NaN'],
    ['is no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['is empty', ''],
  ])('does not hand on a record that %s', (_, value) => {
    const { outcomes: [one] } = check.run([batch(data('1', GOOD), data('2', value))]);
    expect(handedOn(one)).toEqual(['1']);
  });

  test('does not hand on a record without data, or of another stream', () => {
    const { outcomes } = check.run([
      batch(data('1', GOOD), { ...data('2', GOOD), kinesis: { sequenceNumber: '2' } }), batch(data('1', GOOD), { ...data('2', GOOD), eventSourceARN: `${STREAM}-2` }),
    ]);
    expect(outcomes.map(handedOn)).toEqual([['1'], ['1']]);
  });

  test('of a table is checked as the item is after the change, in plain values', () => {
    const item = {
      id: { S: 'book' }, amount: { N: '12.5' }, tags: { SS: ['a'] }, sizes: { NS: ['1', '2'] }, paid: { BOOL: true }, note: { NULL: true }, lines: { L: [{ M: { sku: { S: 'x' } } }] },
    };
    const { outcomes } = check.run([
      batch(change('1', { NewImage: item })),
      batch(change('1', { NewImage: item }), change('2', { NewImage: { ...item, amount: { S: '12' } } }, 'MODIFY')),
      batch(change('1', { NewImage: item }), change('2', { NewImage: { ...item, lines: { L: [{ M: { role: { S: 'x' } } }] } } })),
      batch(change('1', { NewImage: item }), change('2', { NewImage: { ...item, amount: { Q: '12' } } })),
      batch(change('1', { NewImage: item }), change('2', {})),
      batch(change('1', { NewImage: item }), change('2', { NewImage: { ...item, ['__proto__']: { S: 'x' } } })),
    ]);
    expect(outcomes.map(handedOn)).toEqual([['1'], ['1'], ['1'], ['1'], ['1'], ['1']]);
    expect(outcomes.map(({ answer }) => answer && ids(answer))).toEqual([undefined, ['2'], ['2'], ['2'], ['2'], ['2']]);
  });

  test('of a table is checked as the item was before its removal, when the stream tells', () => {
    const item = { id: { S: 'book' }, amount: { N: '1' } };
    const { outcomes } = check.run([
      batch(change('1', { NewImage: item }), change('2', { OldImage: item }, 'REMOVE'), change('3', {}, 'REMOVE'), change('4', { OldImage: { id: { N: '1' } } }, 'REMOVE')),
    ]);
    expect(outcomes.map(handedOn)).toEqual([['1', '2', '3']]);
  });
});

describe('an event that invokes the function', () => {
  let check: DeployedCheck;
  let topicArn: string;
  let openTopicArn: string;
  const event = (detailType: string, detail: unknown) => ({ 'detail-type': detailType, 'source': 'shop', detail });
  const notification = (arn: string, body: unknown) => batch({ EventSource: 'aws:sns', Sns: { TopicArn: arn, Message: text(body) } });

  beforeAll(() => {
    check = deploy((fn, stack) => {
      const bus = new SecureEventBus(stack, 'Bus');
      fn.consumes(EventSource.eventBus(bus, { eventPattern: { detailType: ['OrderPlaced'] }, schema: SCHEMA }));
      fn.consumes(EventSource.eventBus(bus, { eventPattern: { detailType: ['OrderRead'] } }));
      fn.consumes(EventSource.topic(new SecureTopic(stack, 'Topic'), { schema: SCHEMA }));
      fn.consumes(EventSource.topic(new SecureTopic(stack, 'Open')));
    });
    [[topicArn], [openTopicArn]] = JSON.parse(check.environment.CDK_ZERO_TRUST_SOURCES);
  });

  test('from a bus is checked in its detail, by its detail type', () => {
    const { outcomes } = check.run([event('OrderPlaced', GOOD), event('OrderPlaced', BAD), event('OrderRead', BAD), event('OrderGone', GOOD), event('constructor', GOOD)]);
    expect(outcomes.map(({ handled }) => handled.length)).toEqual([1, 0, 1, 0, 0]);
    expect(outcomes[1].error).toBe('Event of Stack/Bus refused: it does not fit #/properties/id/pattern.');
    expect(outcomes[3].error).toMatch(/no source that this function consumes/);
  });

  test('from a topic is checked in its message', () => {
    const { outcomes } = check.run([
      notification(topicArn, GOOD), notification(topicArn, BAD), notification(topicArn, 'no JSON'), notification(openTopicArn, 'free text'), notification('arn:of:somebody', GOOD),
    ]);
    expect(outcomes.map(({ handled }) => handled.length)).toEqual([1, 0, 0, 1, 0]);
    expect(outcomes[1].error).toBe('Event of Stack/Topic refused: it does not fit #/properties/id/pattern.');
    expect(outcomes[2].error).toBe('Event of Stack/Topic refused: it is not JSON.');
  });

  test('from nowhere is refused', () => {
    const { outcomes } = check.run([{}, null, 'text', [], { Records: [] }, { Records: 'all' }, { Records: [null] }, { Records: [{ eventSource: 'aws:s3' }] }, GOOD]);
    expect(outcomes.map(({ handled, error }) => [handled.length, /refused/.test(error ?? '')])).toEqual(new Array(9).fill([0, true]));
  });

  test('is refused without a word of what it holds', () => {
    const { outcomes, log } = check.run([event('OrderPlaced', BAD), event('OrderPlaced', { [SECRET]: 1 }), notification(topicArn, BAD), notification(topicArn, `{"${SECRET}`)]);
    expect(JSON.stringify(outcomes) + log).not.toContain(SECRET);
    expect(outcomes.every(({ error }) => error !== undefined)).toBe(true);
  });
});

describe('a direct invocation', () => {
  const invoked = (options?: EventSourceOptions) => deploy((fn, stack) => {
    onQueue({ schema: SCHEMA })(fn, stack);
    if (options) fn.consumes(EventSource.invocation(options));
  }).run([GOOD, BAD]).outcomes.map(({ handled }) => handled.length);

  test('is refused, checked, or handed on as it was declared', () => {
    expect(invoked()).toEqual([0, 0]);
    expect(invoked({ schema: SCHEMA })).toEqual([1, 0]);
    expect(invoked({})).toEqual([1, 1]);
  });
});

describe('the handler behind the check', () => {
  const esm = RECORDING.replace('exports.handler =', 'export const handler =');
  test.each([
    ['in a folder', 'src/app.handler', { 'src/app.js': RECORDING }],
    ['with an export of an export', 'app.api.handler', { 'app.js': RECORDING.replace('exports.handler', 'exports.api = {}; exports.api.handler') }],
    ['with the extension cjs', 'app.handler', { 'app.cjs': RECORDING, 'package.json': '{"type":"module"}' }],
    ['as an ES module by its extension', 'app.handler', { 'app.mjs': esm }],
    ['as an ES module by its package', 'src/app.handler', { 'src/app.js': esm, 'package.json': '{"type":"module"}' }],
    ['as an ES module that waits', 'app.handler', { 'app.mjs': `await Promise.resolve();\n${esm}` }],
    ['in a folder with an index', 'app.handler', { 'app/index.js': RECORDING }],
  ])('may be %s', (_, name, files) => {
    const { outcomes, crash } = deploy(onQueue({ schema: SCHEMA }), files as unknown as Record<string, string>, name).run([batch(message('1', GOOD), message('2', BAD))]);
    expect(crash).toBeUndefined();
    expect(handedOn(outcomes[0])).toEqual(['1']);
    expect(ids(outcomes[0].answer)).toEqual(['2']);
  });

  test('may be an ES module where Node.js does not require those', () => {
    const check = deploy(onQueue({ schema: SCHEMA }), { 'app.mjs': esm }, 'app.handler');
    const { outcomes } = check.run([batch(message('1', GOOD))], undefined, { NODE_OPTIONS: '--no-experimental-require-module' });
    expect(handedOn(outcomes[0])).toEqual(['1']);
  });

  test.each([
    ['is not there', 'gone.handler', { 'app.js': RECORDING }, /file of the handler 'gone\.handler' is not there/],
    ['exports no function', 'app.other', { 'app.js': RECORDING }, /'app\.other' is no function/],
    ['names no export', 'app', { 'app.js': RECORDING }, /'app' does not name a file and its export/],
    ['takes a callback', 'app.handler', { 'app.js': 'exports.handler = (event, context, callback) => callback();' }, /takes a callback/],
    ['streams its answer', 'app.handler', { 'app.js': 'exports.handler = async () => {}; exports.handler[Symbol.for("aws.lambda.runtime.handler.streaming")] = "response";' }, /streams its answer/],
    ['throws while it loads', 'app.handler', { 'app.js': 'throw new Error("broken")' }, /broken/],
  ])('that %s keeps the function from starting', (_, name, files, reason) => {
    const { crash } = deploy(onQueue({ schema: SCHEMA }), files as unknown as Record<string, string>, name).run([batch(message('1', GOOD))]);
    expect(crash).toMatch(reason);
  });

  test('is not reached when the function does not say which it is, or which sources it has', () => {
    const check = deploy(onQueue({ schema: SCHEMA }));
    expect(check.run([GOOD], undefined, { CDK_ZERO_TRUST_HANDLER: '' }).crash).toMatch(/CDK_ZERO_TRUST_HANDLER is not set/);
    expect(check.run([GOOD], undefined, { CDK_ZERO_TRUST_SOURCES: '' }).crash).toMatch(/CDK_ZERO_TRUST_SOURCES is not set/);
    expect(check.run([GOOD], undefined, { CDK_ZERO_TRUST_SOURCES: `[["${QUEUE}","s7"]]` }).crash).toMatch(/no check s7/);
  });
});
