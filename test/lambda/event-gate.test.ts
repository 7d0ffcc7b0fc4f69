import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { WrittenChecks } from '../../lambda/event-check/checks';
import { Gate } from '../../lambda/event-check/gate';
import { closed, Schema } from '../../src/compute/event-schema';
import { validatorCode } from '../../src/compute/event-validator';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';

const SCHEMA: Schema = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string', pattern: '^[a-z]+$', maxLength: 8 },
    lines: { type: 'array', maxItems: 3, items: { $ref: '#/$defs/line' } },
    note: { type: ['string', 'null'] },
    total: { type: 'number', minimum: 0 },
  },
  $defs: { line: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, count: { type: 'integer' } } } },
};

const written: WrittenChecks = {
  checks: {
    s0: {
      source: 'Stack/Queue',
      format: 'json',
      maxBytes: 4_096,
      code: new Function('require', 'exports', validatorCode('Stack/Fn', SCHEMA)) as WrittenChecks['checks'][string]['code'],
    },
  },
  detailTypes: {},
  others: false,
};

/** What ajv itself says of a text, in its own process of thought: parse, then validate. */
const itself = new Ajv2020({ strict: false, strictNumbers: true, ownProperties: true }).compile(closed(SCHEMA));
function fits(text: string): boolean {
  try {
    return Buffer.byteLength(text) <= 4_096 && itself(JSON.parse(text));
  } catch {
    return false;
  }
}

const line = fc.record({ sku: fc.string({ maxLength: 4 }), count: fc.integer() }, { requiredKeys: ['sku'] });
const order = fc.record({
  id: fc.stringMatching(/^[a-z]{1,8}$/), lines: fc.array(line, { maxLength: 3 }), note: fc.option(fc.string()), total: fc.nat(),
}, { requiredKeys: ['id', 'lines'] });

/** Ways to break an order, or to leave it as it is. */
const mutation = fc.constantFrom<(value: any, junk: unknown) => unknown>(
  (value) => value,
(value, junk) => ({ ...value, id: junk }),
(value, junk) => ({ ...value, lines: junk }),
(value, junk) => ({ ...value, lines: [...value.lines, junk] }),
(value, junk) => ({ ...value, stranger: junk }),
(value, junk) => ({ ...value, total: junk }),
(value, junk) => ({ ...value, lines: value.lines.map((one: any) => ({ ...one, stranger: junk })) }),
(value) => ({ lines: value.lines }),
(_, junk) => junk,
);
const body = fc.oneof(
  fc.tuple(order, mutation, fc.jsonValue()).map(([value, mutate, junk]) => JSON.stringify(mutate(value, junk))),
  fc.tuple(order, fc.nat(), fc.string({ maxLength: 3 })).map(([value, at, junk]) => {
    const text = JSON.stringify(value);
    return text.slice(0, at % text.length) + junk + text.slice(at % text.length + 1);
  }),
  fc.string(),
);

async function admitted(event: unknown): Promise<{ answer: any; handed: any[] }> {
  const handed: any[] = [];
  const gate = new Gate(written, [[QUEUE, 's0'], [STREAM, 's0']], (given: any) => { handed.push(...given.Records); });
  return { answer: await gate.admit(event, {}).catch((error: Error) => error), handed };
}

describe('whatever is in a batch,', () => {
  beforeEach(() => void jest.spyOn(console, 'error').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  test('the handler of a queue gets what ajv takes, in its order, and the rest is answered as failed', async () => {
    await fc.assert(fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 10 }), async (bodies) => {
      const records = bodies.map((text, index) => ({ messageId: `${index}`, body: text, eventSource: 'aws:sqs', eventSourceARN: QUEUE }));
      const { answer, handed } = await admitted({ Records: records });
      expect(handed).toEqual(records.filter(({ body: text }) => fits(text)));
      const failed = (answer?.batchItemFailures ?? []).map((failure: any) => failure.itemIdentifier);
      expect(failed).toEqual(records.filter(({ body: text }) => !fits(text)).map(({ messageId }) => messageId));
    }), { numRuns: 300 });
  });

  test('the handler of a stream gets what stands before the first record that ajv refuses', async () => {
    await fc.assert(fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 6 }), async (bodies) => {
      const records = bodies.map((text, index) => ({
        eventSource: 'aws:kinesis', eventSourceARN: STREAM, kinesis: { sequenceNumber: `${index}`, data: Buffer.from(text).toString('base64') },
      }));
      const first = bodies.findIndex((text) => !fits(text));
      const { answer, handed } = await admitted({ Records: records });
      expect(handed).toEqual(first < 0 ? records : records.slice(0, first));
      if (first < 0) expect(answer).toBeUndefined();
      else if (first === 0) expect(answer).toBeInstanceOf(Error);
      else expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: `${first}` }] });
    }), { numRuns: 300 });
  });

  test('nothing of it is told when it is refused', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation();
    await fc.assert(fc.asyncProperty(fc.stringMatching(/^[A-Z]{12}$/), fc.nat(3), async (secret, kind) => {
      const text = [`"${secret}"`, `{"${secret}":1}`, `{"id":"${secret}","lines":[]}`, `{${secret}`][kind];
      const { answer } = await admitted({
        Records: [{ eventSource: 'aws:kinesis', eventSourceARN: STREAM, kinesis: { sequenceNumber: '1', data: Buffer.from(text).toString('base64') } }],
      });
      expect(answer).toBeInstanceOf(Error);
      expect(`${answer.message} ${JSON.stringify(told.mock.calls)}`).not.toContain(secret);
    }), { numRuns: 100 });
  });

  test('records are not brought past by a detail that fits', async () => {
    const detail = { id: 'a', lines: [] };
    const handed: unknown[] = [];
    const gate = new Gate({ ...written, detailTypes: { Placed: 's0' } }, [[QUEUE, 's0']], (given) => handed.push(given));
    const event = { 'detail-type': 'Placed', 'source': 'shop', detail };
    await gate.admit(event, {});
    expect(handed).toEqual([event]);
    for (const Records of [[{ eventSource: 'other', body: 'x' }], [], { 0: { body: 'x' } }]) {
      await expect(gate.admit({ ...event, Records }, {})).rejects.toThrow('Event refused');
    }
    expect(handed).toHaveLength(1);
  });

  test('an event of any other shape is refused, and never breaks the gate', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (event) => {
      const { answer, handed } = await admitted(event);
      expect(handed).toEqual([]);
      expect(answer).toBeInstanceOf(Error);
    }), { numRuns: 300 });
  });
});
