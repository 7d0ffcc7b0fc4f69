import { coordinate, decide } from '../../../lambda/incident-response';
import { Finding, TargetKind } from '../../../lambda/incident-response/finding';
import { get, open } from '../../../lambda/incident-response/incidents';
import { ResponderWorld } from '../../support/fake-aws/responder-world';
import { ServiceError } from '../../support/json-protocol-server';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const FINDING: Finding = { id: 'finding', source: 'guardduty', type: '', severity: 8, title: '', time: '', drill: false, targets: [] };
const MEMBERS = [{ name: 'ship-order', role: 'ship-order-role' }];
const WHO = { by: 'someone', reason: 'a reason' };
const PLAYS = [
  { play: 'isolateFunction', kinds: ['FUNCTION'], mode: 'APPROVE' },
  { play: 'blockAddress', kinds: ['ADDRESS'], mode: 'ACT', expiresAfterSeconds: 3_600 },
  { play: 'notify', mode: 'ACT', harmless: true },
];

let world: ResponderWorld;
let count = 0;

beforeEach(() => {
  world = new ResponderWorld();
  process.env.PLAYS = JSON.stringify(PLAYS);
  jest.spyOn(console, 'log').mockImplementation(() => {});
});

const incidentOn = async (kind: TargetKind, id: string, more: Partial<Finding> = {}) => (await open(`incident-${count++}`, { ...FINDING, ...more }, { kind, id })).incident;
const plan = async (incident: string, operation: 'ACT' | 'UNDO' = 'ACT', play?: string) =>
  ((await coordinate({ step: 'PLAN', input: { incident, operation, play }, members: MEMBERS })) as { actions: any[] }).actions;
const record = (incident: string, play: string, state: any) => coordinate({ step: 'RECORD', incident, play, state });
const stateOf = async (incident: string, play: string) => (await get(incident)).plays[play]?.state;

async function asked(): Promise<string> {
  const incident = await incidentOn(TargetKind.FUNCTION, 'ship-order');
  world.tasks.set('token', undefined);
  await coordinate({ step: 'ASK', incident, play: 'isolateFunction', token: 'token' });
  return incident;
}

describe('a decision', () => {
  test.each(['APPROVE', 'DENY'] as const)('%s reaches the play that waits, with who decided and why', async (decision) => {
    const incident = await asked();
    expect(JSON.parse(world.messages[0].Message)).toMatchObject({ incident, play: 'isolateFunction', answer: { function: 'decide' } });
    expect(world.messages[0].Message).not.toContain('token');
    await decide({ incident, play: 'isolateFunction', decision, ...WHO });
    expect(world.tasks.get('token')).toEqual({ decision, note: 'someone: a reason' });
  });

  test('that comes too late is refused, and the play is recorded as expired', async () => {
    const incident = await asked();
    world.tasks.clear();
    await expect(decide({ incident, play: 'isolateFunction', decision: 'APPROVE', ...WHO })).rejects.toThrow('The time to decide on isolateFunction is over.');
    expect(await stateOf(incident, 'isolateFunction')).toBe('EXPIRED');
  });

  test('that fails for another reason leaves the play waiting', async () => {
    const incident = await asked();
    world.aws.failNext('states.SendTaskSuccess', new ServiceError('AccessDeniedException', 'no'));
    await expect(decide({ incident, play: 'isolateFunction', decision: 'APPROVE', ...WHO })).rejects.toThrow('no');
    expect(await stateOf(incident, 'isolateFunction')).toBe('WAITING');
  });

  test.each(['ACTED', 'DENIED', 'EXPIRED', 'RECORDED', 'FAILED', 'UNDONE'])('on a play that is %s is refused', async (state) => {
    const incident = await asked();
    await record(incident, 'isolateFunction', state);
    await expect(decide({ incident, play: 'isolateFunction', decision: 'APPROVE', ...WHO })).rejects.toThrow(`it is ${state}.`);
    expect(world.tasks.get('token')).toBeUndefined();
  });

  test.each([
    ['by', { by: ' ' }], ['by', { by: 'someone\u202e' }], ['reason', { reason: undefined }], ['reason', { reason: 'a\u001b[2Kreason' }], ['play', { play: undefined }], ['a known decision', { decision: 'MAYBE' }], ['an incident', { incident: 'none' }],
    ['a planned play', { play: 'constructor' }],
  ])('without %s is refused', async (_, change) => {
    const incident = await asked();
    await expect(decide({ incident, play: 'isolateFunction', decision: 'APPROVE', ...WHO, ...change } as any)).rejects.toThrow(Error);
    expect(world.tasks.get('token')).toBeUndefined();
    expect(world.executions.size).toBe(0);
  });

  test('to undo starts an execution when something was done, and is refused before', async () => {
    const incident = await asked();
    await expect(decide({ incident, decision: 'UNDO', ...WHO })).rejects.toThrow('Nothing was done that could be taken back.');
    await record(incident, 'isolateFunction', 'ACTED');
    await expect(decide({ incident, play: 'notify', decision: 'UNDO', ...WHO })).rejects.toThrow('Nothing was done');
    await decide({ incident, decision: 'UNDO', ...WHO });
    expect([...world.executions.values()]).toEqual([{ incident, operation: 'UNDO', ...WHO }]);
  });
});

