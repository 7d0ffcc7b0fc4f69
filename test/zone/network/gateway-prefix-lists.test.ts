import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { gatewayPrefixList, PREFIX_LISTS } from '../../../src/zone/network/gateway-prefix-lists';

const stackIn = (region?: string) => new Stack(new App(), 'Stack', region ? { env: { region } } : {});

describe('a region that is known', () => {
  test.each([
    ['us-east-1', 'dynamodb', 'pl-02cd2c6b'],
    ['us-east-1', 's3', 'pl-63a5400a'],
    ['eu-west-1', 'dynamodb', 'pl-6fa54006'],
    ['ap-southeast-1', 's3', 'pl-6fa54006'],
  ] as const)('%s: the prefix list of %s is the literal %s, without a mapping', (region, service, id) => {
    const stack = stackIn(region);
    expect(gatewayPrefixList(stack, service)).toBe(id);
    expect(Template.fromStack(stack).toJSON().Mappings).toBeUndefined();
  });
});

describe('a stack without a region', () => {
  test('looks the prefix list up in one mapping for both services', () => {
    const stack = stackIn();
    const resolved = (['dynamodb', 's3', 's3'] as const).map((service) => stack.resolve(gatewayPrefixList(stack, service)));
    expect(resolved).toEqual(['dynamodb', 's3', 's3'].map((service) => ({ 'Fn::FindInMap': ['PrefixLists', { Ref: 'AWS::Region' }, service] })));
    expect(Template.fromStack(stack).toJSON().Mappings).toEqual({ PrefixLists: PREFIX_LISTS });
  });

  test('needs no mapping when the prefix list is given', () => {
    const stack = stackIn();
    expect(gatewayPrefixList(stack, 's3', { s3: 'pl-00000001' })).toBe('pl-00000001');
    expect(Template.fromStack(stack).toJSON().Mappings).toBeUndefined();
  });
});

describe('a region that is not known', () => {
  test.each(['us-gov-west-1', 'cn-north-1', 'xx-nowhere-1'])('%s: fails and says what to pass', (region) => {
    const attempt = () => gatewayPrefixList(stackIn(region), 'dynamodb');
    expect(attempt).toThrow(expect.objectContaining({ id: 'UnknownPrefixList', path: 'Stack' }));
    expect(attempt).toThrow(/prefixLists: \{ dynamodb: 'pl-…' \}/);
  });

  test('works with the prefix list that is given, and still fails for the service that is not', () => {
    const given = { dynamodb: 'pl-00000002' };
    expect(gatewayPrefixList(stackIn('us-gov-west-1'), 'dynamodb', given)).toBe('pl-00000002');
    expect(() => gatewayPrefixList(stackIn('us-gov-west-1'), 's3', given)).toThrow(expect.objectContaining({ id: 'UnknownPrefixList' }));
  });
});

test('what is given wins over what is known', () => {
  expect(gatewayPrefixList(stackIn('us-east-1'), 's3', { s3: 'pl-00000003' })).toBe('pl-00000003');
});

describe('the table', () => {
  const entries = Object.entries(PREFIX_LISTS);

  test('has a prefix list of its own for each service of each region', () => {
    for (const [region, lists] of entries) {
      expect({ region, services: Object.keys(lists) }).toEqual({ region, services: ['dynamodb', 's3'] });
      expect(lists.dynamodb).not.toBe(lists.s3);
      for (const id of Object.values(lists)) expect(id).toMatch(/^pl-([0-9a-f]{8}|[0-9a-f]{17})$/);
    }
  });

  test('never gives one service the same prefix list in two regions, but where AWS does', () => {
    const seen = entries.flatMap(([, lists]) => Object.entries(lists).map(([service, id]) => `${service} ${id}`));
    const twice = seen.filter((item, index) => seen.indexOf(item) !== index);
    expect(twice).toEqual(['s3 pl-78a54011']); // Seoul and Mumbai
  });

  test('has keys that CloudFormation takes in a mapping, in order', () => {
    for (const [region, lists] of entries) {
      for (const key of [region, ...Object.keys(lists)]) expect(key).toMatch(/^[a-zA-Z0-9.-]{1,255}$/);
    }
    expect(Object.keys(PREFIX_LISTS)).toEqual(Object.keys(PREFIX_LISTS).sort());
  });
});
