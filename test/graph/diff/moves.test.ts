import { modelOf } from './support/apps';
import { collectDiff } from '../../../src/report/diff/collect-diff';

type Json = Record<string, any>;

function changes(old: Json, current: Json): string[] {
  const side = (Resources: Json) => ({ templates: [], model: modelOf({ App: { Resources } }), waivers: [] });
  return collectDiff(side(old), side(current), [], '2026-11-30').changes.map(({ kind, text }) => `${kind} ${text}`);
}

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const table = { 'Fn::GetAtt': ['Orders', 'Arn'] };
const READ = { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: table };
const NO_DELETE = { Effect: 'Deny', Action: 'dynamodb:DeleteTable', Resource: '*' };
const inline = (...statements: Json[]) => [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }];
const app = (role: Json, more: Json = {}) => ({
  Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...role } },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'x' } } },
  ...more,
});
const policy = (Type: string, properties: Json, ...statements: Json[]) => ({ Type, Properties: { PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements }, ...properties } });
const roles = { Roles: [{ Ref: 'Role' }] };

describe('the same statements of a role elsewhere are no difference', () => {
  const written: [string, Json][] = [
    ['as inline policy', app({ Policies: inline(READ, NO_DELETE) })],
    ['as AWS::IAM::Policy', app({}, { Own: policy('AWS::IAM::Policy', roles, READ, NO_DELETE) })],
    ['as AWS::IAM::RolePolicy', app({}, { Own: policy('AWS::IAM::RolePolicy', { RoleName: { Ref: 'Role' } }, READ, NO_DELETE) })],
    ['as AWS::IAM::ManagedPolicy that names the role', app({}, { Own: policy('AWS::IAM::ManagedPolicy', { PolicyName: undefined, ...roles }, READ, NO_DELETE) })],
    ['as AWS::IAM::ManagedPolicy that the role names', app({ ManagedPolicyArns: [{ Ref: 'Own' }] }, { Own: policy('AWS::IAM::ManagedPolicy', { PolicyName: undefined }, READ, NO_DELETE) })],
    ['in two policies', app({ Policies: inline(NO_DELETE) }, { Own: policy('AWS::IAM::Policy', roles, READ) })],
    ['in a statement for each action', app({ Policies: inline(NO_DELETE, ...READ.Action.map((Action) => ({ ...READ, Action }))) })],
    ['in two inline policies', app({ Policies: [...inline(READ), { ...inline(NO_DELETE)[0], PolicyName: 'other' }] })],
  ];
  const pairs = written.flatMap(([one, old]) => written.filter(([other]) => other !== one)
    .map(([other, current]): [string, string, Json, Json] => [one, other, old, current]));

  test.each(pairs)('%s, then %s', (_, __, old, current) => expect(changes(old, current)).toEqual([]));

  test('one action more on the way is seen', () => {
    const more = policy('AWS::IAM::Policy', roles, { ...READ, Action: [...READ.Action, 'dynamodb:PutItem'] }, NO_DELETE);
    expect(changes(written[0][1], app({}, { Own: more }))).toContainEqual(expect.stringMatching(/^widened .*dynamodb:PutItem/i));
    const less = policy('AWS::IAM::Policy', roles, READ);
    expect(changes(written[0][1], app({}, { Own: less }))).toContainEqual(expect.stringMatching(/^removed-deny /));
  });
});

describe('the same rules of a security group elsewhere are no difference', () => {
  const ingress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }, { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '2001:db8::/48' }];
  const egress = [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/16' }];
  const group = (properties: Json, more: Json = {}) => ({ Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: 'vpc-1', ...properties } }, ...more });
  const beside = (Type: string, rule: Json) => ({ Type, Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...rule } });
  const inside = group({ SecurityGroupIngress: ingress, SecurityGroupEgress: egress });
  const outside = group({}, {
    In: beside('AWS::EC2::SecurityGroupIngress', ingress[0]), In6: beside('AWS::EC2::SecurityGroupIngress', ingress[1]), Out: beside('AWS::EC2::SecurityGroupEgress', egress[0]),
  });

  test('as resources of their own, and back', () => {
    expect(changes(inside, outside)).toEqual([]);
    expect(changes(outside, inside)).toEqual([]);
  });

  test('a wider one on the way is seen', () => {
    const wider = { ...outside, In6: beside('AWS::EC2::SecurityGroupIngress', { ...ingress[1], CidrIpv6: '::/0' }) };
    expect(changes(inside, wider)).toContainEqual(expect.stringMatching(/^widened App\/Group lets tcp 443 in from ::\/0/));
  });
});

test('the order of statements of a bucket policy is no difference', () => {
  const statements = [
    { Sid: 'a', Effect: 'Deny', Action: 's3:*', Resource: '*', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Sid: 'b', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } },
  ];
  const bucket = (Statement: Json[]) => ({ Files: { Type: 'AWS::S3::Bucket', Properties: {} }, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Files' }, PolicyDocument: { Statement } } } });
  expect(changes(bucket(statements), bucket([...statements].reverse()))).toEqual([]);
  expect(changes(bucket(statements), bucket(statements.slice(1)))).toContainEqual(expect.stringMatching(/^removed-deny /));
});
