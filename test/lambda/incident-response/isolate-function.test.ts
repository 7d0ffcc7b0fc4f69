import * as fc from 'fast-check';
import { isolateFunction } from '../../../lambda/incident-response';
import { Finding, TargetKind } from '../../../lambda/incident-response/finding';
import { open } from '../../../lambda/incident-response/incidents';
import { Kill } from '../../support/fake-aws/fake-aws';
import { ResponderWorld } from '../../support/fake-aws/responder-world';
import { ServiceError } from '../../support/json-protocol-server';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const FUNCTION = 'ship-order';
const ANYWHERE = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] }];
const ENDPOINTS = [
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId: 'pl-1' }], UserIdGroupPairs: [{ GroupId: 'sg-endpoints', UserId: '111122223333' }] },
];
const FINDING: Finding = { id: 'finding', source: 'guardduty', type: 'Backdoor:Lambda/C&CActivity.B', severity: 8, title: '', time: '', drill: false, targets: [] };

let world: ResponderWorld;
let count = 0;

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => {});
});

async function incidentOn(id: string): Promise<string> {
  const { incident } = await open(`incident-${count++}`, FINDING, { kind: TargetKind.FUNCTION, id });
  return incident;
}

const line = (message: string) => ({ timestamp: 1, message, logStreamName: 'stream' });

/** As the state machine does: runs first and network last, and the other way round to take it back. */
async function act(incident: string) {
  await isolateFunction({ incident, operation: 'ACT', phase: 'RUNS' });
  await isolateFunction({ incident, operation: 'ACT', phase: 'NETWORK' });
}

async function undo(incident: string) {
  await isolateFunction({ incident, operation: 'UNDO', phase: 'NETWORK' });
  await isolateFunction({ incident, operation: 'UNDO', phase: 'RUNS' });
}

const state = () => ({
  functions: structuredClone([...world.lambda.functions]),
  mappings: structuredClone([...world.lambda.mappings]),
  egress: [...world.lambda.functions.values()].flatMap(({ securityGroups }) => securityGroups).map((id) => [id, world.ec2.egressOf(id)]),
});

/** Runs until it ends by itself, again after each kill. Gives how many there were. */
async function throughKills(kills: Kill[], run: () => Promise<void>): Promise<number> {
  for (const [deaths, kill] of [...kills, undefined].entries()) {
    await world.aws.restart(kill);
    try {
      await run();
      await world.aws.restart();
      return deaths;
    } catch (error) {
      if ((error as Error).name !== 'Killed') throw error;
    }
  }
  throw new Error('The last run was killed without a kill.');
}

