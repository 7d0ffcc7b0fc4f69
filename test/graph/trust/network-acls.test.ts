import { accessOf, allow, att, join, ref, resource, Resources, withFunction } from './templates';

const [CERTAIN, POSSIBLE, NO] = ['certain', 'possible', 'no'] as const;
type Expected = typeof CERTAIN | typeof POSSIBLE | typeof NO;

const vpc = (more: object = {}) => ({ Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }), ...more });
const subnet = (CidrBlock: unknown, more: object = {}) => resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock, ...more });
const table = (of: string) => ({
  [`${of}Table`]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  [`${of}Routed`]: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(of), RouteTableId: ref(`${of}Table`) }),
});
const service = (name: string) => join('com.amazonaws.', ref('AWS::Region'), `.${name}`);

type Entry = [number: unknown, action: unknown, block: unknown, ports?: [number, number] | 'all', more?: object];
const entry = (acl: unknown, Egress: unknown, [RuleNumber, RuleAction, block, ports = 'all', more = {}]: Entry) => {
  const range = typeof block === 'string' && block.includes('::') ? { Ipv6CidrBlock: block } : { CidrBlock: block };
  const protocol = ports === 'all' ? { Protocol: -1 } : { Protocol: 6, PortRange: { From: ports[0], To: ports[1] } };
  return resource('AWS::EC2::NetworkAclEntry', { NetworkAclId: acl, Egress, RuleNumber, RuleAction, ...range, ...protocol, ...more });
};
const entries = (name: string, acl: unknown, egress: Entry[], ingress: Entry[]) => Object.fromEntries([
  ...egress.map((one, i) => [`${name}Out${i}`, entry(acl, true, one)]), ...ingress.map((one, i) => [`${name}In${i}`, entry(acl, false, one)]),
]);
/** A network ACL of one subnet. */
const acl = (of: string, egress: Entry[], ingress: Entry[]): Resources => ({
  [`${of}Acl`]: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }),
  [`${of}AclUsed`]: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref(of), NetworkAclId: ref(`${of}Acl`) }),
  ...entries(of, ref(`${of}Acl`), egress, ingress),
});

const ALL: Entry = [100, 'allow', '0.0.0.0/0'];
const HTTPS: Entry = [100, 'allow', '0.0.0.0/0', [443, 443]];
const ANSWERS: Entry = [100, 'allow', '0.0.0.0/0', [1024, 65535]];

function certainty(statement: object, others: Resources, template?: object): Expected {
  const properties = { VpcConfig: { SubnetIds: [ref('Here')], SecurityGroupIds: [att('Group', 'GroupId')] } };
  const edges = accessOf(withFunction([statement], { Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }), ...others }, properties), undefined, template);
  return edges.length === 0 ? NO : edges.every((edge) => edge.endsWith(' ?')) ? POSSIBLE : CERTAIN;
}

const send = allow('sqs:SendMessage', att('Queue'));
const inside: Resources = {
  ...vpc(),
  Here: subnet('10.0.0.0/24'),
  There: subnet('10.0.1.0/24'),
  ...table('Here'),
  Doors: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }] }),
  Queue: resource('AWS::SQS::Queue'),
  Endpoint: resource('AWS::EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), ServiceName: service('sqs'), VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SecurityGroupIds: [att('Doors', 'GroupId')], SubnetIds: [ref('There')],
  }),
};
const toEndpoint = (...acls: Resources[]) => certainty(send, Object.assign({}, inside, ...acls));

test('a subnet without an association has the default network ACL, which allows all', () => {
  expect(toEndpoint()).toBe(CERTAIN);
  expect(toEndpoint({ Unused: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }) })).toBe(CERTAIN);
  expect(toEndpoint(acl('Other', [], []), { Other: subnet('10.0.9.0/24') })).toBe(CERTAIN);
});

test('an ACL without rules denies all', () => {
  expect(toEndpoint(acl('Here', [], []))).toBe(NO);
  expect(toEndpoint(acl('There', [], []))).toBe(NO);
});

