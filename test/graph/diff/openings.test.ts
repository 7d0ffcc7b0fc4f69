import { modelOf } from './support/apps';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';

type Json = Record<string, any>;

function changes(old: Json, current: Json, more: Json = {}): string[] {
  const version = (resources: Json) => new Version(modelOf({ App: { ...more, Resources: resources } }));
  return new GraphDiff(version(old), version(current)).changes.map(({ kind, text }) => `${kind} ${text}`).sort();
}

describe('security groups', () => {
  const rule = (CidrIp: unknown, FromPort: unknown = 443, ToPort: unknown = FromPort, IpProtocol: unknown = 'tcp') => ({ IpProtocol, FromPort, ToPort, CidrIp });
  const group = (ingress: Json[], more: Json = {}) => ({ Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', SecurityGroupIngress: ingress, ...more } } });
  const alone = (more: Json, direction = 'Ingress') => ({ Type: `AWS::EC2::SecurityGroup${direction}`, Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...more } });
  const widened = (old: Json, current: Json, more?: Json) => changes(old, current, more).filter((change) => change.startsWith('widened'));

  test.each<[string, Json, Json]>([
    ['a wider range', group([rule('10.0.0.0/24')]), group([rule('10.0.0.0/8')])],
    ['one more range', group([rule('10.0.0.0/24')]), group([rule('10.0.0.0/24'), rule('10.9.0.0/24')])],
    ['more ports', group([rule('10.0.0.0/24')]), group([rule('10.0.0.0/24', 0, 1000)])],
    ['all protocols', group([rule('10.0.0.0/24')]), group([rule('10.0.0.0/24', -1, -1, '-1')])],
    ['one more protocol', group([rule('10.0.0.0/24')]), group([rule('10.0.0.0/24'), rule('10.0.0.0/24', 443, 443, 'udp')])],
    ['a rule beside the group', group([]), { ...group([]), Rule: alone(rule('10.0.0.0/24')) }],
    ['another group', group([]), { ...group([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: 'sg-1' }]) }],
    ['a wider range out', group([], { SecurityGroupEgress: [rule('10.0.0.0/24')] }), group([], { SecurityGroupEgress: [rule('0.0.0.0/0')] })],
  ])('%s is wider access', (_, old, current) => {
    expect(widened(old, current)).toEqual([expect.stringMatching(/^widened App\/Group lets .* (in from|out to) /)]);
    expect(widened(current, old)).toEqual([]);
    expect(changes(current, old)).toContainEqual(expect.stringMatching(/^narrowed App\/Group no longer lets /));
  });

  test('no rule for egress is all of it, of both versions of IP', () => {
    expect(widened(group([], { SecurityGroupEgress: [rule('10.0.0.0/24')] }), group([]))).toHaveLength(2);
    expect(widened(group([]), group([], { SecurityGroupEgress: [rule('0.0.0.0/0', -1, -1, '-1')] }))).toEqual([]);
  });

  test('either branch of a condition counts', () => {
    const parts = { Parameters: { Env: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } } };
    const either = (range: string) => group([rule({ 'Fn::If': ['Prod', '10.0.0.0/24', range] })]);
    expect(widened(either('10.0.1.0/24'), either('10.0.0.0/8'), parts)).toHaveLength(1);
    expect(widened(either('10.0.0.0/8'), either('10.0.1.0/24'), parts)).toEqual([]);
  });

  test.each<[string, Json]>([
    ['beside the group', { ...group([rule('10.9.0.0/24')]), Rule: alone(rule('10.0.0.0/24')) }],
    ['in another order', group([rule('10.9.0.0/24'), rule('10.0.0.0/24')])],
    ['with ports as text', group([rule('10.0.0.0/24', '443'), rule('10.9.0.0/24')])],
    ['with the number of the protocol', group([rule('10.0.0.0/24', 443, 443, 6), rule('10.9.0.0/24')])],
    ['twice', group([rule('10.0.0.0/24'), rule('10.0.0.0/24'), rule('10.9.0.0/24')])],
  ])('the same rules %s are no change', (_, current) => {
    expect(changes(group([rule('10.0.0.0/24'), rule('10.9.0.0/24')]), current)).toEqual([]);
  });
});

describe('what is new and opens', () => {
  const one = (Type: string, Properties: Json = {}) => ({ One: { Type, Properties } });
  const peering = (owner: Json = {}) => one('AWS::EC2::VPCPeeringConnection', { VpcId: 'vpc-1', PeerVpcId: 'vpc-2', ...owner });
  const share = (...Principals: unknown[]) => one('AWS::RAM::ResourceShare', { Name: 'share', Principals });

  test.each<[string, Json, RegExp]>([
    ['an IAM user', one('AWS::IAM::User'), /^new-edge App\/One is a new IAM user/],
    ['an access key', one('AWS::IAM::AccessKey', { UserName: 'a' }), /^new-edge App\/One is a new long-term access key/],
    ['an identity provider', one('AWS::IAM::OIDCProvider', { Url: 'https://a.example' }), /^new-edge App\/One is a new identity provider/],
    ['an internet gateway of a network', one('AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' }), /^new-edge App\/One attaches/],
    ['a peering within the account', peering(), /^new-edge App\/One is a new peering/],
    ['a peering with another account', peering({ PeerOwnerId: '999988887777' }), /^new-stranger App\/One is a new peering/],
    ['a peering with the same account by its number', peering({ PeerOwnerId: { Ref: 'AWS::AccountId' } }), /^new-edge App\/One is a new peering/],
    ['a peering with an account that is not known', peering({ PeerOwnerId: { Ref: 'Owner' } }), /^new-stranger App\/One is a new peering/],
    ['a share with another account', share('999988887777'), /^new-stranger App\/One is a new share/],
    ['a share with an organization', share('arn:aws:organizations::999988887777:organization/o-abcdefghij'), /^new-stranger App\/One is a new share/],
    ['a route', one('AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }), /^widened App\/One is a new route/],
    ['an entry of a network ACL that allows', one('AWS::EC2::NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: -1, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }), /^widened App\/One is a new entry/],
    ['a share with nothing', share(), /^new-edge App\/One is a new share/],
  ])('%s', (_, resources, expected) => {
    const more = { Parameters: { Owner: { Type: 'String' } } };
    const found = changes({}, resources, more).filter((change) => expected.test(change));
    expect(found).toHaveLength(1);
    expect(changes(resources, {}, more).filter((change) => expected.test(change))).toEqual([]);
    expect(changes(resources, JSON.parse(JSON.stringify(resources).replace('"One"', '"Renamed"')), more)).toEqual([]);
  });

  test('an entry of a network ACL that denies opens nothing', () => {
    expect(changes({}, one('AWS::EC2::NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: -1, RuleAction: 'deny', CidrBlock: '0.0.0.0/0' }))).toEqual([]);
  });

  test('one more principal of a share is a stranger', () => {
    expect(changes(share('111122223333'), share('111122223333', '999988887777'))).toEqual([expect.stringMatching(/^new-stranger App\/One has weaker principals of the share/)]);
  });
});