describe('a plan', () => {
  test('asks for a member, and only records for a function that is none, and for a drill', async () => {
    const modes = async (id: string, drill = false) => (await plan(await incidentOn(TargetKind.FUNCTION, id, { drill }))).map(({ play, mode }) => `${play} ${mode}`);
    expect(await modes('ship-order')).toEqual(['isolateFunction APPROVE', 'notify ACT']);
    expect(await modes('of-another-zone')).toEqual(['isolateFunction DRY_RUN', 'notify ACT']);
    const other = await incidentOn(TargetKind.ADDRESS, '198.51.100.7', { drill: true });
    expect((await plan(other)).map(({ mode }) => mode)).toEqual(['DRY_RUN', 'DRY_RUN']);
  });

  test('to undo holds what was done or failed, last first, and nothing else', async () => {
    const incident = await incidentOn(TargetKind.FUNCTION, 'ship-order');
    await record(incident, 'isolateFunction', 'ACTED');
    await record(incident, 'notify', 'ACTED');
    expect(await plan(incident, 'UNDO')).toEqual([{ play: 'isolateFunction', mode: 'ACT', note: '', role: 'ship-order-role' }]);
    expect(await plan(incident, 'UNDO', 'blockAddress')).toEqual([]);
    await record(incident, 'isolateFunction', 'UNDONE');
    expect(await plan(incident, 'UNDO')).toEqual([]);
  });
});

describe('a plan for a function of another stack', () => {
  const TAG = 'cdk-zero-trust:responder:12345678';

  beforeEach(() => {
    process.env.ELSEWHERE = JSON.stringify({ functions: 'arn:aws:lambda:eu-west-1:111122223333:function:', tag: TAG });
    world.lambda.create('refund', { tags: { [TAG]: 'refund-role' } });
    world.lambda.create('stranger', { tags: { 'cdk-zero-trust:responder:87654321': 'stranger-role' } });
  });
  afterEach(() => { delete process.env.ELSEWHERE; });

  const isolationOf = async (incident: string, operation: 'ACT' | 'UNDO' = 'ACT') => (await plan(incident, operation)).find(({ play }) => play === 'isolateFunction');

  test('asks as for any member, with the role that its tag names', async () => {
    expect(await isolationOf(await incidentOn(TargetKind.FUNCTION, 'refund'))).toEqual({ play: 'isolateFunction', mode: 'APPROVE', note: '', role: 'refund-role' });
  });

  test.each(['stranger', 'never-there'])('only records for one without the tag of this responder: %s', async (id) => {
    expect(await isolationOf(await incidentOn(TargetKind.FUNCTION, id))).toMatchObject({ mode: 'DRY_RUN', note: 'the function is no member of the zone' });
  });

  test('only records for one whose tags it may not read', async () => {
    world.aws.failNext('lambda.ListTags', new ServiceError('AccessDeniedException', 'no', 403));
    expect(await isolationOf(await incidentOn(TargetKind.FUNCTION, 'refund'))).toMatchObject({ mode: 'DRY_RUN' });
  });

  test('fails, to be tried again, when its tags cannot be read for another reason', async () => {
    world.aws.failNext('lambda.ListTags', new ServiceError('ServiceException', 'no', 500), 3);
    await expect(plan(await incidentOn(TargetKind.FUNCTION, 'refund'))).rejects.toThrow();
  });

  test('gives back the role of the first plan, also of a function that is deleted or has another tag by then', async () => {
    const incident = await incidentOn(TargetKind.FUNCTION, 'refund');
    await plan(incident);
    await record(incident, 'isolateFunction', 'ACTED');
    world.lambda.functions.get('refund')!.tags[TAG] = 'another-role';
    expect(await isolationOf(incident, 'UNDO')).toMatchObject({ role: 'refund-role' });
    world.lambda.functions.delete('refund');
    expect(await isolationOf(incident, 'UNDO')).toMatchObject({ role: 'refund-role' });
  });

  test('asks Lambda for no member of the own stack, nor where there are no other stacks', async () => {
    await plan(await incidentOn(TargetKind.FUNCTION, 'ship-order'));
    delete process.env.ELSEWHERE;
    await plan(await incidentOn(TargetKind.FUNCTION, 'refund'));
    expect(world.aws.takeOperations().filter((one) => one.startsWith('lambda.'))).toEqual([]);
  });
});

