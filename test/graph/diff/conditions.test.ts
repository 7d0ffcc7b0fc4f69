import { modelOf } from './support/apps';
import { FAILING_BY_DEFAULT } from '../../../src/graph/diff/change';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';

type Json = Record<string, any>;

function changes(old: Json, current: Json): string[] {
  const version = (template: Json) => new Version(modelOf({ App: template }));
  return new GraphDiff(version(old), version(current)).changes.map(({ kind, text }) => `${kind} ${text}`);
}

const risks = (old: Json, current: Json) => changes(old, current).filter((change) => FAILING_BY_DEFAULT.some((kind) => change.startsWith(`${kind} `)));

const ENV = { Ref: 'Env' };
const is = (value: unknown, other: unknown = ENV) => ({ 'Fn::Equals': [other, value] });
const not = (condition: Json) => ({ 'Fn::Not': [condition] });
const PROD = is('prod');

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const statement = (Effect: string, Action: string) => ({ Effect, Action, Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } });
const APP = {
  Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'x' } } },
};
const policyOf = (...Statement: unknown[]) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'a', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } } });
/** A template with a condition, by what it is and what uses it. */
const template = (Resources: Json) => (definition: Json, Conditions: Json = {}): Json => (
  { Parameters: { Env: { Type: 'String' } }, Conditions: { Used: definition, ...Conditions }, Resources: { ...APP, ...Resources } });

const WHEN: [title: string, expected: RegExp, of: (definition: Json, others?: Json) => Json][] = [
  ['a policy', /^widened App\/Policy is in/, template({ Policy: { ...policyOf(statement('Allow', 'dynamodb:PutItem')), Condition: 'Used' } })],
  ['a statement', /^widened App\/Policy has a value of PolicyDocument/, template({ Policy: policyOf(statement('Allow', 'dynamodb:GetItem'), { 'Fn::If': ['Used', statement('Allow', 'dynamodb:PutItem'), { Ref: 'AWS::NoValue' }] }) })],
  ['an action', /^widened App\/Policy has a value of PolicyDocument/, template({ Policy: policyOf(statement('Allow', { 'Fn::If': ['Used', 'dynamodb:*', 'dynamodb:GetItem'] } as any)) })],
  ['a denial', /^removed-deny App\/Policy/, template({ Policy: policyOf(statement('Allow', 'dynamodb:*'), { 'Fn::If': ['Used', statement('Deny', 'dynamodb:DeleteTable'), { Ref: 'AWS::NoValue' }] }) })],
  ['a policy that denies', /^removed-deny App\/Policy is in/, template({ Policy: { ...policyOf(statement('Deny', 'dynamodb:DeleteTable')), Condition: 'Used' } })],
  ['a function URL', /^widened App\/Url is in/, template({ Url: { Type: 'AWS::Lambda::Url', Condition: 'Used', Properties: { AuthType: 'NONE', TargetFunctionArn: { Ref: 'Fn' } } } })],
  ['a permission', /^widened App\/Permission is in/, template({ Permission: { Type: 'AWS::Lambda::Permission', Condition: 'Used', Properties: { FunctionName: { Ref: 'Fn' }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } } })],
  ['a route', /^widened App\/Route is in/, template({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } }, Route: { Type: 'AWS::ApiGatewayV2::Route', Condition: 'Used', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /a' } } })],
  ['a web ACL', /^removed-control App\/Acl is in/, template({ Acl: { Type: 'AWS::WAFv2::WebACL', Condition: 'Used', Properties: { Rules: [] } } })],
  ['a trail', /^removed-control App\/Trail is in/, template({ Trail: { Type: 'AWS::CloudTrail::Trail', Condition: 'Used', Properties: {} } })],
  ['an alarm', /^removed-control App\/Alarm is in/, template({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Condition: 'Used', Properties: { Threshold: 1 } } })],
  ['a denial of a network ACL', /^removed-deny App\/Entry is in/, template({ Entry: { Type: 'AWS::EC2::NetworkAclEntry', Condition: 'Used', Properties: { NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: -1, RuleAction: 'deny', CidrBlock: '203.0.113.0/24' } } })],
  ['the retention of logs', /^removed-control App\/Logs has a value of RetentionInDays/, template({ Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: { 'Fn::If': ['Used', 365, 7] } } } })],
  ['the encryption of a queue', /^removed-control App\/Queue has a value of KmsMasterKeyId/, template({ Queue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::If': ['Used', 'alias/a', { Ref: 'AWS::NoValue' }] } } } })],
  ['a rule of a security group', /^widened App\/Group has a value of SecurityGroupIngress/, template({ Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: { 'Fn::If': ['Used', '10.0.0.0/8', '0.0.0.0/0'] } }] } } })],
];