describe('the first rule that matches decides', () => {
  test.each<[string, Entry[], Expected]>([
    ['a deny before the allow', [[90, 'deny', '10.0.1.0/24'], ALL], NO],
    ['a deny behind the allow', [ALL, [110, 'deny', '10.0.1.0/24']], CERTAIN],
    ['by number, whatever the order in the template', [[110, 'deny', '10.0.1.0/24'], ALL], CERTAIN],
    ['by number and not by text', [[1000, 'deny', '0.0.0.0/0'], [200, 'allow', '0.0.0.0/0']], CERTAIN],
    ['a deny of a part of the addresses', [[90, 'deny', '10.0.1.128/25'], ALL], POSSIBLE],
    ['a deny of other addresses', [[90, 'deny', '10.0.2.0/24'], ALL], CERTAIN],
    ['an allow of both halves', [[90, 'allow', '10.0.1.0/25'], [91, 'allow', '10.0.1.128/25']], CERTAIN],
    ['an allow of one half', [[90, 'allow', '10.0.1.0/25']], POSSIBLE],
    ['an allow of the port', [HTTPS], CERTAIN],
    ['an allow of another port', [[100, 'allow', '0.0.0.0/0', [444, 8443]]], NO],
    ['a deny of another port', [[90, 'deny', '0.0.0.0/0', [22, 22]], ALL], CERTAIN],
    ['a deny of UDP', [[90, 'deny', '0.0.0.0/0', [0, 65535], { Protocol: 17 }], ALL], CERTAIN],
    ['an allow of UDP', [[100, 'allow', '0.0.0.0/0', [443, 443], { Protocol: 17 }]], NO],
    ['a deny of IPv6', [[90, 'deny', '::/0'], ALL], CERTAIN],
    ['an allow of IPv6', [[100, 'allow', '::/0']], NO],
    ['the range of the VPC by reference', [[100, 'allow', att('Vpc', 'CidrBlock')]], CERTAIN],
    ['a deny of the VPC by reference', [[90, 'deny', att('Vpc', 'CidrBlock')], ALL], NO],
    ['numbers as texts', [['90', 'deny', '10.0.1.0/24', [443, 443], { Protocol: '6', PortRange: { From: '443', To: '443' } }], ALL], NO],
  ])('%s', (_what, egress, expected) => {
    expect(toEndpoint(acl('Here', egress, [ALL]))).toBe(expected);
  });
});

describe('answers need rules of their own, in both subnets', () => {
  test.each<[string, Resources, Expected]>([
    ['all four', { ...acl('Here', [HTTPS], [ANSWERS]), ...acl('There', [ANSWERS], [HTTPS]) }, CERTAIN],
    ['no way out', acl('Here', [], [ANSWERS]), NO],
    ['no answers in', acl('Here', [HTTPS], []), NO],
    ['answers from port 443 on, and not to it', acl('Here', [HTTPS], [HTTPS]), NO],
    ['answers to some ports', acl('Here', [HTTPS], [[100, 'allow', '0.0.0.0/0', [32768, 65535]]]), POSSIBLE],
    ['answers by two rules', acl('Here', [HTTPS], [[100, 'allow', '0.0.0.0/0', [1024, 32767]], [110, 'allow', '0.0.0.0/0', [32768, 65535]]]), CERTAIN],
    ['no way in there', acl('There', [ANSWERS], []), NO],
    ['no answers out there', acl('There', [], [HTTPS]), NO],
    ['the way in there for another subnet', acl('There', [ANSWERS], [[100, 'allow', '10.0.7.0/24', [443, 443]]]), NO],
    ['the way in there for this subnet', acl('There', [[100, 'allow', '10.0.0.0/24', [1024, 65535]]], [[100, 'allow', '10.0.0.0/24', [443, 443]]]), CERTAIN],
  ])('%s', (_what, acls, expected) => {
    expect(toEndpoint(acls)).toBe(expected);
  });
});

test('traffic inside of one subnet passes no ACL', () => {
  const here = { Endpoint: { ...inside.Endpoint, Properties: { ...inside.Endpoint.Properties, SubnetIds: [ref('Here')] } } };
  expect(toEndpoint(here, acl('Here', [], []))).toBe(CERTAIN);
  const both = { Endpoint: { ...inside.Endpoint, Properties: { ...inside.Endpoint.Properties, SubnetIds: [ref('Here'), ref('There')] } } };
  expect(toEndpoint(both, acl('Here', [], []))).toBe(POSSIBLE);
});