describe('a play that acted', () => {
  test('ends by a schedule of its own, which is made once', async () => {
    const incident = await incidentOn(TargetKind.ADDRESS, '198.51.100.7');
    await record(incident, 'blockAddress', 'ACTED');
    await record(incident, 'blockAddress', 'ACTED');
    expect([...world.schedules.keys()]).toEqual([`${incident}-blockAddress`]);
    const [{ ScheduleExpression, ActionAfterCompletion, Target, FlexibleTimeWindow }] = [...world.schedules.values()];
    expect({ ActionAfterCompletion, FlexibleTimeWindow }).toEqual({ ActionAfterCompletion: 'DELETE', FlexibleTimeWindow: { Mode: 'OFF' } });
    const inMinutes = (Date.parse(`${/^at\((.*)\)$/.exec(ScheduleExpression)![1]}Z`) - Date.now()) / 60_000;
    expect(inMinutes).toBeGreaterThan(58);
    expect(inMinutes).toBeLessThan(61);
    expect(JSON.parse(Target.Input)).toEqual({ incident, play: 'blockAddress', operation: 'UNDO' });
  });

  test('is not recorded without its schedule: it would never end', async () => {
    const incident = await incidentOn(TargetKind.ADDRESS, '198.51.100.7');
    world.aws.failNext('scheduler.CreateSchedule', new ServiceError('ServiceQuotaExceededException', 'too many', 402));
    await expect(record(incident, 'blockAddress', 'ACTED')).rejects.toThrow('too many');
    expect(await stateOf(incident, 'blockAddress')).toBeUndefined();
  });
});

describe('an incident that is closed', () => {
  const close = async (states: Record<string, string>) => {
    const incident = await incidentOn(TargetKind.FUNCTION, `function-${count}`);
    for (const [play, state] of Object.entries(states)) await record(incident, play, state);
    const { status } = await coordinate({ step: 'CLOSE', incident }) as { status: string };
    return { status, holds: world.itemsOf('target').some((item) => item.incident.S === incident) };
  };

  test.each([
    [{ isolateFunction: 'ACTED', notify: 'ACTED' }, 'CONTAINED', true],
    [{ isolateFunction: 'FAILED' }, 'FAILED', true],
    [{ isolateFunction: 'UNDONE' }, 'UNDONE', false],
    [{ isolateFunction: 'DENIED', notify: 'ACTED' }, 'RECORDED', false],
    [{ blockAddress: 'UNDONE', isolateFunction: 'WAITING' }, 'OPEN', true],
    [{}, 'RECORDED', false],
  ])('with plays %p is %s, and holds its target: %p', async (states, status, holds) => {
    expect(await close(states as Record<string, string>)).toEqual({ status, holds });
  });
});
