import { modelOf } from './support/apps';
import { Change } from '../../../src/graph/diff/change';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';
import { GUARDING_SETTINGS } from '../../../src/graph/diff/guarding-settings';
import { isNarrowerPattern } from '../../../src/graph/diff/patterns';

type Json = Record<string, any>;

function changes(old: Json, current: Json): readonly Change[] {
  const version = (template: Json) => new Version(modelOf({ App: template }));
  return new GraphDiff(version(old), version(current)).changes;
}

/** A resource of a type with one value at a path of properties, in which `*` is a list of one item. */
function resource(type: string, at: string, value: unknown): Json {
  const within = ([key, ...rest]: string[]): unknown => (key === undefined ? value : key === '*' ? [within(rest)] : { [key]: within(rest) });
  return { Resources: { One: { Type: type, Properties: value === undefined ? {} : within(at.split('.')) } } };
}

const NAMED: Record<string, [strong: unknown, weak: unknown]> = {
  AllowAdminCreateUserOnly: [true, false],
  AllowClassicFlow: [false, true],
  SecurityPolicy: ['TLS_1_2', 'TLS_1_0'],
  SslPolicy: ['ELBSecurityPolicy-TLS13-1-2-2021-06', 'ELBSecurityPolicy-2016-08'],
  RuleAction: ['deny', 'allow'],
  MinimumProtocolVersion: ['TLSv1.2_2021', 'TLSv1'],
  Mode: ['COMPLIANCE', 'GOVERNANCE'],
};
const PATTERN = { source: ['orders'], detail: { status: ['paid'] } };

/** Of a setting, a value and a weaker one. */
function values(at: string, weaker: string | readonly RegExp[], type: string): [unknown, unknown] {
  if (typeof weaker !== 'string') return type.includes('Listener') && at.endsWith('Mode') ? ['verify', 'off'] : NAMED[at.slice(at.lastIndexOf('.') + 1)];
  const isOfList = at.endsWith('*.Type') || at.endsWith('*.Name');
  const pairs: Record<string, [unknown, unknown]> = {
    higher: [10, 20],
    lower: [20, 10],
    more: [['a'], ['a', 'b']],
    fewer: isOfList ? ['a', 'b'] : [['a', 'b'], ['a']],
    gone: [{ is: 'there' }, undefined],
    other: ['a', 'b'],
    pattern: at.endsWith('Pattern') && at !== 'EventPattern' ? [JSON.stringify(PATTERN), '{"source":["orders"]}'] : [PATTERN, { source: ['orders'] }],
  };
  return pairs[weaker];
}

const CASES = GUARDING_SETTINGS.flatMap((setting) => setting.types.map((type) => ({ ...setting, type, title: `${type} ${setting.at} (${setting.weaker})` })));

