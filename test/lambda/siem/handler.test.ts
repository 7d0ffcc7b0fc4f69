import { randomBytes } from 'crypto';
import { gunzipSync } from 'zlib';
import * as fc from 'fast-check';
import * as samples from './samples';
import { Delivery, transform } from '../../../lambda/siem/transform';
import { LogKind } from '../../../src/zone/logs/log-kind';
import { FakeFirehose } from '../../support/fake-firehose';
import { ocsfErrors } from '../../support/ocsf/validate';

let firehose: FakeFirehose;
let metrics: any[];

beforeAll(() => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's', STREAM: 'siem', DELIVERY: 'PACKED' });
});

beforeEach(async () => {
  firehose = new FakeFirehose();
  process.env.AWS_ENDPOINT_URL_FIREHOSE = await firehose.start();
  jest.resetModules();
  metrics = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => metrics.push(JSON.parse(String(line))) > 0);
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await firehose.stop();
  delete process.env.AWS_ENDPOINT_URL_FIREHOSE;
  process.env.DELIVERY = 'PACKED';
});

/** A function that started now, with the endpoint of the fake of this test. */
function started() {
  return jest.requireActual<typeof import('../../../lambda/siem')>('../../../lambda/siem').handler;
}

const linesOf = (data: Buffer) => gunzipSync(data).toString('utf-8').trimEnd().split('\n');
const delivered = () => firehose.delivered.flatMap(({ partition, data }) => linesOf(data).map((line) => ({ partition, event: JSON.parse(line) })));
const eventsIn = (data: Buffer) => JSON.parse(gunzipSync(data).toString('utf-8')).logEvents.length as number;

const MESSAGES: Record<LogKind, string[]> = {
  API_ACCESS: [JSON.stringify(samples.API_ACCESS)],
  CLOUDTRAIL: [JSON.stringify(samples.CALL), JSON.stringify(samples.LOGIN), JSON.stringify(samples.ASSUME)],
  DNS: [JSON.stringify(samples.DNS)],
  FLOW: Object.values(samples.FLOW),
  TEXT: [samples.FUNCTION_LOG],
  WAF: [JSON.stringify(samples.WAF)],
};

describe('no event is lost', () => {
  const message = (kind: LogKind) => fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...MESSAGES[kind]) },
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom(...Object.values(MESSAGES).flat()),
  );
  const record = fc.constantFrom(...Object.values(LogKind)).chain((kind) => fc.array(message(kind), { maxLength: 12 }).map((messages) => ({
    data: samples.subscription(kind, messages), readable: messages.length, failed: 0,
  })));
  const broken = fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ data: Buffer.from(bytes).toString('base64'), readable: 0, failed: 1 }));
  const input = fc.array(fc.oneof(
    { weight: 5, arbitrary: record }, broken,
    fc.constant({ data: samples.CONTROL, readable: 0, failed: 0 }),
    fc.constantFrom(samples.GUARDDUTY, samples.SECURITY_HUB, samples.OWN_FINDING)
      .map((event) => ({ data: samples.plain(event), readable: 1, failed: 0 })),
  ), { maxLength: 15 });

  test('n in are n out and n kept as failed, whatever comes, each valid and where its class is', async () => {
    const run = started();
    await fc.assert(fc.asyncProperty(input, fc.integer({ min: 1, max: 8 }), async (records, batch) => {
      firehose.delivered.length = firehose.failed.length = 0;
      firehose.put(...records.map(({ data }) => data));
      await firehose.run(run, batch);
      const out = delivered();
      expect(out).toHaveLength(records.reduce((sum, { readable }) => sum + readable, 0));
      expect(firehose.failed).toHaveLength(records.reduce((sum, { failed }) => sum + failed, 0));
      expect(out.filter(({ partition, event }) => partition !== `${event.class_uid}/${samples.ACCOUNT}`)).toEqual([]);
      expect(out.flatMap(({ event }) => ocsfErrors(event))).toEqual([]);
    }), { numRuns: 150 });
  }, 120_000);

  test('what cannot be read is kept as it came', async () => {
    const data = Buffer.from('no log at all').toString('base64');
    firehose.put(data);
    await firehose.run(started(), 10);
    expect(firehose.failed).toEqual([Buffer.from('no log at all')]);
    expect(metrics[0]).toMatchObject({ failedRecords: 1, received: 0, delivered: 0 });
  });

  test('a body that unpacks to more than memory holds is kept as failed', () => {
    const { gzipSync } = jest.requireActual<typeof import('zlib')>('zlib');
    const bomb = { recordId: 'r', data: gzipSync(Buffer.alloc(80 * 1024 * 1024, ' ')).toString('base64') };
    const { answers } = transform([bomb], { region: 'eu-west-1', now: samples.NOW, delivery: Delivery.PACKED });
    expect(answers).toEqual([{ recordId: 'r', result: 'ProcessingFailed' }]);
  });

  test('a record with two classes is two objects', async () => {
    firehose.put(samples.subscription(LogKind.CLOUDTRAIL, [JSON.stringify(samples.CALL), JSON.stringify(samples.LOGIN)]));
    await firehose.run(started(), 10);
    expect(delivered().map(({ partition }) => partition)).toEqual([`6003/${samples.ACCOUNT}`, `3002/${samples.ACCOUNT}`]);
    expect(metrics).toMatchObject([{ received: 2, delivered: 1, putBack: 1 }, { received: 0, delivered: 1, putBack: 0 }]);
  });
});

