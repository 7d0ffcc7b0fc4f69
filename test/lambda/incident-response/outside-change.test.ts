import { coordinate, intake, isolateFunction } from '../../../lambda/incident-response';
import { Finding, TargetKind } from '../../../lambda/incident-response/finding';
import { get, open } from '../../../lambda/incident-response/incidents';
import { outsideChange } from '../../../lambda/incident-response/outside-change';
import { ResponderWorld } from '../../support/fake-aws/responder-world';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const FINDING: Finding = { id: 'finding', source: 'guardduty', type: '', severity: 8, title: '', time: '', drill: false, targets: [] };
const PLAYS = [{ play: 'isolateFunction', kinds: ['FUNCTION'], mode: 'APPROVE' }];
const OWN = 'arn:aws:iam::111122223333:role/isolate';
const ATTACKER = { arn: 'arn:aws:sts::111122223333:assumed-role/Developer/mallory', sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/Developer' } } };
const FUNCTION = 'ship-order';
const ARN = `arn:aws:lambda:eu-west-1:111122223333:function:${FUNCTION}`;
const EGRESS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };

let world: ResponderWorld;
let count = 0;

beforeEach(() => {
  world = new ResponderWorld();
  Object.assign(process.env, { PLAYS: JSON.stringify(PLAYS), OWN_ROLES: JSON.stringify([OWN]), MAX_ACTIONS: '10' });
  delete process.env.ELSEWHERE;
  world.lambda.create(FUNCTION, { securityGroups: ['sg-1'], concurrency: 7 });
  world.ec2.createGroup('sg-1', [EGRESS]);
  world.lambda.mappings.set('queue', { functionName: FUNCTION, state: 'Enabled' });
  for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation(() => {});
});

const apiCall = (detail: object) => ({
  'detail-type': 'AWS API Call via CloudTrail', 'source': 'aws.lambda', 'detail': { eventID: `event-${count++}`, userIdentity: ATTACKER, ...detail },
});
const lambdaCall = (eventName: string, requestParameters: object, more: object = {}) => apiCall({ eventSource: 'lambda.amazonaws.com', eventName, requestParameters, ...more });
const freed = () => lambdaCall('DeleteFunctionConcurrency20171031', { functionName: FUNCTION });
const deliver = async (event: object) => {
  const { batchItemFailures } = await intake({ Records: [{ messageId: 'm', body: JSON.stringify(event) }] } as any);
  expect(batchItemFailures).toEqual([]);
};

const plan = async (input: any) => ((await coordinate({ step: 'PLAN', input, members: [{ name: FUNCTION, role: 'ship-role' }] })) as { actions: any[] }).actions;
const phases = async (incident: string, operation: 'ACT' | 'RENEW' | 'UNDO') => {
  for (const phase of operation === 'UNDO' ? ['NETWORK', 'RUNS'] as const : ['RUNS', 'NETWORK'] as const) await isolateFunction({ incident, operation, phase });
};

async function isolated(): Promise<string> {
  const { incident } = await open(`incident-${count++}`, FINDING, { kind: TargetKind.FUNCTION, id: FUNCTION });
  await plan({ incident, operation: 'ACT' });
  await phases(incident, 'ACT');
  await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'ACTED' });
  world.executions.clear();
  return incident;
}

const state = () => ({
  concurrency: world.lambda.functions.get(FUNCTION)!.concurrency,
  mappings: [...world.lambda.mappings.values()].map((mapping) => mapping.state),
  egress: world.ec2.egressOf('sg-1').length,
  marked: 'cdk-zero-trust:incident' in world.lambda.functions.get(FUNCTION)!.tags,
});
const ISOLATED = { concurrency: 0, mappings: ['Disabled'], egress: 0, marked: true };

/** What someone does who wants the function back. */
function tamper(): void {
  delete world.lambda.functions.get(FUNCTION)!.concurrency;
  world.lambda.functions.get(FUNCTION)!.tags = {};
  world.lambda.mappings.get('queue')!.state = 'Enabled';
  world.lambda.mappings.set('another', { functionName: FUNCTION, state: 'Enabled' });
  world.ec2.answer('AuthorizeSecurityGroupEgress', { GroupId: 'sg-1', IpPermissions: [EGRESS] });
}

