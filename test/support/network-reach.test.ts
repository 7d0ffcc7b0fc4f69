import { reach } from './network-reach';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const endpointOf = (firewall: string, index = 0) => ({
  'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [index, att(firewall, 'EndpointIds')] }] }],
});
const https = (rule: object) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...rule });
type Resources = Record<string, { Type: string; Properties?: any }>;

function subnet(id: string, cidr: string): Resources {
  return {
    [id]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: cidr } },
    [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${id}Use`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) } },
  };
}

const route = (table: string, to: unknown, by: object) => ({ Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(table), DestinationCidrBlock: to, ...by } });

/** A function that leaves by firewall, NAT gateway and internet gateway, and one beside it that uses SQS and DynamoDB. */
const network = (): Resources => ({
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  ...subnet('Inside', '10.0.0.0/24'),
  ...subnet('Leaving', '10.0.1.0/24'),
  ...subnet('Wall', '10.0.2.0/24'),
  ...subnet('Public', '10.0.3.0/24'),
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Attached: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' } },
  Out: route('LeavingTable', '0.0.0.0/0', { VpcEndpointId: endpointOf('Firewall') }),
  WallOut: route('WallTable', '0.0.0.0/0', { NatGatewayId: ref('Nat') }),
  PublicOut: route('PublicTable', '0.0.0.0/0', { GatewayId: ref('Gateway') }),
  Back: route('PublicTable', att('Leaving', 'CidrBlock'), { VpcEndpointId: endpointOf('Firewall') }),
  Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { SubnetMappings: [{ SubnetId: ref('Wall') }], FirewallPolicyArn: ref('Policy') } },
  Policy: {
    Type: 'AWS::NetworkFirewall::FirewallPolicy',
    Properties: {
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
        StatefulDefaultActions: ['aws:drop_established'],
        StatefulRuleGroupReferences: [{ Priority: 2, ResourceArn: ref('Names') }, { Priority: 1, ResourceArn: ref('Never') }],
      },
    },
  },
  Never: { Type: 'AWS::NetworkFirewall::RuleGroup', Properties: { RuleGroup: { RulesSource: { RulesString: 'drop udp any any -> any any (sid:1;)' } } } },
  Names: {
    Type: 'AWS::NetworkFirewall::RuleGroup',
    Properties: {
      RuleGroup: {
        RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.1.0/24'] } } },
        RulesSource: { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.example.com', '.example.net'] } },
      },
    },
  },
  Allowed: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['api.example.com', '*.example.net', 'sqs.eu-west-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com'] } },
  All: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['*'] } },
  Dns: {
    Type: 'AWS::Route53Resolver::FirewallRuleGroup',
    Properties: {
      FirewallRules: [
        { Priority: 9, Action: 'BLOCK', FirewallDomainListId: att('All', 'Id') },
        { Priority: 5, Action: 'BLOCK', DnsThreatProtection: 'DGA' },
        { Priority: 1, Action: 'ALLOW', FirewallDomainListId: att('Allowed', 'Id') },
      ],
    },
  },
  DnsUse: { Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation', Properties: { VpcId: ref('Vpc'), FirewallRuleGroupId: att('Dns', 'Id'), Priority: 101 } },
  OutGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [https({ DestinationPrefixListId: att('Internet', 'PrefixListId') })] } },
  Internet: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '11.0.0.0/8' }, { Cidr: '192.0.0.0/4' }] } },
  Leaver: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [ref('Leaving')], SecurityGroupIds: [att('OutGroup', 'GroupId')] } } },
  InGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupEgress: [https({ DestinationSecurityGroupId: att('SqsGroup', 'GroupId') }), https({ DestinationPrefixListId: 'pl-6fa54006' })] },
  },
  Worker: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [ref('Inside')], SecurityGroupIds: [att('InGroup', 'GroupId')] } } },
  SqsGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [https({ CidrIp: '10.0.0.0/16' })], SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }] } },
  Sqs: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', ref('AWS::Region'), '.sqs']] },
      SubnetIds: [ref('Inside')],
      SecurityGroupIds: [att('SqsGroup', 'GroupId')],
      PrivateDnsEnabled: true,
    },
  },
  Dynamo: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcId: ref('Vpc'), VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: [ref('InsideTable')] },
  },
});

type Change = (resources: Resources) => void;
const without = (...ids: string[]): Change => (resources) => ids.forEach((id) => delete resources[id]);
const change = (id: string, properties: object): Change => (resources) => void Object.assign(resources[id].Properties ??= {}, properties);
const plus = (id: string, Type: string, Properties: object): Change => (resources) => void (resources[id] = { Type, Properties });
const changed = (...changes: Change[]) => {
  const resources = network();
  changes.forEach((one) => one(resources));
  return reach({ Resources: resources });
};

test('what it looks at is told', () => {
  const model = changed();
  expect(model.functions).toEqual(['Leaver', 'Worker']);
  expect(model.services).toEqual(['dynamodb', 'sqs']);
  expect(model.names).toEqual(['api.example.com', 'dynamodb.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com']);
});

describe('a name on the internet', () => {
  test('is reached when every hop lets it through, and both firewalls know it', () => {
    expect(changed().toName('Leaver', 'api.example.com')).toBe('yes');
    expect(changed().toName('Leaver', 'a.example.net')).toBe('yes');
    expect(changed().toName('Leaver', 'other.example.com')).toBe('no');
    expect(changed().toName('Worker', 'api.example.com')).toBe('no');
  });

  test.each<[string, Change[]]>([
    ['the security group lets nothing out', [change('OutGroup', { SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }] })]],
    ['the security group lets out to another port', [change('OutGroup', { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 442, CidrIp: '0.0.0.0/0' }] })]],
    ['the security group lets out UDP', [change('OutGroup', { SecurityGroupEgress: [{ IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] })]],
    ['the prefix list is of other addresses', [change('Internet', { Entries: [{ Cidr: '11.0.0.0/8' }] })]],
    ['there is no route out', [without('Out')]],
    ['the route is narrower', [change('Out', { DestinationCidrBlock: '198.51.100.0/24' })]],
    ['the route is of another table', [change('Out', { RouteTableId: ref('InsideTable') })]],
    ['the subnet has no table', [without('LeavingUse')]],
    ['the firewall has no route on', [without('WallOut')]],
    ['the NAT gateway has no address', [change('Nat', { AllocationId: undefined })]],
    ['the NAT gateway is gone', [without('Nat')]],
    ['the public subnet has no route on', [without('PublicOut')]],
    ['the internet gateway is not attached', [without('Attached')]],
    ['the internet gateway is attached to another network', [change('Attached', { VpcId: 'vpc-2' })]],
    ['there is no NAT gateway on the way', [change('WallOut', { NatGatewayId: undefined, GatewayId: ref('Gateway') })]],
    ['answers pass the firewall by', [without('Back')]],
    ['answers of another subnet go back', [change('Back', { DestinationCidrBlock: '10.0.9.0/24' })]],
    ['answers go elsewhere', [change('Back', { VpcEndpointId: undefined, NatGatewayId: ref('Nat') })]],
    ['the firewall knows another name', [(r) => void (r.Names.Properties.RuleGroup.RulesSource.RulesSourceList.Targets = ['api.example.org'])]],
    ['the firewall looks at plain HTTP alone', [(r) => void (r.Names.Properties.RuleGroup.RulesSource.RulesSourceList.TargetTypes = ['HTTP_HOST'])]],
    ['the firewall lists what it denies', [(r) => void (r.Names.Properties.RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType = 'DENYLIST')]],
    ['the list is for another subnet', [(r) => void (r.Names.Properties.RuleGroup.RuleVariables.IPSets.HOME_NET.Definition = ['10.0.0.0/24'])]],
    ['a rule before drops it', [change('Never', { RuleGroup: { RulesSource: { RulesString: 'drop tcp any any -> any any (sid:1;)' } } })]],
    ['the policy drops at once', [(r) => void (r.Policy.Properties.FirewallPolicy.StatelessDefaultActions = ['aws:drop'])]],
    ['the policy does not use the list', [(r) => void r.Policy.Properties.FirewallPolicy.StatefulRuleGroupReferences.shift()]],
    ['the name is not found', [change('Allowed', { Domains: ['api.example.org'] })]],
    ['the name is blocked before', [(r) => void (r.Dns.Properties.FirewallRules[0].Priority = 0)]],
    ['the network has no resolver', [change('Vpc', { EnableDnsSupport: false })]],
    ['a network ACL drops questions', [
      plus('AclUse', 'AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Leaving'), NetworkAclId: 'acl-1' }),
      plus('AclIn', 'AWS::EC2::NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: -1, CidrBlock: '0.0.0.0/0', RuleAction: 'allow' }),
    ]],
    ['a network ACL drops answers', [
      plus('AclUse', 'AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Leaving'), NetworkAclId: 'acl-1' }),
      plus('AclOut', 'AWS::EC2::NetworkAclEntry', {
        NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: 6, PortRange: { From: 443, To: 443 }, CidrBlock: '0.0.0.0/0', RuleAction: 'allow', Egress: true,
      }),
    ]],
  ])('is not reached when %s', (_, changes) => {
    expect(changed(...changes).toName('Leaver', 'api.example.com')).toBe('no');
  });

  test.each<[string, Change[]]>([
    ['a group without rules lets everything out', [change('OutGroup', { SecurityGroupEgress: undefined })]],
    ['the rule is a resource of its own', [
      change('OutGroup', { SecurityGroupEgress: undefined }), plus('Rule', 'AWS::EC2::SecurityGroupEgress', { GroupId: att('OutGroup', 'GroupId'), IpProtocol: '-1', CidrIp: '0.0.0.0/0' }),
    ]],
    ['a network ACL lets both ways through', [
      plus('AclUse', 'AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Leaving'), NetworkAclId: 'acl-1' }),
      ...[true, false].map((Egress) => plus(`Acl${Egress}`, 'AWS::EC2::NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 1, Protocol: -1, CidrBlock: '0.0.0.0/0', RuleAction: 'allow', Egress })),
    ]],
    ['no DNS firewall is used', [without('DnsUse'), change('Allowed', { Domains: [] })]],
    ['the DNS firewall is of another network', [change('DnsUse', { VpcId: 'vpc-2' }), change('Allowed', { Domains: [] })]],
    ['the firewall lets through what no rule takes', [(r) => void (r.Policy.Properties.FirewallPolicy.StatefulDefaultActions = ['aws:alert_established'])]],
  ])('is reached when %s', (_, changes) => {
    expect(changed(...changes).toName('Leaver', 'api.example.com')).toBe('yes');
  });

  test('is reached without its name being asked for, if whoever calls tells an allowed one', () => {
    expect(changed().toAddress('Leaver', '203.0.113.99', 'api.example.com')).toBe('yes');
    expect(changed().toAddress('Leaver', '203.0.113.99', 'evil.example.org')).toBe('no');
    expect(changed().toAddress('Worker', '203.0.113.99', 'api.example.com')).toBe('no');
  });

  test('is reached by a function outside of every network', () => {
    expect(changed(plus('Free', 'AWS::Lambda::Function', {})).toName('Free', 'anything.example.org')).toBe('yes');
  });

  test('is reached partly when one of two subnets has no way', () => {
    const second: Change = (resources) => {
      Object.assign(resources, subnet('Second', '10.0.4.0/24'));
      resources.Leaver.Properties.VpcConfig.SubnetIds.push(ref('Second'));
    };
    expect(changed(second).toName('Leaver', 'api.example.com')).toBe('partly');
  });

  test('is reached partly at the best when routes count on an order of the endpoints of one firewall', () => {
    const second: Change = (resources) => {
      Object.assign(resources, subnet('Second', '10.0.4.0/24'), subnet('Wall2', '10.0.5.0/24'), {
        Out2: route('SecondTable', '0.0.0.0/0', { VpcEndpointId: endpointOf('Firewall', 1) }),
        Wall2Out: route('Wall2Table', '0.0.0.0/0', { NatGatewayId: ref('Nat') }),
      });
      resources.Firewall.Properties.SubnetMappings.push({ SubnetId: ref('Wall2') });
      resources.Leaver.Properties.VpcConfig.SubnetIds.push(ref('Second'));
      resources.Names.Properties.RuleGroup.RuleVariables.IPSets.HOME_NET.Definition = ['10.0.0.0/16'];
    };
    expect(changed(second).toName('Leaver', 'api.example.com')).toBe('partly');
  });
});

describe('a service', () => {
  test('is reached by who may, by interface and by gateway', () => {
    const model = changed();
    expect([model.toService('Worker', 'sqs'), model.toService('Worker', 'dynamodb')]).toEqual(['yes', 'yes']);
    expect([model.toService('Leaver', 'sqs'), model.toService('Leaver', 'dynamodb')]).toEqual(['no', 'no']);
  });

  test.each<[string, string, Change[]]>([
    ['sqs', 'its group lets nobody in', [change('SqsGroup', { SecurityGroupIngress: [] })]],
    ['sqs', 'its group lets in another network', [change('SqsGroup', { SecurityGroupIngress: [https({ CidrIp: '10.1.0.0/16' })] })]],
    ['sqs', 'the caller may not leave for its group', [change('InGroup', { SecurityGroupEgress: [https({ DestinationSecurityGroupId: 'sg-1' })] })]],
    ['sqs', 'it does not answer to its name', [change('Sqs', { PrivateDnsEnabled: false })]],
    ['sqs', 'its name is not found', [change('Allowed', { Domains: ['api.example.com'] })]],
    ['sqs', 'it stands in another network', [change('Sqs', { VpcId: 'vpc-2' })]],
    ['sqs', 'it is gone', [without('Sqs')]],
    ['dynamodb', 'the caller has no route to it', [change('Dynamo', { RouteTableIds: [ref('LeavingTable')] })]],
    ['dynamodb', 'the caller may leave for S3 only', [change('InGroup', { SecurityGroupEgress: [https({ DestinationPrefixListId: 'pl-6da54004' })] })]],
    ['dynamodb', 'its name is not found', [change('Allowed', { Domains: ['sqs.eu-west-1.amazonaws.com'] })]],
  ])('%s is not reached when %s', (service, _, changes) => {
    expect(changed(...changes).toService('Worker', service)).toBe('no');
  });

  test('is reached by everything that a group without rules lets out', () => {
    expect(changed(change('OutGroup', { SecurityGroupEgress: undefined })).toService('Leaver', 'sqs')).toBe('yes');
  });

  test('by gateway is reached by who may call every address and has the route', () => {
    const wide = [change('OutGroup', { SecurityGroupEgress: undefined }), change('Dynamo', { RouteTableIds: [ref('InsideTable'), ref('LeavingTable')] })];
    expect(changed(...wide).toService('Leaver', 'dynamodb')).toBe('yes');
    expect(changed(wide[0]).toService('Leaver', 'dynamodb')).toBe('no');
  });
});

describe('a function', () => {
  const letIn = change('OutGroup', { SecurityGroupIngress: [https({ SourceSecurityGroupId: att('InGroup', 'GroupId') })] });
  const letOut = change('InGroup', { SecurityGroupEgress: [https({ DestinationSecurityGroupId: att('OutGroup', 'GroupId') })] });

  test('is reached by another when one lets out and the other in', () => {
    expect(changed(letIn, letOut).toFunction('Worker', 'Leaver')).toBe('yes');
    expect(changed(letIn).toFunction('Worker', 'Leaver')).toBe('no');
    expect(changed(letOut).toFunction('Worker', 'Leaver')).toBe('no');
    expect(changed(letIn, letOut, plus('Free', 'AWS::Lambda::Function', {})).toFunction('Worker', 'Free')).toBe('no');
  });
});

describe('a service of VPC Lattice', () => {
  const opened = { CidrIp: '169.254.171.0/24' };
  const linked: Change = (r) => {
    r.OutGroup.Properties.SecurityGroupEgress = [https(opened)];
    r.Allowed.Properties.Domains.push('*.vpc-lattice-svcs.eu-west-1.on.aws');
    r.LinkGroup = { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [https({ CidrIp: '10.0.0.0/16' })] } };
    r.Linked = {
      Type: 'AWS::VpcLattice::ServiceNetworkVpcAssociation',
      Properties: { VpcIdentifier: ref('Vpc'), ServiceNetworkIdentifier: 'sn-1', SecurityGroupIds: [att('LinkGroup', 'GroupId')] },
    };
  };

  test('is reached by who may leave for its addresses, from a network that is associated', () => {
    expect(changed(linked).toLattice('Leaver')).toBe('yes');
    expect(changed(linked).toLattice('Worker')).toBe('no');
  });

  test.each<[string, Change]>([
    ['nothing lets it out', (r) => void (r.OutGroup.Properties.SecurityGroupEgress = [https({ CidrIp: '10.0.0.0/8' })])],
    ['the association lets nobody in', (r) => void (r.LinkGroup.Properties.SecurityGroupIngress = [])],
    ['the network is not associated', (r) => void delete r.Linked],
    ['its name is not found', (r) => void r.Allowed.Properties.Domains.pop()],
  ])('is not reached where %s', (_, one) => {
    expect(changed((r) => { linked(r); one(r); }).toLattice('Leaver')).toBe('no');
  });
});

describe('what it does not know', () => {
  test.each<[string, Change]>([
    ['a security group from elsewhere', (r) => void (r.Leaver.Properties.VpcConfig.SecurityGroupIds = ['sg-1'])],
    ['a prefix list from elsewhere', change('OutGroup', { SecurityGroupEgress: [https({ DestinationPrefixListId: 'pl-1' })] })],
    ['another kind of route', change('Out', { VpcEndpointId: undefined, TransitGatewayId: 'tgw-1' })],
    ['an endpoint that is no firewall\'s', change('Out', { VpcEndpointId: 'vpce-1' })],
    ['a rule of the firewall in its own words', change('Never', { RuleGroup: { RulesSource: { RulesString: 'pass tcp any any -> any any (content:"x"; sid:1;)' } } })],
    ['another order of rules', (r) => void delete r.Policy.Properties.FirewallPolicy.StatefulEngineOptions],
    ['another intrinsic function', change('Leaving', { CidrBlock: { 'Fn::Transform': 'x' } })],
  ])('throws: %s', (_, one) => {
    expect(() => changed(one).toName('Leaver', 'api.example.com')).toThrow(/^(?!.*Blocked)/);
  });
});

test('templates of several stacks are read together, by the names of their exports', () => {
  const { Leaver, ...rest } = network();
  Leaver.Properties.VpcConfig = { SubnetIds: [{ 'Fn::ImportValue': 'Base:Leaving' }], SecurityGroupIds: [{ 'Fn::ImportValue': 'Base:Group' }] };
  const exported = (name: string, value: unknown) => ({ Value: value, Export: { Name: name } });
  const model = reach({
    Base: { Resources: rest, Outputs: { A: exported('Base:Leaving', ref('Leaving')), B: exported('Base:Group', att('OutGroup', 'GroupId')) } },
    Work: { Resources: { Leaver } },
  });
  expect(model.functions).toEqual(['Base.Worker', 'Work.Leaver']);
  expect(model.toName('Work.Leaver', 'api.example.com')).toBe('yes');
  expect(model.toName('Base.Worker', 'api.example.com')).toBe('no');
});

test('conditions and pseudo parameters are decided as in one deployment', () => {
  const resources = network();
  resources.Out.Properties.DestinationCidrBlock = { 'Fn::If': ['Here', '0.0.0.0/0', '198.51.100.0/24'] };
  const model = (region: string) => reach({
    Resources: resources,
    Conditions: { Here: { 'Fn::And': [{ Condition: 'Region' }, { 'Fn::Not': [{ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }] }] }] }, Region: { 'Fn::Equals': [ref('AWS::Region'), region] } },
  });
  expect(model('eu-west-1').toName('Leaver', 'api.example.com')).toBe('yes');
  expect(model('us-east-1').toName('Leaver', 'api.example.com')).toBe('no');
});

describe('a database', () => {
  const group = (rules: object) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), ...rules } });
  const none = { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 };
  const resources = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' } },
    InTable: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref('Subnet'), RouteTableId: ref('Table') } },
    Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: att('FnGroup', 'GroupId'), DestinationSecurityGroupId: att('DbGroup', 'GroupId'), IpProtocol: 'tcp', FromPort: 6000, ToPort: 6000 } },
    In: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: att('DbGroup', 'GroupId'), SourceSecurityGroupId: att('FnGroup', 'GroupId'), IpProtocol: 'tcp', FromPort: 6000, ToPort: 6000 } },
    FnGroup: group({ SecurityGroupEgress: [none] }),
    DbGroup: group({ SecurityGroupEgress: [none] }),
    Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [att('FnGroup', 'GroupId')] } } },
    DbSubnets: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('Subnet')] } },
    Db: { Type: 'AWS::RDS::DBCluster', Properties: { DBSubnetGroupName: ref('DbSubnets'), VpcSecurityGroupIds: [att('DbGroup', 'GroupId')], Port: 6000 } },
  };
  const judge = (instead: object = {}, port?: number) => {
    const made = reach({ Resources: { ...resources, ...instead } });
    return made.toDatabase(made.functions[0], made.databases[0], port);
  };

  test('is reached on its port, when both groups say so', () => {
    expect(judge()).toBe('yes');
    expect(judge({ In: { Type: 'AWS::CDK::Metadata' } })).toBe('no');
    expect(judge({ Out: { Type: 'AWS::CDK::Metadata' } })).toBe('no');
  });

  test('is not reached on another port', () => {
    expect(judge({}, 443)).toBe('no');
    expect(judge({ Db: { ...resources.Db, Properties: { ...resources.Db.Properties, Port: 5432 } } })).toBe('no');
  });
});