describe.each(WHEN)('a condition of %s', (_, expected, of) => {
  test.each<[string, Json, Json]>([
    ['that asks for another value', PROD, is('dev')],
    ['that is the other way round', PROD, not(PROD)],
    ['that asks for another parameter', PROD, is('prod', { Ref: 'AWS::Region' })],
  ])('%s', (__, old, current) => expect(risks(of(old), of(current))).toContainEqual(expect.stringMatching(expected)));

  test.each<[string, Json, Json, Json, Json]>([
    ['with the operands in another order', PROD, {}, { 'Fn::Equals': ['prod', ENV] }, {}],
    ['by another condition', PROD, {}, { Condition: 'Other' }, { Other: PROD }],
    ['that is denied twice', PROD, {}, not(not(PROD)), {}],
    ['of De Morgan', not({ 'Fn::Or': [PROD, is('test')] }), {}, { 'Fn::And': [not(is('test')), not(PROD)] }, {}],
    ['in one of two parts that are the same', PROD, {}, { 'Fn::Or': [PROD, { 'Fn::And': [PROD, is('eu-west-1', { Ref: 'AWS::Region' })] }] }, {}],
  ])('the same %s is no difference', (__, old, oldOthers, current, others) => expect(changes(of(old, oldOthers), of(current, others))).toEqual([]));
});

describe('where a condition is known', () => {
  const [, , policy] = WHEN[0];
  const [, , trail] = WHEN[9];
  const ALWAYS = is('a', 'a');

  test('what is in more deployments opens, and what guards is in fewer', () => {
    expect(risks(policy(PROD), policy(ALWAYS))).toContainEqual(expect.stringMatching(/^(widened|more-certain) /));
    expect(risks(policy(ALWAYS), policy(PROD))).toEqual([]);
    expect(risks(trail(ALWAYS), trail(PROD))).toEqual([expect.stringMatching(/^removed-control App\/Trail is in fewer deployments: Env is prod, and before always/)]);
    expect(risks(trail(PROD), trail(ALWAYS))).toEqual([]);
    expect(risks(trail(PROD), trail(is('a', 'b')))).toEqual([expect.stringMatching(/^removed-control App\/Trail is in fewer deployments: never/)]);
  });

  test('one asks for more or for less', () => {
    const EU = is('eu-west-1', { Ref: 'AWS::Region' });
    expect(risks(trail(PROD), trail({ 'Fn::And': [PROD, EU] }))).toHaveLength(1);
    expect(risks(trail(PROD), trail({ 'Fn::Or': [PROD, EU] }))).toEqual([]);
    expect(risks(policy(PROD), policy({ 'Fn::And': [PROD, EU] }))).toEqual([]);
    expect(risks(policy(PROD), policy({ 'Fn::Or': [PROD, EU] }))).toHaveLength(1);
  });

  test('of two allowed values, one is what the other one is not', () => {
    const of = (definition: Json) => ({ ...trail(definition), Parameters: { Env: { Type: 'String', AllowedValues: ['dev', 'prod'] } } });
    expect(changes(of(PROD), of(not(is('dev'))))).toEqual([]);
    expect(risks(of(PROD), of(is('staging')))).toHaveLength(1);
    expect(risks(trail(PROD), trail(not(is('dev'))))).toEqual([]); // more deployments
  });

  test('a resource gets a condition, or loses it', () => {
    const free = (definition: Json) => {
      const { Resources: { Trail, ...rest }, ...more } = trail(definition);
      return { ...more, Resources: { ...rest, Trail: { ...Trail, Condition: undefined } } };
    };
    expect(risks(free(PROD), trail(PROD))).toHaveLength(1);
    expect(risks(trail(PROD), free(PROD))).toEqual([]);
  });

  test('another name of the condition and of its parameter is no difference', () => {
    const renamed = (json: Json) => JSON.parse(JSON.stringify(json).replace(/"Used"/g, '"IsProduction"').replace(/"Env"/g, '"Environment"')) as Json;
    for (const [, , of] of WHEN) expect(changes(of(PROD), renamed(of(PROD)))).toEqual([]);
  });

  test('branches that change places with the condition are no difference', () => {
    const logs = (definition: Json, ...branches: number[]) => template({ Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: { 'Fn::If': ['Used', ...branches] } } } })(definition);
    expect(changes(logs(PROD, 365, 7), logs(not(PROD), 7, 365))).toEqual([]);
  });
});

