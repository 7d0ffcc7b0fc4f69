import { coordinate, intake } from '../../../lambda/incident-response';
import { get } from '../../../lambda/incident-response/incidents';
import { ResponderWorld } from '../../support/fake-aws/responder-world';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const PLAYS = [{ play: 'blockAddress', kinds: ['ADDRESS'], mode: 'ACT', expiresAfterSeconds: 3_600 }, { play: 'notify', mode: 'ACT', harmless: true }];
const MAX_ACTIONS = 10;

let world: ResponderWorld;

beforeEach(() => {
  world = new ResponderWorld();
  Object.assign(process.env, { PLAYS: JSON.stringify(PLAYS), MAX_ACTIONS: String(MAX_ACTIONS) });
  for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation(() => {});
});

const addressOf = (index: number) => `198.51.${Math.floor(index / 250)}.${index % 250}`;
const message = (id: string, address: string) => ({
  messageId: id,
  body: JSON.stringify({ source: 'zero-trust', detail: { id, type: 'Test', severity: 8, title: '', targets: [{ kind: 'ADDRESS', id: address }] } }),
});

/** As a queue does: ten at once, some consumers, and what failed comes again. Gives how often a message came again. */
async function deliver(messages: { messageId: string; body: string }[], consumers = 5): Promise<number> {
  const waiting = [...messages];
  let again = 0;
  const consume = async () => {
    while (waiting.length > 0) {
      const Records = waiting.splice(0, 10);
      const { batchItemFailures } = await intake({ Records } as any);
      const failed = Records.filter(({ messageId }) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId));
      again += failed.length;
      waiting.push(...failed);
    }
  };
  await Promise.all(Array.from({ length: consumers }, consume));
  return again;
}

/** As the state machine does: what fails is asked again. */
async function plan(incident: string, attempts = 6): Promise<{ actions: any[] }> {
  try {
    return await coordinate({ step: 'PLAN', input: { incident, operation: 'ACT' }, members: [] }) as { actions: any[] };
  } catch (error) {
    if (attempts === 1) throw error;
    return plan(incident, attempts - 1);
  }
}

const incidents = () => world.itemsOf('incident').map(({ incident }) => incident.S as string);

test('1,000 findings in a minute are 1,000 incidents, of which as many act as the budget has, and the others ask', async () => {
  const messages = Array.from({ length: 1_000 }, (_, index) => message(`finding-${index}`, addressOf(index)));
  await deliver(messages);
  expect(new Set(world.itemsOf('incident').map(({ target }) => target.M.id.S)).size).toBe(1_000);
  expect([...world.executions.keys()].sort()).toEqual(incidents().sort());

  const plans = new Map<string, any[]>();
  const started = [...world.executions.keys()];
  // executions plan at the same time
  for (let at = 0; at < started.length; at += 20) {
    await Promise.all(started.slice(at, at + 20).map(async (incident) => plans.set(incident, (await plan(incident)).actions)));
  }
  const blocks = [...plans.values()].map((actions) => actions.find(({ play }) => play === 'blockAddress'));
  expect(blocks.filter(({ mode }) => mode === 'ACT')).toHaveLength(MAX_ACTIONS);
  expect(blocks.filter(({ mode, note }) => mode === 'APPROVE' && note !== '')).toHaveLength(1_000 - MAX_ACTIONS);
  // people are told of each: that needs no budget
  expect([...plans.values()].filter((actions) => actions.some(({ play, mode }) => play === 'notify' && mode === 'ACT'))).toHaveLength(1_000);

  // a plan that is made again is the same, also when the first answer was lost
  const acting = [...plans].filter(([, actions]) => actions[0].mode === 'ACT').map(([incident]) => incident);
  for (const incident of acting) expect((await plan(incident)).actions).toEqual(plans.get(incident));
  expect((await plan(started.find((incident) => !acting.includes(incident))!)).actions[0].mode).toBe('APPROVE');

  await deliver(messages.slice(0, 100));
  expect(incidents()).toHaveLength(1_000);
  expect(world.executions.size).toBe(1_000);
}, 120_000);

test('the next hour has a budget of its own', async () => {
  await deliver(Array.from({ length: MAX_ACTIONS + 2 }, (_, index) => message(`finding-${index}`, addressOf(index))));
  const [last, late, ...first] = incidents();
  for (const incident of first) expect((await plan(incident)).actions[0].mode).toBe('ACT');
  expect((await plan(last)).actions[0].mode).toBe('APPROVE');
  jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: ['setImmediate', 'setTimeout', 'nextTick', 'queueMicrotask'] });
  try {
    expect((await plan(late)).actions[0].mode).toBe('ACT');
  } finally {
    jest.useRealTimers();
  }
});

test('a finding that comes again is no second incident and no second execution', async () => {
  for (let time = 0; time < 3; time++) await deliver([message('finding', '198.51.100.7')]);
  expect(incidents()).toHaveLength(1);
  expect(world.executions.size).toBe(1);
  expect(world.itemsOf('further')).toEqual([]);
});

test('further findings on one target are kept with its incident, each once, and the incident stays small', async () => {
  const messages = Array.from({ length: 60 }, (_, index) => message(`${'long '.repeat(90)}${index}`, '198.51.100.7'));
  await deliver(messages);
  await deliver(messages);
  const [incident] = incidents();
  expect(incidents()).toHaveLength(1);
  expect((await get(incident)).further).toBe(59);
  expect(world.itemsOf('further')).toHaveLength(59);
  expect(JSON.stringify(world.itemsOf('incident')[0]).length).toBeLessThan(4_000);
}, 60_000);

test.each([2, 5])('%d intakes at once open one incident for one target', async (consumers) => {
  for (let round = 0; round < 10; round++) {
    const address = addressOf(round);
    await Promise.all(Array.from({ length: consumers }, (_, index) => deliver([message(`finding-${round}-${index}`, address)], 1)));
    const open = world.itemsOf('incident').filter(({ target }) => target.M.id.S === address);
    expect(open).toHaveLength(1);
    expect(open[0].further.N).toBe(String(consumers - 1));
    expect([...world.executions.keys()]).toContain(open[0].incident.S);
  }
});

test('an intake whose start of the execution is lost starts it when the message comes again', async () => {
  await world.aws.restart();
  await deliver([message('first', '198.51.100.1')], 1);
  const calls = await world.aws.restart();
  for (let call = 1; call <= calls; call++) {
    for (const moment of ['BEFORE', 'AFTER'] as const) {
      const one = message(`finding-${call}-${moment}`, addressOf(call * 2 + (moment === 'AFTER' ? 1 : 0)));
      await world.aws.restart({ call, moment });
      expect((await intake({ Records: [one] } as any)).batchItemFailures).toHaveLength(1);
      await world.aws.restart();
      await deliver([one], 1);
    }
  }
  expect(incidents()).toHaveLength(1 + 2 * calls);
  expect([...world.executions.keys()].sort()).toEqual(incidents().sort());
});

test('a message that holds no finding fails alone, and the others of its batch are taken', async () => {
  const { batchItemFailures } = await intake({ Records: [{ messageId: 'bad', body: '{' }, message('good', '198.51.100.7')] } as any);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'bad' }]);
  expect(incidents()).toHaveLength(1);
});

test('a finding below the least severity opens nothing', async () => {
  process.env.MIN_SEVERITY = '9';
  await deliver([message('finding', '198.51.100.7')]);
  expect(incidents()).toEqual([]);
});