describe('a function in a VPC', () => {
  beforeEach(() => {
    world = new ResponderWorld();
    fresh();
  });

  function fresh(): void {
    const { lambda, ec2, evidence, table } = world;
    table.clear();
    evidence.clear();
    lambda.functions.clear();
    lambda.create(FUNCTION, { securityGroups: ['sg-1', 'sg-2'], concurrency: 7, policy: '{"Statement":[]}', tags: { team: 'orders' } });
    ec2.createGroup('sg-1', ANYWHERE);
    ec2.createGroup('sg-2', ENDPOINTS);
    lambda.mappings.set('queue', { functionName: FUNCTION, state: 'Enabled' });
    lambda.mappings.set('stream', { functionName: FUNCTION, state: 'Enabled' });
    lambda.mappings.set('off', { functionName: FUNCTION, state: 'Disabled' });
    lambda.mappings.set('neighbour', { functionName: 'other', state: 'Enabled' });
  }

  test('gets no events, no runs and no network, and its neighbours keep theirs', async () => {
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    expect(world.lambda.functions.get(FUNCTION)).toMatchObject({ concurrency: 0, tags: { 'team': 'orders', 'cdk-zero-trust:incident': incident } });
    expect([...world.lambda.mappings].map(([id, mapping]) => `${id} ${mapping.state}`)).toEqual(['queue Disabled', 'stream Disabled', 'off Disabled', 'neighbour Enabled']);
    expect([world.ec2.egressOf('sg-1'), world.ec2.egressOf('sg-2')]).toEqual([[], []]);
  });

  test('keeps evidence before anything is changed', async () => {
    await act(await incidentOn(FUNCTION));
    const changing = world.aws.takeOperations().filter((one) => /^(s3|lambda\.(Put|Delete|Tag|Update)|ec2\.Revoke)/.test(one));
    expect(changing[0]).toBe('s3.PUT');
    const [evidence] = [...world.evidence.values()].map((body) => JSON.parse(body));
    expect(evidence).toMatchObject({ concurrency: { ReservedConcurrentExecutions: 7 }, policy: { Statement: [] }, tags: { team: 'orders' }, logs: [{ message: 'a line' }] });
  });

  test.each<[string, string[][], number, boolean]>([
    ['behind a page that is empty', [[], ['a'], [], ['b']], 2, true],
    ['up to as many as are kept', [Array(1_000).fill('a')], 1_000, true],
    ['and whether there were more', [Array(999).fill('a'), ['b', 'c']], 1_000, false],
  ])('keeps log events %s', async (_, pages, kept, complete) => {
    world.logs = pages.map((page) => page.map(line));
    await act(await incidentOn(FUNCTION));
    const [{ logs, logsComplete }] = [...world.evidence.values()].map((body) => JSON.parse(body));
    expect([logs.length, logsComplete]).toEqual([kept, complete]);
  });

  test('gets back exactly what it had', async () => {
    const before = state();
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    await undo(incident);
    expect(state()).toEqual(before);
  });

  test('ends isolated, and restored, wherever runs are killed: between any two calls and between an effect and its answer', async () => {
    // how many calls there are to be killed at
    let incident = await incidentOn(FUNCTION);
    const before = state();
    await world.aws.restart();
    await act(incident);
    const isolated = state().egress;
    const acts = await world.aws.restart();
    await undo(incident);
    const undos = await world.aws.restart();
    expect(acts).toBeGreaterThan(30);

    const kills = (most: number) => fc.array(fc.record({ call: fc.integer({ min: 1, max: most }), moment: fc.constantFrom('BEFORE' as const, 'AFTER' as const) }), { maxLength: 2 });
    let killed = 0;
    await fc.assert(fc.asyncProperty(kills(acts), kills(undos), async (inAct, inUndo) => {
      fresh();
      incident = await incidentOn(FUNCTION);
      killed += await throughKills(inAct, () => act(incident));
      expect(world.lambda.functions.get(FUNCTION)).toMatchObject({ concurrency: 0, tags: { 'cdk-zero-trust:incident': incident } });
      expect([...world.lambda.mappings.values()].map((mapping) => mapping.state)).toEqual(['Disabled', 'Disabled', 'Disabled', 'Enabled']);
      expect(state().egress).toEqual(isolated);
      expect(world.evidence.size).toBe(1);

      killed += await throughKills(inUndo, () => undo(incident));
      expect(state()).toEqual(before);
    }), { numRuns: 500 });
    expect(killed).toBeGreaterThan(500);
  }, 240_000);

  test('is restored when the isolation was given up at any call', async () => {
    const before = state();
    const first = await incidentOn(FUNCTION);
    await world.aws.restart();
    await act(first);
    const acts = await world.aws.restart();
    for (let call = 1; call <= acts; call++) {
      for (const moment of ['BEFORE', 'AFTER'] as const) {
        fresh();
        const incident = await incidentOn(FUNCTION);
        await world.aws.restart({ call, moment });
        await expect(act(incident)).rejects.toThrow();
        await world.aws.restart();
        await undo(incident);
        expect(state()).toEqual(before);
        // a late retry of the state machine does not isolate again
        await isolateFunction({ incident, operation: 'ACT', phase: 'RUNS' });
        expect(world.lambda.functions.get(FUNCTION)!.concurrency).toBe(before.functions[0][1].concurrency);
      }
    }
  }, 120_000);
});

