import { accessOf, allow, att, ref, resource, Resources, withFunction } from './templates';

const [CERTAIN, POSSIBLE, NO] = ['certain', 'possible', 'no'] as const;
type Expected = typeof CERTAIN | typeof POSSIBLE | typeof NO;
type Json = Record<string, any>;

const subnet = (CidrBlock: string, more: Json = {}) => resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock, ...more });
const table = (of: string, route: Json): Resources => ({
  [`${of}Table`]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  [`${of}Routed`]: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(of), RouteTableId: ref(`${of}Table`) }),
  [`${of}Out`]: resource('AWS::EC2::Route', { RouteTableId: ref(`${of}Table`), DestinationCidrBlock: '0.0.0.0/0', ...route }),
});
const network: Resources = {
  Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }),
  Queue: resource('AWS::SQS::Queue'),
  Here: subnet('10.0.0.0/24'),
};

function certainty(others: Resources, action = 'sqs:SendMessage', vpcConfig: Json = {}, target = att('Queue')): Expected {
  const properties = { VpcConfig: { SubnetIds: [ref('Here')], SecurityGroupIds: [att('Group', 'GroupId')], ...vpcConfig } };
  const edges = accessOf(withFunction([allow(action, target)], { ...network, ...others }, properties));
  return edges.length === 0 ? NO : edges.every((edge) => edge.endsWith(' ?')) ? POSSIBLE : CERTAIN;
}