describe('a call that gives back what an isolation took', () => {
  test.each([
    ['UpdateFunctionConfiguration20150331v2', { functionName: FUNCTION }], ['PutFunctionConcurrency20171031', { functionName: ARN }],
    ['DeleteFunctionConcurrency20171031', { functionName: `111122223333:function:${FUNCTION}` }],
    ['CreateEventSourceMapping20150331', { functionName: `${ARN}:live` }], ['CreateFunction20150331', { functionName: `${FUNCTION}:live` }],
    ['UntagResource20170331v2', { resource: ARN }],
  ])('starts the isolation again: %s', async (name, parameters) => {
    const incident = await isolated();
    await deliver(lambdaCall(name, parameters));
    expect([...world.executions.values()]).toEqual([{
      incident, operation: 'RENEW', change: { event: expect.stringMatching(/^[0-9a-f]{32}$/), name, by: ATTACKER.arn },
    }]);
  });

  test.each([
    ['of a mapping, which names the function in its answer', { eventSource: 'lambda.amazonaws.com', eventName: 'UpdateEventSourceMapping20150331', requestParameters: { uUID: 'queue' }, responseElements: { functionArn: ARN } }],
    ['of its security group', { eventSource: 'ec2.amazonaws.com', eventName: 'AuthorizeSecurityGroupEgress', requestParameters: { groupId: 'sg-1' } }],
    ['of its role', { eventSource: 'iam.amazonaws.com', eventName: 'DetachRolePolicy', requestParameters: { roleName: 'ship-role' } }],
  ])('starts it again: %s', async (_, detail) => {
    const incident = await isolated();
    await deliver(apiCall(detail));
    expect([...world.executions.values()]).toMatchObject([{ incident, operation: 'RENEW' }]);
  });

  test('starts it once, however often the event comes', async () => {
    await isolated();
    const event = freed();
    await deliver(event);
    await deliver(event);
    expect(world.executions.size).toBe(1);
    await deliver(freed());
    expect(world.executions.size).toBe(2);
  });

  test.each([
    ['the function that isolates', { userIdentity: { sessionContext: { sessionIssuer: { arn: OWN } } } }],
    ['one that was refused', { errorCode: 'AccessDenied' }],
  ])('starts nothing when it is of %s', async (_, more) => {
    await isolated();
    await deliver(lambdaCall('DeleteFunctionConcurrency20171031', { functionName: FUNCTION }, more));
    expect(world.executions.size).toBe(0);
  });

  test.each([
    ['another function', lambdaCall('DeleteFunctionConcurrency20171031', { functionName: 'read-order' })],
    ['a version of the code', lambdaCall('PublishVersion20150331', { functionName: FUNCTION })],
    ['another group', apiCall({ eventSource: 'ec2.amazonaws.com', eventName: 'AuthorizeSecurityGroupEgress', requestParameters: { groupId: 'sg-2' } })],
    ['another service of the same name', apiCall({ eventSource: 'other.amazonaws.com', eventName: 'DeleteFunctionConcurrency', requestParameters: { functionName: FUNCTION } })],
    ['nothing', apiCall({})], ['nothing at all', { 'detail-type': 'AWS API Call via CloudTrail' }],
  ])('starts nothing when it is about %s', async (_, event) => {
    await isolated();
    await deliver(event);
    expect(world.executions.size).toBe(0);
  });

  test('starts nothing for a function that waits for a decision, or that was given back', async () => {
    const { incident } = await open('waits', FINDING, { kind: TargetKind.FUNCTION, id: FUNCTION });
    await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'WAITING' });
    await deliver(freed());
    await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'UNDONE' });
    await deliver(freed());
    expect(world.executions.size).toBe(0);
  });

  test.each([undefined, null, 7, '', ':', 'arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:4b6c1f5a', {}])('reads no function from %p', (functionName) => {
    expect(outsideChange(lambdaCall('PutFunctionConcurrency20171031', { functionName }), [])).toBeUndefined();
  });
});