describe('what can be different when a play runs', () => {
  beforeEach(() => {
    world = new ResponderWorld();
    world.lambda.create(FUNCTION, { securityGroups: ['sg-1'] });
    world.ec2.createGroup('sg-1', [...ANYWHERE, ...ENDPOINTS]);
    world.lambda.mappings.set('queue', { functionName: FUNCTION, state: 'Enabled' });
  });

  test('a function without a VPC has no network to close', async () => {
    world.lambda.create('hash-order');
    const incident = await incidentOn('hash-order');
    await act(incident);
    expect(world.lambda.functions.get('hash-order')!.concurrency).toBe(0);
    expect(world.aws.takeOperations().filter((one) => one.startsWith('ec2.'))).toEqual([]);
    await undo(incident);
    expect(world.lambda.functions.get('hash-order')).not.toHaveProperty('concurrency');
    expect(world.lambda.functions.get('hash-order')!.tags).toEqual({});
  });

  test('a function that was never there ends without a change', async () => {
    const incident = await incidentOn('unknown');
    await act(incident);
    await undo(incident);
    expect(world.aws.takeOperations().filter((one) => /Authorize|Revoke|\.Tag|\.Untag/.test(one))).toEqual([]);
  });

  test('a function that was deleted while it was isolated gives its security group back', async () => {
    const egress = world.ec2.egressOf('sg-1');
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    world.lambda.functions.delete(FUNCTION);
    await undo(incident);
    expect(world.ec2.egressOf('sg-1')).toEqual(egress);
    expect(world.lambda.mappings.get('queue')!.state).toBe('Enabled');
  });

  test.each(['Creating', 'Updating', 'Enabling'] as const)('an event source mapping that is %s is waited for: the state machine asks again', async (is) => {
    world.lambda.mappings.set('new', { functionName: FUNCTION, state: is });
    const incident = await incidentOn(FUNCTION);
    await expect(act(incident)).rejects.toThrow(expect.objectContaining({ name: 'ResourceInUseException' }));
    world.lambda.mappings.get('new')!.state = 'Enabled';
    await act(incident);
    expect([...world.lambda.mappings.values()].map(({ state: one }) => one)).toEqual(['Disabled', 'Disabled']);
    await undo(incident);
    expect([...world.lambda.mappings.values()].map(({ state: one }) => one)).toEqual(['Enabled', 'Enabled']);
  });

  test('mappings of its aliases are disabled as well, and given back', async () => {
    world.lambda.functions.get(FUNCTION)!.aliases = ['blue', 'live'];
    world.lambda.mappings.set('alias', { functionName: `${FUNCTION}:live`, state: 'Enabled' });
    world.lambda.mappings.set('neighbour', { functionName: `${FUNCTION}-2:live`, state: 'Enabled' });
    const states = () => [...world.lambda.mappings].map(([id, { state: one }]) => `${id} ${one}`);
    const before = states();
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    expect(states()).toEqual(['queue Disabled', 'alias Disabled', 'neighbour Enabled']);
    await undo(incident);
    expect(states()).toEqual(before);
  });

  test('a mapping and a security group that were deleted while the function was isolated do not hinder the undo', async () => {
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    world.lambda.mappings.delete('queue');
    world.ec2.deleteGroup('sg-1');
    await undo(incident);
    expect(world.lambda.functions.get(FUNCTION)!.concurrency).toBeUndefined();
  });

  test('a rule that somebody gave back already does not keep the others away', async () => {
    const egress = world.ec2.egressOf('sg-1');
    const incident = await incidentOn(FUNCTION);
    await act(incident);
    world.ec2.answer('AuthorizeSecurityGroupEgress', { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] });
    await undo(incident);
    expect(world.ec2.egressOf('sg-1')).toEqual(egress);
  });

  test('a rule that was added after the first try is closed as well', async () => {
    const incident = await incidentOn(FUNCTION);
    world.aws.failNext('ec2.RevokeSecurityGroupEgress', new ServiceError('UnauthorizedOperation', 'no', 403));
    await expect(act(incident)).rejects.toThrow();
    world.ec2.answer('AuthorizeSecurityGroupEgress', { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '198.51.100.7/32' }] }] });
    await act(incident);
    expect(world.ec2.egressOf('sg-1')).toEqual([]);
  });

  test('evidence holds names of the environment and no values', async () => {
    await act(await incidentOn(FUNCTION));
    const [body] = [...world.evidence.values()];
    expect(JSON.parse(body).configuration.EnvironmentNames).toEqual(['TABLE']);
    expect(body).not.toContain('of-orders');
  });

  test('a throttled API is asked again', async () => {
    world.aws.failNext('lambda.PutFunctionConcurrency', new ServiceError('TooManyRequestsException', 'Rate exceeded', 429), 2);
    await act(await incidentOn(FUNCTION));
    expect(world.lambda.functions.get(FUNCTION)!.concurrency).toBe(0);
  });
});