describe('deletion policies', () => {
  const one = (Type: string, more: Json) => ({ Resources: { One: { Type, Properties: {}, ...more } } });
  const KEPT = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::CloudTrail::Trail', 'AWS::Logs::LogGroup', 'AWS::RDS::DBInstance', 'AWS::EFS::FileSystem', 'AWS::Cognito::UserPool', 'AWS::SecretsManager::Secret'];

  test.each(KEPT.flatMap((type) => ['DeletionPolicy', 'UpdateReplacePolicy'].map((attribute) => [type, attribute])))('%s %s: less is kept', (type, attribute) => {
    const [kept, snapshot, deleted, absent] = [{ [attribute]: 'Retain' }, { [attribute]: 'Snapshot' }, { [attribute]: 'Delete' }, {}].map((more) => one(type, more));
    const expected = [expect.stringMatching(new RegExp(`^removed-control App/One has weaker ${attribute}: Delete, and before Retain$`))];
    expect(changes(kept, deleted)).toEqual(expected);
    expect(risks(kept, absent)).toHaveLength(1);
    expect(risks(kept, snapshot)).toHaveLength(1);
    expect(changes(snapshot, kept)).toEqual([]);
    expect(changes(deleted, kept)).toEqual([]);
    expect(changes(deleted, deleted)).toEqual([]);
  });

  test('a database of its own has a snapshot by default, and one of a cluster has none', () => {
    const instance = (more: Json, Properties: Json = {}) => one('AWS::RDS::DBInstance', { Properties, ...more });
    expect(changes(instance({ DeletionPolicy: 'Snapshot' }), instance({}))).toEqual([]);
    expect(risks(instance({ DeletionPolicy: 'Snapshot' }, { DBClusterIdentifier: 'a' }), instance({}, { DBClusterIdentifier: 'a' }))).toHaveLength(1);
  });
});

describe('denials that are gone', () => {
  const entry = (more: Json = {}) => ({ Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: 'acl-1', RuleNumber: 10, Protocol: -1, RuleAction: 'deny', CidrBlock: '203.0.113.0/24', ...more } });
  const acl = (entries: Json) => ({ Resources: entries });

  test.each<[string, Json]>([['IPv4', {}], ['IPv6', { CidrBlock: undefined, Ipv6CidrBlock: '2001:db8::/48' }], ['egress', { Egress: true }]])('an entry of a network ACL (%s)', (_, more) => {
    expect(changes(acl({ One: entry(more) }), acl({}))).toEqual([expect.stringMatching(/^removed-deny App\/One no longer denies traffic (from|to) /)]);
    expect(changes(acl({ One: entry(more) }), acl({ Renamed: entry(more) }))).toEqual([]);
    expect(risks(acl({}), acl({ One: entry(more) }))).toEqual([]);
  });

  test('one that another entry denies too is none', () => {
    const both = (other: Json) => acl({ One: entry(), Other: entry({ CidrBlock: '203.0.0.0/16', RuleNumber: 5, ...other }) });
    const alone = (other: Json) => acl({ Other: entry({ CidrBlock: '203.0.0.0/16', RuleNumber: 5, ...other }) });
    expect(changes(both({}), alone({}))).toEqual([]);
    for (const other of [{ RuleNumber: 20 }, { CidrBlock: '198.51.100.0/24' }, { Protocol: 6, PortRange: { From: 1, To: 2 } }, { Egress: true }, { NetworkAclId: 'acl-2' }]) {
      expect(changes(both(other), alone(other))).toEqual([expect.stringMatching(/^removed-deny /)]);
    }
  });

  test('a Cedar policy that forbids', () => {
    const cedar = (effect: string) => acl({ One: { Type: 'AWS::VerifiedPermissions::Policy', Properties: { PolicyStoreId: 'a', Definition: { Static: { Statement: `${effect} (principal, action, resource);` } } } } });
    expect(changes(cedar('forbid'), acl({}))).toEqual([expect.stringMatching(/^removed-deny App\/One no longer denies what it forbade/)]);
    expect(changes(cedar('permit'), acl({}))).toEqual([]);
  });
});