describe('what only deployment knows is possible', () => {
  const Parameters = Object.fromEntries(['Block', 'Number', 'Action', 'Port', 'Acl'].map((name) => [name, { Type: 'String' }]));
  test.each<[string, Entry[], Expected]>([
    ['a range', [[100, 'allow', ref('Block')]], POSSIBLE],
    ['a range, behind an allow', [ALL, [110, 'deny', ref('Block')]], CERTAIN],
    ['a range, of what is denied anyway', [[90, 'deny', ref('Block')], [100, 'deny', '0.0.0.0/0']], NO],
    ['a number', [[ref('Number'), 'deny', '10.0.1.0/24'], ALL], POSSIBLE],
    ['a number, where all rules allow', [[ref('Number'), 'allow', '10.0.1.0/24'], ALL], CERTAIN],
    ['an action', [[90, ref('Action'), '0.0.0.0/0']], POSSIBLE],
    ['a port', [[100, 'allow', '0.0.0.0/0', [443, 443], { PortRange: { From: 443, To: ref('Port') } }]], POSSIBLE],
    ['a protocol', [[100, 'allow', '0.0.0.0/0', 'all', { Protocol: ref('Port') }]], POSSIBLE],
  ])('%s', (_what, egress, expected) => {
    expect(certainty(send, { ...inside, ...acl('Here', egress, [ALL]) }, { Parameters })).toBe(expected);
  });

  test('a network ACL that is not in the templates', () => {
    const used = { Used: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Here'), NetworkAclId: ref('Acl') }) };
    expect(certainty(send, { ...inside, ...used }, { Parameters })).toBe(POSSIBLE);
  });

  test('the range of a subnet, by that of its VPC', () => {
    const open = { There: subnet({ 'Fn::Select': [1, { 'Fn::Cidr': [ref('Block'), 2, 8] }] }) };
    const on = (egress: Entry[]) => certainty(send, { ...inside, ...open, ...acl('Here', egress, [ALL]) }, { Parameters });
    expect(on([[100, 'allow', '10.0.0.0/16']])).toBe(CERTAIN);
    expect(on([[100, 'allow', '10.0.1.0/24']])).toBe(POSSIBLE);
    expect(on([[100, 'allow', '10.9.0.0/16']])).toBe(NO);
  });

  test('a rule under a condition, whichever way the condition goes', () => {
    const template = { Parameters: { Stage: { Type: 'String' } }, Conditions: { Strict: { 'Fn::Equals': [ref('Stage'), 'prod'] } } };
    const under = (condition: object): Resources => {
      const all = acl('Here', [[90, 'deny', '0.0.0.0/0'], ALL], [ALL]);
      return { ...inside, ...all, HereOut0: { ...all.HereOut0, ...condition } };
    };
    expect(certainty(send, under({ Condition: 'Strict' }), template)).toBe(POSSIBLE);
    expect(certainty(send, under({}), template)).toBe(NO);
    const chosen = acl('Here', [[90, { 'Fn::If': ['Strict', 'deny', 'allow'] }, '0.0.0.0/0']], [ALL]);
    expect(certainty(send, { ...inside, ...chosen }, template)).toBe(POSSIBLE);
  });
});

test('an endpoint under a condition is looked at both ways, whichever comes first', () => {
  const on = (condition: string) => certainty(send, { ...inside, Endpoint: { ...inside.Endpoint, Condition: condition } }, {
    Parameters: { Stage: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [ref('Stage'), 'prod'] }, Dev: { 'Fn::Not': [{ Condition: 'Prod' }] } },
  });
  expect([on('Prod'), on('Dev')]).toEqual([POSSIBLE, POSSIBLE]);
});

test('entries of the default network ACL of a VPC come before the rules that AWS puts there', () => {
  const own = (egress: Entry[]) => toEndpoint(entries('Default', att('Vpc', 'DefaultNetworkAcl'), egress, []));
  expect(own([[50, 'deny', '10.0.1.0/24', [443, 443]]])).toBe(NO);
  expect(own([[150, 'deny', '10.0.1.0/24', [443, 443]]])).toBe(CERTAIN);
});

test('addresses of IPv6 are used where there are no others, and may be used beside others', () => {
  const only = (block: string) => ({ VpcId: ref('Vpc'), Ipv6Native: true, Ipv6CidrBlock: block });
  const native = { Here: resource('AWS::EC2::Subnet', only('2001:db8::/64')), There: resource('AWS::EC2::Subnet', only('2001:db8:0:1::/64')) };
  expect(toEndpoint(native, acl('Here', [[100, 'allow', '::/0']], [[100, 'allow', '::/0']]))).toBe(CERTAIN);
  expect(toEndpoint(native, acl('Here', [ALL], [ALL]))).toBe(NO);
  expect(toEndpoint(native, acl('Here', [[90, 'deny', '2001:db8:0:1::/64'], [100, 'allow', '::/0']], [[100, 'allow', '::/0']]))).toBe(NO);
  const dual = { Here: subnet('10.0.0.0/24', { Ipv6CidrBlock: '2001:db8::/64' }), There: subnet('10.0.1.0/24', { Ipv6CidrBlock: '2001:db8:0:1::/64' }) };
  expect(toEndpoint(dual, acl('Here', [[100, 'allow', '::/0']], [[100, 'allow', '::/0']]))).toBe(POSSIBLE);
  expect(toEndpoint(dual, acl('Here', [ALL], [ALL]))).toBe(CERTAIN);
});