describe('6 MB are what a function answers', () => {
  /** Random, so that packing gains nothing. */
  const noise = (count: number) => Array.from({ length: count }, () => randomBytes(15_000).toString('base64'));

  test('the rest is put back, and comes again', async () => {
    const records = Array.from({ length: 12 }, () => samples.subscription(LogKind.TEXT, noise(30)));
    firehose.put(...records);
    await firehose.run(started(), records.length);
    expect(delivered()).toHaveLength(12 * 30);
    expect(firehose.failed).toEqual([]);
    expect(metrics[0].putBack).toBeGreaterThan(0);
    expect(metrics.reduce((sum, { delivered: count }) => sum + count, 0)).toBe(12 * 30);
  }, 60_000);

  test('lines for an HTTP endpoint are not packed, and come in several answers', async () => {
    process.env.DELIVERY = 'LINES';
    firehose.put(...Array.from({ length: 8 }, () => samples.subscription(LogKind.TEXT, Array.from({ length: 50 }, () => 'x'.repeat(30_000)))));
    await firehose.run(started(), 8);
    const lines = firehose.delivered.flatMap(({ data }) => data.toString('utf-8').trimEnd().split('\n'));
    expect(lines).toHaveLength(400);
    expect(lines.flatMap((line) => ocsfErrors(JSON.parse(line)))).toEqual([]);
  }, 60_000);
});

describe('what could not be put back', () => {
  const mixed = () => samples.subscription(LogKind.CLOUDTRAIL, [JSON.stringify(samples.CALL), JSON.stringify(samples.LOGIN)]);

  test('is tried again', async () => {
    firehose.refusals.push([0], [0]);
    firehose.put(mixed());
    await firehose.run(started(), 1);
    expect(delivered()).toHaveLength(2);
    expect(firehose.failed).toEqual([]);
  });

  test('is kept as failed, whole, when the stream takes nothing', async () => {
    firehose.refusals.push(...Array.from({ length: 5 }, () => [0]));
    firehose.put(mixed());
    await firehose.run(started(), 1);
    expect(delivered()).toEqual([]);
    expect(firehose.failed.map(eventsIn)).toEqual([2]);
    expect(metrics[0].failedRecords).toBe(1);
  }, 20_000);
});

test('the counts are metrics of CloudWatch, and hold nothing of the events', async () => {
  firehose.put(samples.subscription(LogKind.TEXT, ['secret text']));
  await firehose.run(started(), 1);
  expect(metrics[0]._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'cdk-zero-trust/Siem', Dimensions: [['FunctionName']] });
  expect(metrics[0]).toMatchObject({ received: 1, delivered: 1 });
  expect(JSON.stringify(metrics)).not.toContain('secret text');
});

describe('the validator', () => {
  const valid = () => {
    const data = samples.subscription(LogKind.DNS, [JSON.stringify(samples.DNS)]);
    const { answers } = transform([{ recordId: 'r', data }], { region: 'eu-west-1', now: samples.NOW, delivery: Delivery.LINES });
    return JSON.parse(Buffer.from(answers[0].data!, 'base64').toString('utf-8'));
  };

  test.each<[string, (event: any) => void]>([
    ['a missing attribute', (event) => { delete event.metadata.product; }],
    ['an unknown attribute', (event) => { event.surprise = 1; }],
    ['an unknown attribute of an object', (event) => { event.query.surprise = 1; }],
    ['a text for a number', (event) => { event.time = '2026'; }],
    ['a value that is not in the enumeration', (event) => { event.severity_id = 42; }],
    ['a port out of range', (event) => { event.src_endpoint.port = 70_000; }],
    ['an address that is none', (event) => { event.src_endpoint.ip = 'home'; }],
    ['a type of another class', (event) => { event.type_uid = 1; }],
    ['an endpoint without a name', (event) => { event.src_endpoint = { port: 1 }; }],
    ['no list where one is', (event) => { event.answers = {}; }],
  ])('sees %s', (_, change) => {
    const event = valid();
    expect(ocsfErrors(event)).toEqual([]);
    change(event);
    expect(ocsfErrors(event)).not.toEqual([]);
  });
});
