import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { SecureBucket, SecureFunction, SecureTable } from '../../../src';
import { gatewayPrefixList, PREFIX_LISTS, PREFIX_LISTS_CONTEXT } from '../../../src/zone/network/gateway-prefix-lists';

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

describe('a region that is not known, in an account that is', () => {
  const ACCOUNT = '111122223333';
  const israel = (context = {}) => {
    const app = new App({ context });
    return { app, stack: new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'il-central-1' } }) };
  };

  test('is looked up by the CDK, by the name of the list and its owner', () => {
    const { app, stack } = israel();
    gatewayPrefixList(stack, 's3');
    expect(app.synth().manifest.missing).toMatchObject([{
      props: { account: ACCOUNT, region: 'il-central-1', typeName: 'AWS::EC2::PrefixList', propertyMatch: { PrefixListName: 'com.amazonaws.il-central-1.s3', OwnerId: 'AWS' } },
    }]);
  });

  test('is used as the CDK found it', () => {
    const { app, stack } = israel();
    gatewayPrefixList(stack, 's3');
    const [{ key }] = app.synth().manifest.missing!;
    const again = israel({ [key]: [{ PrefixListId: 'pl-0123abcd', Identifier: 'pl-0123abcd' }] });
    expect([1, 2].map(() => gatewayPrefixList(again.stack, 's3'))).toEqual(['pl-0123abcd', 'pl-0123abcd']);
    expect(again.app.synth().manifest.missing).toBeUndefined();
  });

  test('needs no look-up in a region that is known, nor with a context', () => {
    const known = new App();
    gatewayPrefixList(new Stack(known, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 's3');
    expect(known.synth().manifest.missing).toBeUndefined();
    const { app, stack } = israel({ [PREFIX_LISTS_CONTEXT]: { 'il-central-1': { s3: 'pl-0123abcd' } } });
    expect(gatewayPrefixList(stack, 's3')).toBe('pl-0123abcd');
    expect(app.synth().manifest.missing).toBeUndefined();
  });
});

describe('a stack without a region', () => {
  const agnostic = (context = {}) => {
    const stack = new Stack(new App({ context }), 'Stack');
    gatewayPrefixList(stack, 's3');
    return stack;
  };

  test('warns, and names the regions in which it deploys', () => {
    Annotations.fromStack(agnostic()).hasWarning('/Stack', Match.stringLikeRegexp(`known for ${Object.keys(PREFIX_LISTS).join(', ')} only: elsewhere`));
    Annotations.fromStack(stackIn('eu-west-1')).hasNoWarning('*', Match.anyValue());
  });

  test('deploys in the regions of the context as well', () => {
    const lists = { dynamodb: 'pl-0123abcd', s3: 'pl-0123abce' };
    const stack = agnostic({ [PREFIX_LISTS_CONTEXT]: { 'il-central-1': lists } });
    expect(Template.fromStack(stack).toJSON().Mappings.PrefixLists).toEqual({ ...PREFIX_LISTS, 'il-central-1': lists });
    Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp('il-central-1'));
  });

  test.each([
    ['text'], [[]], [{ 'il-central-1': 'pl-0123abcd' }], [{ 'il-central-1': { s3: 'vpce-1' } }], [{ 'il-central-1': { sqs: 'pl-0123abcd' } }], [{ 'il-central-1': null }],
  ])('refuses a context of another form: %j', (lists) => {
    expect(() => agnostic({ [PREFIX_LISTS_CONTEXT]: lists })).toThrow(expect.objectContaining({ id: 'BadPrefixLists' }));
  });
});

/** Every region that somebody can have an account for; the isolated ones have partitions of their own. */
const PUBLIC = RegionInfo.regions.filter(({ partition }) => ['aws', 'aws-us-gov', 'aws-cn'].includes(partition ?? '')).map(({ name }) => name);

test('there are 36 public regions or more', () => {
  expect(PUBLIC.length).toBeGreaterThanOrEqual(36);
  expect(PUBLIC).toEqual(expect.arrayContaining(['us-gov-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1', 'mx-central-1']));
});

test.each(PUBLIC)('%s: a function reaches table and bucket by lists that are known or looked up, and by nothing else', (region) => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region } });
  const fn = new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('x') });
  new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }).grantReadItems(fn);
  new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' }).grantReadObjects(fn, '*');
  const { missing = [] } = app.synth().manifest;
  const names = missing.map(({ props }: any) => props.propertyMatch.PrefixListName).sort();
  expect(names).toEqual(PREFIX_LISTS[region] ? [] : [`com.amazonaws.${region}.dynamodb`, `com.amazonaws.${region}.s3`]);
});