describe('ways to public addresses', () => {
  const put = allow('dynamodb:PutItem', att('Orders'));
  const gateway: Resources = {
    ...vpc(),
    Here: subnet('10.0.0.0/24'),
    ...table('Here'),
    Orders: resource('AWS::DynamoDB::Table'),
    Endpoint: resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: service('dynamodb'), RouteTableIds: [ref('HereTable')] }),
  };
  const nat: Resources = {
    ...vpc(),
    Here: subnet('10.0.0.0/24'),
    ...table('Here'),
    Orders: resource('AWS::DynamoDB::Table'),
    Outer: subnet('10.0.5.0/24'),
    Nat: resource('AWS::EC2::NatGateway', { SubnetId: ref('Outer') }),
    Route: resource('AWS::EC2::Route', { RouteTableId: ref('HereTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }),
  };

  test.each<[string, Entry[], Entry[], Expected]>([
    ['all', [HTTPS], [ANSWERS], CERTAIN],
    ['no way out', [], [ANSWERS], NO],
    ['no answers', [HTTPS], [], NO],
    ['private ranges only', [[100, 'allow', '10.0.0.0/8']], [ALL], NO],
    ['all but private ranges', [[90, 'deny', '10.0.0.0/8'], [91, 'deny', '192.168.0.0/16'], ALL], [ALL], CERTAIN],
    ['some public ranges', [[100, 'allow', '52.94.0.0/16', [443, 443]]], [ALL], POSSIBLE],
  ])('%s, to a gateway endpoint and to a NAT gateway', (_what, egress, ingress, expected) => {
    const acls = acl('Here', egress, ingress);
    expect(certainty(put, { ...gateway, ...acls })).toBe(expected);
    expect(certainty(put, { ...nat, ...acls })).toBe(expected);
  });

  test.each<[string, Entry[], Entry[], Expected]>([
    ['both sides', [HTTPS, [110, 'allow', '10.0.0.0/16', [1024, 65535]]], [ANSWERS, [110, 'allow', '10.0.0.0/16', [443, 443]]], CERTAIN],
    ['no way in from the subnet', [ALL], [ANSWERS], NO],
    ['no answers back to the subnet', [HTTPS], [ALL], NO],
    ['no answers from the internet', [ALL], [[100, 'allow', '10.0.0.0/16']], NO],
    ['no way out', [[100, 'allow', '10.0.0.0/16']], [ALL], NO],
  ])('the ACL of the NAT gateway is passed on both sides: %s', (_what, egress, ingress, expected) => {
    expect(certainty(put, { ...nat, ...acl('Outer', egress, ingress) })).toBe(expected);
  });
});

test('ways to databases pass the ACLs of their subnets, on their port', () => {
  const database: Resources = {
    ...inside,
    Endpoint: undefined,
    Group2: resource('AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('There')] }),
    Cluster: resource('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', DBSubnetGroupName: ref('Group2'), VpcSecurityGroupIds: [att('Doors', 'GroupId')] }),
  };
  delete database.Endpoint;
  const connect = allow('rds-db:connect', join('arn:aws:rds-db:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':dbuser:', att('Cluster', 'DBClusterResourceId'), '/app'));
  const on = (...acls: Resources[]) => certainty(connect, Object.assign({}, database, ...acls));
  const port: Entry = [100, 'allow', '10.0.0.0/16', [5432, 5432]];
  expect(on()).toBe(CERTAIN);
  expect(on(acl('There', [ANSWERS], [port]), acl('Here', [port], [ANSWERS]))).toBe(CERTAIN);
  expect(on(acl('There', [ANSWERS], [HTTPS]))).toBe(NO);
  expect(on(acl('There', [], [port]))).toBe(NO);
  expect(on(acl('There', [ANSWERS], [port]), { Group2: resource('AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-0123'] }) })).toBe(POSSIBLE);
});

test('ways to VPC Lattice are to its link-local addresses', () => {
  const lattice: Resources = {
    ...inside,
    Network: resource('AWS::VpcLattice::ServiceNetworkVpcAssociation', { VpcIdentifier: ref('Vpc'), SecurityGroupIds: [att('Doors', 'GroupId')] }),
    Service: resource('AWS::VpcLattice::Service', {}),
  };
  const invoke = allow('vpc-lattice-svcs:Invoke', join(att('Service'), '/*'));
  const on = (egress: Entry[]) => certainty(invoke, { ...lattice, ...acl('Here', egress, [ANSWERS]) });
  expect(certainty(invoke, lattice)).toBe(CERTAIN);
  expect(on([[100, 'allow', '169.254.171.0/24', [443, 443]]])).toBe(CERTAIN);
  expect(on([[100, 'allow', '10.0.0.0/16']])).toBe(NO);
});