describe('an isolation that is done again', () => {
  test('holds for what is there now, and its undo gives back what was there at first', async () => {
    const before = state();
    const incident = await isolated();
    tamper();
    await phases(incident, 'RENEW');
    expect(state()).toEqual({ ...ISOLATED, mappings: ['Disabled', 'Disabled'] });
    expect(world.evidence.size).toBe(1);
    await phases(incident, 'UNDO');
    // what was added meanwhile stays off
    expect(state()).toEqual({ ...before, mappings: ['Enabled', 'Disabled'] });
  });

  test('ends isolated wherever it is killed and run again', async () => {
    const incident = await isolated();
    await world.aws.restart();
    tamper();
    await phases(incident, 'RENEW');
    const calls = await world.aws.restart();
    expect(calls).toBeGreaterThan(15);
    for (let call = 1; call <= calls; call++) {
      for (const moment of ['BEFORE', 'AFTER'] as const) {
        tamper();
        await world.aws.restart({ call, moment });
        await phases(incident, 'RENEW').catch(() => {});
        await world.aws.restart();
        await phases(incident, 'RENEW');
        expect(state()).toEqual({ ...ISOLATED, mappings: ['Disabled', 'Disabled'] });
      }
    }
  });

  test('leaves a function alone that was given back, and ends so that the state machine leaves its role alone', async () => {
    const before = state();
    const incident = await isolated();
    await phases(incident, 'UNDO');
    for (const phase of ['RUNS', 'NETWORK'] as const) {
      await expect(isolateFunction({ incident, operation: 'RENEW', phase })).rejects.toThrow(expect.objectContaining({ name: 'Undone' }));
    }
    expect(state()).toEqual(before);
  });

  test('takes back what it did when a person undoes it at the same time', async () => {
    const before = state();
    const incident = await isolated();
    const answer = world.lambda.answer.bind(world.lambda);
    let undone = false;
    jest.spyOn(world.lambda, 'answer').mockImplementation((operation, input) => {
      if (operation !== 'PutFunctionConcurrency' || undone) return answer(operation, input);
      undone = true;
      // the whole undo comes between the renewal's look and its change
      return phases(incident, 'UNDO').then(() => answer(operation, input)) as any;
    });
    await expect(phases(incident, 'RENEW')).rejects.toThrow(expect.objectContaining({ name: 'Undone' }));
    expect(undone).toBe(true);
    expect(state()).toEqual(before);
  });

  const change = (event = `e${count++}`) => ({ event, name: 'DeleteFunctionConcurrency20171031', by: 'mallory' });
  const renewal = (incident: string, of = change()) => plan({ incident, operation: 'RENEW', change: of });

  test('is planned with its role, asks no one, and notes who changed what', async () => {
    expect(await renewal(await isolated())).toEqual([{
      play: 'isolateFunction', mode: 'ACT', note: 'isolated again after DeleteFunctionConcurrency20171031 by mallory', role: 'ship-role',
    }]);
  });

  test('is planned within the budget; beyond it people are told, and the isolation can still be undone', async () => {
    process.env.MAX_ACTIONS = '2';
    const incident = await isolated();
    const first = change();
    expect(await renewal(incident, first)).toHaveLength(1);
    expect(await renewal(incident, first)).toHaveLength(1);
    expect(await renewal(incident)).toHaveLength(1);
    expect(world.messages).toEqual([]);
    expect(await renewal(incident)).toEqual([]);
    expect(JSON.parse(world.messages[0].Message)).toMatchObject({ incident, warning: expect.stringContaining('mallory') });
    expect(await plan({ incident, operation: 'UNDO' })).toHaveLength(1);
  });

  test('is not planned after the undo, and its record does not bring back what was undone', async () => {
    const incident = await isolated();
    await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'UNDONE' });
    expect(await renewal(incident)).toEqual([]);
    await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'RENEWED', note: 'late' });
    expect((await get(incident)).plays.isolateFunction.state).toBe('UNDONE');
  });

  test('is recorded with the note while it holds', async () => {
    const incident = await isolated();
    await coordinate({ step: 'RECORD', incident, play: 'isolateFunction', state: 'RENEWED', note: 'again' });
    expect((await get(incident)).plays.isolateFunction).toMatchObject({ state: 'ACTED', note: 'again' });
  });
});