describe('settings that guard', () => {
  test.each(CASES)('$title: a weaker value is a risk', ({ type, at, weaker, name, kind }) => {
    const [strong, weak] = values(at, weaker, type);
    const found = changes(resource(type, at, strong), resource(type, at, weak)).filter(({ to }) => to === name);
    expect(found.map((one) => one.kind)).toEqual([kind]);
    expect(found[0].text).toMatch(weaker === 'other' ? /^App\/One has another / : /^App\/One has weaker /);
  });

  test.each(CASES.filter(({ weaker }) => weaker !== 'other'))('$title: a stronger or the same value is none', ({ type, at, weaker, name }) => {
    const [strong, weak] = values(at, weaker, type);
    // an item of a list that has another name is one that went and one that came
    const back = at.endsWith('*.Type') || at.endsWith('*.Name') ? strong : weak;
    expect(changes(resource(type, at, back), resource(type, at, strong)).filter(({ to }) => to === name)).toEqual([]);
    expect(changes(resource(type, at, weak), resource(type, at, weak))).toEqual([]);
  });

  test('what is not set has the default of the service', () => {
    const ttl = (seconds?: unknown) => resource('AWS::ApiGateway::Authorizer', 'AuthorizerResultTtlInSeconds', seconds);
    expect(changes(ttl(60), ttl())).toHaveLength(1);
    expect(changes(ttl(), ttl(300))).toEqual([]);
    expect(changes(ttl('60'), ttl(60))).toEqual([]);
    const retention = (days?: unknown) => resource('AWS::Logs::LogGroup', 'RetentionInDays', days);
    expect(changes(retention(), retention(3653)).map(({ kind }) => kind)).toEqual(['removed-control']);
    expect(changes(retention(365), retention())).toEqual([]);
  });

  test.each([
    ['AWS::CloudFront::Distribution', 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion', ['TLSv1_2016', 'TLSv1.1_2016', 'TLSv1.2_2018', 'TLSv1.3_2025']],
    ['AWS::ElasticLoadBalancingV2::Listener', 'SslPolicy', ['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS13-1-1-2021-06', 'ELBSecurityPolicy-FS-1-2-Res-2020-10', 'ELBSecurityPolicy-TLS13-1-3-2021-06']],
    ['AWS::ApiGateway::DomainName', 'SecurityPolicy', ['TLS_1_0', 'SecurityPolicy_TLS13_1_2_2021_06', 'SecurityPolicy_TLS13_1_3_2025_09']],
  ])('TLS policies of %s have an order', (type, at, order) => {
    const lower = (old: string, now: string) => changes(resource(type, at, old), resource(type, at, now)).length;
    for (const [i, one] of order.entries()) {
      for (const [j, other] of order.entries()) expect([one, other, lower(one, other)]).toEqual([one, other, j < i ? 1 : 0]);
    }
  });

  test('a word that is not known before deployment is the weakest', () => {
    const flow = (value: unknown) => ({ Parameters: { Flow: { Type: 'String' } }, ...resource('AWS::Cognito::IdentityPool', 'AllowClassicFlow', value) });
    expect(changes(flow(false), flow({ Ref: 'Flow' }))).toHaveLength(1);
    expect(changes(flow({ Ref: 'Flow' }), flow(false))).toEqual([]);
  });

  test('the weaker branch of a condition counts, and a value that is not known is the weakest', () => {
    const group = (days: unknown) => ({
      Parameters: { Env: { Type: 'String' }, Days: { Type: 'Number' } }, Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } }, ...resource('AWS::Logs::LogGroup', 'RetentionInDays', days),
    });
    const either = (one: number, other: number) => group({ 'Fn::If': ['Prod', one, other] });
    expect(changes(either(365, 365), either(365, 30))).toHaveLength(1);
    expect(changes(either(365, 30), either(365, 30))).toEqual([]);
    expect(changes(group(365), group({ Ref: 'Days' }))).toHaveLength(1);
    expect(changes(group({ Ref: 'Days' }), group(365))).toEqual([]);
  });

  test('another logical id of what a setting names is no change', () => {
    const alarm = (topic: string) => ({
      Resources: {
        [topic]: { Type: 'AWS::SNS::Topic', Properties: {} },
        Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { detail: { topic: [{ Ref: topic }] } } } },
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: 1, AlarmActions: [{ Ref: topic }] } },
      },
    });
    expect(changes(alarm('Topic'), alarm('Renamed'))).toEqual([]);
  });

  test('the order of a list is no change', () => {
    const urls = (...list: string[]) => resource('AWS::Cognito::UserPoolClient', 'CallbackURLs', list);
    expect(changes(urls('https://a.example', 'https://b.example'), urls('https://b.example', 'https://a.example'))).toEqual([]);
  });
});

describe('event patterns', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['one more field', { a: [1], b: [2] }, { a: [1] }, true],
    ['one field less', { a: [1] }, { a: [1], b: [2] }, false],
    ['a value less', { a: [1] }, { a: [1, 2] }, true],
    ['a value more', { a: [1, 2] }, { a: [1] }, false],
    ['the same as text', '{"a":[1]}', { a: [1] }, true],
    ['a prefix instead of a value', { a: [{ prefix: 'x' }] }, { a: ['xy'] }, false],
    ['one alternative more', { $or: [{ a: [1] }, { b: [1] }] }, { $or: [{ a: [1] }] }, false],
    ['alternatives instead of a field', { $or: [{ a: [1] }] }, { a: [1] }, false],
    ['a text that is no pattern', 'x', { a: [1] }, false],
  ])('%s', (_, narrow, wide, expected) => expect(isNarrowerPattern(narrow, wide)).toBe(expected));
});