describe('routes through AWS Network Firewall', () => {
  const endpointOf = (id: string) => ({ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att(id, 'EndpointIds')] }] }] });
  /** Function, firewall, NAT gateway. */
  const behind = (policy: Json | undefined, groups: Resources = {}, out: Json = { NatGatewayId: ref('Nat') }): Resources => ({
    Wall: subnet('10.0.1.0/24'),
    ...table('Here', { VpcEndpointId: endpointOf('Firewall') }),
    ...table('Wall', out),
    Nat: resource('AWS::EC2::NatGateway', { SubnetId: 'subnet-1' }),
    Firewall: resource('AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('Wall') }], FirewallPolicyArn: policy ? ref('Policy') : 'arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/shared' }),
    ...policy ? { Policy: resource('AWS::NetworkFirewall::FirewallPolicy', { FirewallPolicy: policy }) } : {},
    ...groups,
  });
  const stateful = (more: Json = {}, ...groups: string[]): Json => ({
    StatelessDefaultActions: ['aws:forward_to_sfe'], ...groups.length > 0 && { StatefulRuleGroupReferences: groups.map((id, i) => ({ ResourceArn: ref(id), Priority: i + 1 })) }, ...more,
  });
  const STRICT = { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' }, StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'] };
  const OPEN = { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' } };
  const list = (GeneratedRulesType: unknown, Targets: unknown[], more: Json = {}, TargetTypes = ['TLS_SNI']) => (
    resource('AWS::NetworkFirewall::RuleGroup', { Type: 'STATEFUL', RuleGroup: { RulesSource: { RulesSourceList: { GeneratedRulesType, Targets, TargetTypes } }, ...more } }));
  const suricata = (...lines: string[]) => resource('AWS::NetworkFirewall::RuleGroup', { Type: 'STATEFUL', RuleGroup: { RulesSource: { RulesString: lines.join('\n') } } });
  const QUEUES = ['sqs.eu-west-1.amazonaws.com'];
  const home = (...Definition: unknown[]) => ({ RuleVariables: { IPSets: { HOME_NET: { Definition } } } });

  test.each<[string, Json | undefined, Expected]>([
    ['a policy that is not in the templates', undefined, POSSIBLE],
    ['aws:drop for all packets', { StatelessDefaultActions: ['aws:drop'] }, NO],
    ['aws:pass for all packets', { StatelessDefaultActions: ['aws:pass'] }, CERTAIN],
    ['an action of its own', { StatelessDefaultActions: ['mine'] }, POSSIBLE],
    ['groups of stateless rules', { StatelessDefaultActions: ['aws:drop'], StatelessRuleGroupReferences: [{ ResourceArn: 'a', Priority: 1 }] }, POSSIBLE],
    ['stateful rules of which there are none', stateful(), CERTAIN],
    ['the same in strict order', stateful(OPEN), CERTAIN],
    ['aws:drop_established by default', stateful(STRICT), NO],
    ['aws:drop_strict by default', stateful({ ...STRICT, StatefulDefaultActions: ['aws:drop_strict'] }), NO],
    ['aws:alert_strict by default', stateful({ ...STRICT, StatefulDefaultActions: ['aws:alert_strict'] }), CERTAIN],
    ['a managed group of rules', { ...stateful(), StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/a' }] }, POSSIBLE],
  ])('%s', (_, policy, expected) => expect(certainty(behind(policy))).toBe(expected));

  test.each<[string, Json, Resources, Expected]>([
    ['an ALLOWLIST with the host', STRICT, { One: list('ALLOWLIST', QUEUES) }, CERTAIN],
    ['an ALLOWLIST with the host by Region', STRICT, { One: list('ALLOWLIST', [{ 'Fn::Sub': 'sqs.${AWS::Region}.amazonaws.com' }]) }, CERTAIN],
    ['an ALLOWLIST with all that is below', STRICT, { One: list('ALLOWLIST', ['.amazonaws.com']) }, CERTAIN],
    ['an ALLOWLIST with other hosts', STRICT, { One: list('ALLOWLIST', ['.example.com', 'amazonaws.com']) }, NO],
    ['an ALLOWLIST with other hosts, in the order of actions', {}, { One: list('ALLOWLIST', ['.example.com']) }, NO],
    ['an ALLOWLIST of two with the host, in the order of actions', {}, { One: list('ALLOWLIST', ['.example.com']), Two: list('ALLOWLIST', QUEUES) }, CERTAIN],
    ['an ALLOWLIST of HTTP only', STRICT, { One: list('ALLOWLIST', QUEUES, {}, ['HTTP_HOST']) }, NO],
    ['an ALLOWLIST that is not known', STRICT, { One: list('ALLOWLIST', [ref('Name')]) }, POSSIBLE],
    ['an ALLOWLIST of this subnet', STRICT, { One: list('ALLOWLIST', QUEUES, home(att('Here', 'CidrBlock'))) }, CERTAIN],
    ['an ALLOWLIST of the range of this subnet', STRICT, { One: list('ALLOWLIST', QUEUES, home('10.0.0.0/20')) }, CERTAIN],
    ['an ALLOWLIST of another subnet', STRICT, { One: list('ALLOWLIST', QUEUES, home(att('Wall', 'CidrBlock'))) }, NO],
    ['an ALLOWLIST of another range', STRICT, { One: list('ALLOWLIST', QUEUES, home('10.0.9.0/24')) }, NO],
    ['a DENYLIST with the host', OPEN, { One: list('DENYLIST', QUEUES) }, NO],
    ['a REJECTLIST with the host', OPEN, { One: list('REJECTLIST', QUEUES) }, NO],
    ['an ALERTLIST with the host', OPEN, { One: list('ALERTLIST', QUEUES) }, CERTAIN],
    ['a DENYLIST with other hosts', OPEN, { One: list('DENYLIST', ['.example.com']) }, CERTAIN],
    ['a DENYLIST before an ALLOWLIST', STRICT, { One: list('DENYLIST', QUEUES), Two: list('ALLOWLIST', QUEUES) }, NO],
    ['a DENYLIST behind an ALLOWLIST', STRICT, { One: list('ALLOWLIST', QUEUES), Two: list('DENYLIST', QUEUES) }, CERTAIN],
    ['Suricata rules that drop', OPEN, { One: suricata('drop tls any any -> any any (tls.sni; content:"sqs"; sid:1;)') }, POSSIBLE],
    ['Suricata rules that pass', STRICT, { One: suricata('# comment', 'pass tls any any -> any any (sid:1;)') }, POSSIBLE],
    ['Suricata rules of other protocols and ports', STRICT, { One: suricata('drop udp any any -> any any (sid:1;)', 'drop tcp any any -> any !443 (sid:2;)'), Two: list('ALLOWLIST', QUEUES) }, CERTAIN],
    ['Suricata rules that only drop, before a default of drop', STRICT, { One: suricata('drop tcp any any -> any any (sid:1;)') }, NO],
    ['rules by five tuples', OPEN, { One: resource('AWS::NetworkFirewall::RuleGroup', { RuleGroup: { RulesSource: { StatefulRules: [{ Action: 'DROP' }] } } }) }, POSSIBLE],
  ])('%s', (_, more, groups, expected) => expect(certainty(behind(stateful(more, ...Object.keys(groups)), groups))).toBe(expected));

  test('what is behind the firewall counts too', () => {
    const pass = { StatelessDefaultActions: ['aws:pass'] };
    expect(certainty(behind(pass, {}, { DestinationCidrBlock: '10.9.0.0/16' }))).toBe(NO);
    expect(certainty(behind(pass, {}, { GatewayId: 'igw-1' }))).toBe(NO); // the function has no public address
    expect(certainty(behind(pass, {}, { VpcEndpointId: endpointOf('Firewall') }))).toBe(POSSIBLE); // in a circle
  });

  test('an endpoint of anything else is possible, as before', () => {
    expect(certainty(table('Here', { VpcEndpointId: 'vpce-1' }))).toBe(POSSIBLE);
    expect(certainty(table('Here', { TransitGatewayId: 'tgw-1' }))).toBe(POSSIBLE);
  });
});

describe('IPv6', () => {
  const six = (route: Json, here: Json = { Ipv6CidrBlock: '2001:db8::/64' }): Resources => ({
    Here: subnet('10.0.0.0/24', here), ...table('Here', { DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0', ...route }),
  });
  const DUAL = { Ipv6AllowedForDualStack: true };
  const EGRESS_ONLY = { EgressOnlyInternetGatewayId: 'eigw-1' };

  test.each<[string, Resources, Json, Expected]>([
    ['an egress-only internet gateway', six(EGRESS_ONLY), DUAL, CERTAIN],
    ['an internet gateway', six({ GatewayId: 'igw-1' }), DUAL, CERTAIN],
    ['a transit gateway', six({ TransitGatewayId: 'tgw-1' }), DUAL, POSSIBLE],
    ['an egress-only internet gateway for a part', six({ ...EGRESS_ONLY, DestinationIpv6CidrBlock: '2001:db8:1::/48' }), DUAL, NO],
    ['half of the internet', six({ ...EGRESS_ONLY, DestinationIpv6CidrBlock: '2000::/4' }), DUAL, POSSIBLE],
    ['a function without IPv6', six(EGRESS_ONLY), {}, NO],
    ['a function of which it is not known', six(EGRESS_ONLY), { Ipv6AllowedForDualStack: ref('Dual') }, POSSIBLE],
    ['a subnet without IPv6', six(EGRESS_ONLY, {}), DUAL, NO],
    ['a subnet with a block of its own', { ...six(EGRESS_ONLY, {}), Block: resource('AWS::EC2::SubnetCidrBlock', { SubnetId: ref('Here'), Ipv6CidrBlock: '2001:db8::/64' }) }, DUAL, CERTAIN],
  ])('%s', (_, others, vpcConfig, expected) => expect(certainty(others, undefined, vpcConfig)).toBe(expected));

  const group = (...SecurityGroupEgress: Json[]) => ({ Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress }) });
  test.each<[string, Json, Expected]>([
    ['all of IPv6', { IpProtocol: '-1', CidrIpv6: '::/0' }, CERTAIN],
    ['HTTPS', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }, CERTAIN],
    ['another port', { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv6: '::/0' }, NO],
    ['a part of IPv6', { IpProtocol: '-1', CidrIpv6: '2001:db8::/48' }, NO],
    ['all of IPv4', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, NO],
  ])('a security group that lets out %s', (_, rule, expected) => expect(certainty({ ...six(EGRESS_ONLY), ...group(rule) }, undefined, DUAL)).toBe(expected));

  test('a security group of IPv6 only lets nothing out by IPv4', () => {
    const four = table('Here', { NatGatewayId: ref('Nat') });
    const nat = { Nat: resource('AWS::EC2::NatGateway', { SubnetId: 'subnet-1' }) };
    expect(certainty({ ...four, ...nat })).toBe(CERTAIN);
    expect(certainty({ ...four, ...nat, ...group({ IpProtocol: '-1', CidrIpv6: '::/0' }) })).toBe(NO);
  });

  const acl = (...entries: Json[]): Resources => ({
    Acl: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }),
    Used: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Here'), NetworkAclId: ref('Acl') }),
    ...Object.fromEntries(entries.flatMap((entry, i) => [true, false].map((Egress) => [`Entry${i}${Egress}`, resource('AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), Egress, Protocol: -1, RuleNumber: 100 + i, ...entry })]))),
  });
  test.each<[string, Resources, Expected]>([
    ['allows IPv6', acl({ RuleAction: 'allow', Ipv6CidrBlock: '::/0' }), CERTAIN],
    ['allows IPv4 only', acl({ RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }), NO],
    ['denies IPv6 first', acl({ RuleAction: 'deny', Ipv6CidrBlock: '::/0' }, { RuleAction: 'allow', Ipv6CidrBlock: '::/0' }), NO],
  ])('a network ACL that %s', (_, entries, expected) => expect(certainty({ ...six(EGRESS_ONLY), ...entries }, undefined, DUAL)).toBe(expected));
});

describe('half of the addresses of IPv4', () => {
  test('is a way, which is possible only', () => {
    const nat = { Nat: resource('AWS::EC2::NatGateway', { SubnetId: 'subnet-1' }) };
    expect(certainty({ ...nat, ...table('Here', { NatGatewayId: ref('Nat'), DestinationCidrBlock: '0.0.0.0/1' }) })).toBe(POSSIBLE);
    expect(certainty({ ...nat, ...table('Here', { NatGatewayId: ref('Nat'), DestinationCidrBlock: '198.51.100.0/24' }) })).toBe(NO);
    expect(certainty({ ...nat, ...table('Here', { NatGatewayId: ref('Nat'), DestinationCidrBlock: '10.0.0.0/8' }) })).toBe(NO);
  });
});

describe('Route 53 Resolver DNS Firewall', () => {
  const dns = (...rules: [action: string, domains: string[]][]): Resources => ({
    ...table('Here', { NatGatewayId: ref('Nat') }),
    Nat: resource('AWS::EC2::NatGateway', { SubnetId: 'subnet-1' }),
    Rules: resource('AWS::Route53Resolver::FirewallRuleGroup', { FirewallRules: rules.map(([Action], i) => ({ Action, Priority: i + 1, FirewallDomainListId: ref(`List${i}`) })) }),
    Used: resource('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: ref('Vpc'), FirewallRuleGroupId: ref('Rules'), Priority: 101 }),
    ...Object.fromEntries(rules.map(([, Domains], i) => [`List${i}`, resource('AWS::Route53Resolver::FirewallDomainList', { Domains })])),
  });
  const ALL: [string, string[]] = ['BLOCK', ['*']];

  test.each<[string, string, string[], Expected]>([
    ['kinesis:PutRecord', 'AWS::Kinesis::Stream', ['kinesis.eu-west-1.amazonaws.com'], CERTAIN],
    ['kinesis:PutRecord', 'AWS::Kinesis::Stream', ['kinesis-streams.eu-west-1.amazonaws.com'], NO],
    ['firehose:PutRecord', 'AWS::KinesisFirehose::DeliveryStream', ['firehose.eu-west-1.amazonaws.com'], CERTAIN],
    ['firehose:PutRecord', 'AWS::KinesisFirehose::DeliveryStream', ['kinesis-firehose.eu-west-1.amazonaws.com'], NO],
    ['s3:GetObject', 'AWS::S3::Bucket', ['s3.eu-west-1.amazonaws.com', '*.s3.eu-west-1.amazonaws.com'], CERTAIN],
    ['s3:GetObject', 'AWS::S3::Bucket', ['s3.eu-west-1.amazonaws.com'], POSSIBLE],
    ['s3:GetObject', 'AWS::S3::Bucket', ['sqs.eu-west-1.amazonaws.com'], NO],
    ['sqs:SendMessage', 'AWS::SQS::Queue', ['SQS.eu-west-1.amazonaws.com.'], CERTAIN],
    ['sqs:SendMessage', 'AWS::SQS::Queue', ['*.amazonaws.com'], CERTAIN],
  ])('%s to a %s where only %p may be asked for', (action, type, domains, expected) => {
    const arn = action.startsWith('s3') ? { 'Fn::Sub': '${Target.Arn}/*' } : att('Target');
    expect(certainty({ ...dns(['ALLOW', domains], ALL), Target: resource(type) }, action, {}, arn as any)).toBe(expected);
  });
});
