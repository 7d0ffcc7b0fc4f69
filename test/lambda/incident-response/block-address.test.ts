import { blockAddress } from '../../../lambda/incident-response';
import { Finding, TargetKind } from '../../../lambda/incident-response/finding';
import { open } from '../../../lambda/incident-response/incidents';
import { ResponderWorld } from '../../support/fake-aws/responder-world';
import { ServiceError } from '../../support/json-protocol-server';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const FINDING: Finding = { id: 'finding', source: 'guardduty', type: '', severity: 8, title: '', time: '', drill: false, targets: [] };
const V4 = { id: 'v4', name: 'blocked-v4', scope: 'REGIONAL' as const, version: 'IPV4' as const };
const V6 = { id: 'v6', name: 'blocked-v6', scope: 'REGIONAL' as const, version: 'IPV6' as const };

let world: ResponderWorld;
let count = 0;

beforeEach(() => {
  world = new ResponderWorld();
  for (const set of [V4, V6]) world.wafv2.create({ ...set, addresses: [] });
  process.env.ADDRESS_SETS = JSON.stringify([V4, V6].map((set) => ({ ...set, region: 'eu-west-1' })));
  jest.spyOn(console, 'log').mockImplementation(() => {});
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

async function incidentOn(id: string): Promise<string> {
  return (await open(`block-${count++}`, FINDING, { kind: TargetKind.ADDRESS, id })).incident;
}

async function block(id: string): Promise<string> {
  const incident = await incidentOn(id);
  await blockAddress({ incident, operation: 'ACT' });
  return incident;
}

const undo = (incident: string) => blockAddress({ incident, operation: 'UNDO' });
const blocked = (id: 'v4' | 'v6') => world.wafv2.sets.get(id)!.addresses;

test('an address of IPv4 is blocked alone, and let in again', async () => {
  const incident = await block('198.51.100.7');
  expect([blocked('v4'), blocked('v6')]).toEqual([['198.51.100.7/32'], []]);
  await undo(incident);
  expect(blocked('v4')).toEqual([]);
});

test.each(['2001:db8:1:2:3:4:5:6', '2001:DB8:1:2::9', '2001:db8:1:2:0:0:0.0.0.1'])('%s is blocked with its /64, and let in again', async (address) => {
  const incident = await block(address);
  expect([blocked('v4'), blocked('v6')]).toEqual([[], ['2001:0db8:0001:0002:0000:0000:0000:0000/64']]);
  await undo(incident);
  expect(blocked('v6')).toEqual([]);
});

test('IPv4 that is written as IPv6 is blocked as IPv4', async () => {
  await block('::ffff:198.51.100.7');
  expect([blocked('v4'), blocked('v6')]).toEqual([['198.51.100.7/32'], []]);
});

test('an address whose /64 holds one that is never blocked is blocked alone', async () => {
  process.env.NEVER_BLOCK = '["2001:db8:1:2::1"]';
  await block('2001:db8:1:2::9');
  expect(blocked('v6')).toEqual(['2001:0db8:0001:0002:0000:0000:0000:0009/128']);
});

test.each([
  '10.0.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1', '100.64.0.1', '0.0.0.0', '255.255.255.255', '::1', '::', 'fd00::1', 'fe80::1',
  'ff02::1', '::ffff:10.0.0.1', '203.0.113.200', '2001:db8:ffff::1',
])('%s is never blocked', async (address) => {
  process.env.NEVER_BLOCK = '["203.0.113.0/24", "2001:db8:ffff::/48"]';
  await expect(block(address)).rejects.toThrow('The address is never blocked.');
  expect(world.aws.takeOperations().filter((one) => one.startsWith('wafv2.'))).toEqual([]);
});

test.each(['', 'example.com', '198.51.100.7/24', '198.51.100.256', 'fe80::1%eth0', '2001:db8::1%25', '0.0.0.0/0', '::/0'])('%p is no address', async (address) => {
  await expect(block(address)).rejects.toThrow('The target is no address.');
});

test('an address that was blocked before stays so when the incident is undone', async () => {
  world.wafv2.sets.get('v4')!.addresses = ['198.51.100.7/32', '192.0.2.1/32'];
  await undo(await block('198.51.100.7'));
  expect(blocked('v4')).toEqual(['198.51.100.7/32', '192.0.2.1/32']);
});

const NETWORK = '2001:0db8:0001:0002:0000:0000:0000:0000/64';

test.each([[0, 1], [1, 0]])('two addresses of one /64 are let in when both incidents have ended, and not with the first: %s, %s', async (...order) => {
  const incidents = [await block('2001:db8:1:2::9'), await block('2001:db8:1:2::a')];
  await undo(incidents[order[0]]);
  expect(blocked('v6')).toEqual([NETWORK]);
  await undo(incidents[order[0]]);
  expect(blocked('v6')).toEqual([NETWORK]);
  await undo(incidents[order[1]]);
  expect(blocked('v6')).toEqual([]);
});

test('a /64 that people blocked stays after both, and is theirs alone', async () => {
  world.wafv2.sets.get('v6')!.addresses = [NETWORK];
  const incidents = [await block('2001:db8:1:2::9'), await block('2001:db8:1:2::a')];
  for (const incident of incidents) await undo(incident);
  expect(blocked('v6')).toEqual([NETWORK]);
  // let in by them, and blocked by us: ours to end
  world.wafv2.sets.get('v6')!.addresses = [];
  await undo(await block('2001:db8:1:2::b'));
  expect(blocked('v6')).toEqual([]);
});

test('one that is blocked while the last one before it is let in stays blocked', async () => {
  const first = await block('2001:db8:1:2::9');
  const answer = world.wafv2.answer.bind(world.wafv2);
  let second: Promise<string> | undefined;
  jest.spyOn(world.wafv2, 'answer').mockImplementation((operation, input) => {
    if (second || operation !== 'UpdateIPSet') return answer(operation, input);
    second = block('2001:db8:1:2::a');
    return second.then(() => answer(operation, input)) as any;
  });
  await undo(first);
  await second;
  expect(blocked('v6')).toEqual([NETWORK]);
});

test('a stale lock token is read anew, and what another blocked meanwhile stays', async () => {
  world.wafv2.interruptions = 3;
  await block('198.51.100.7');
  expect(blocked('v4')).toEqual(['198.51.100.7/32']);
  expect(world.aws.takeOperations().filter((one) => one === 'wafv2.UpdateIPSet')).toHaveLength(4);
});

test('a set that never stops to change fails the play, and the state machine asks again', async () => {
  world.wafv2.interruptions = 8;
  const incident = await incidentOn('198.51.100.7');
  await expect(blockAddress({ incident, operation: 'ACT' })).rejects.toThrow(expect.objectContaining({ name: 'WAFOptimisticLockException' }));
  await blockAddress({ incident, operation: 'ACT' });
  expect(blocked('v4')).toEqual(['198.51.100.7/32']);
});

test('two plays at once on one set block both addresses', async () => {
  await Promise.all(['198.51.100.7', '198.51.100.8', '198.51.100.9'].map(block));
  expect([...blocked('v4')].sort()).toEqual(['198.51.100.7/32', '198.51.100.8/32', '198.51.100.9/32']);
});

test('a throttled API is asked again; one that stays so fails', async () => {
  world.aws.failNext('wafv2.UpdateIPSet', new ServiceError('ThrottlingException', 'Rate exceeded'), 2);
  await block('198.51.100.7');
  expect(blocked('v4')).toEqual(['198.51.100.7/32']);
  world.aws.failNext('wafv2.UpdateIPSet', new ServiceError('ThrottlingException', 'Rate exceeded'), 3);
  await expect(block('198.51.100.8')).rejects.toThrow('Rate exceeded');
});

test('a kill at any call ends blocked after the next run, and let in again after the undo', async () => {
  const first = await incidentOn('198.51.100.1');
  await world.aws.restart();
  await blockAddress({ incident: first, operation: 'ACT' });
  const calls = await world.aws.restart();
  await undo(first);
  for (let call = 1; call <= calls; call++) {
    for (const moment of ['BEFORE', 'AFTER'] as const) {
      const incident = await incidentOn('198.51.100.7');
      await world.aws.restart({ call, moment });
      await expect(blockAddress({ incident, operation: 'ACT' })).rejects.toThrow();
      await world.aws.restart();
      await blockAddress({ incident, operation: 'ACT' });
      expect(blocked('v4')).toEqual(['198.51.100.7/32']);
      await undo(incident);
      expect(blocked('v4')).toEqual([]);
      world.table.clear();
    }
  }
});
