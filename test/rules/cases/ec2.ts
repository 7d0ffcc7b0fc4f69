import { wayOut } from '../../policy/support/way-out';
import { add, all, att, join, PARAMETER, ref, remove, resource, Resources, RuleCase, set } from '../support/prove';
import { secureFunction } from '../support/resources';

const endpoint = resource('AWS::EC2::VPCEndpoint', {
  VpcEndpointType: 'Interface', VpcId: ref('Vpc'), SubnetIds: [ref('Subnet')], SecurityGroupIds: [att('Group', 'GroupId')],
});
const network: Resources = { ...secureFunction(), Endpoint: endpoint };
const anyone = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const thisAccount = { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } };
const answers = (Resource: unknown) => ({ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource });
const policy = (...statements: object[]) => ({ Statement: statements });

const everything = { Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }] };
const listed = { DestinationPrefixListId: att('List', 'PrefixListId'), IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

const everythingTo = (way: string, target: unknown) => all(
  add('Nat', 'AWS::EC2::Instance', { SourceDestCheck: false }), add('Eni', 'AWS::EC2::NetworkInterface', {}), set('Route', 'DestinationPrefixListId'),
  set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'VpcPeeringConnectionId'), set('Route', way, target));

/** What proves the rules of EC2. */
export const ec2Cases: RuleCase[] = [
  {
    rule: 'ZT-EC2-001',
    on: 'Vpc',
    secure: network,
    passesWhen: {
      'the CDK empties the default group': add('Empties', 'Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') }),
      'a policy names the default group': add('Policy', 'AWS::IAM::Policy', {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ec2:RevokeSecurityGroupIngress', Resource: att('Vpc', 'DefaultSecurityGroup') }] },
      }),
      'a gateway endpoint has no groups': add('Gateway', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway', VpcId: ref('Vpc') }),
      'a function stands in no VPC': add('Other', 'AWS::Lambda::Function', {}),
    },
    firesWhen: {
      'a function is in the default group': set('Fn', 'VpcConfig.SecurityGroupIds', [att('Vpc', 'DefaultSecurityGroup')]),
      'a function is in the default group too': set('Fn', 'VpcConfig.SecurityGroupIds.1', att('Vpc', 'DefaultSecurityGroup')),
      'a rule opens the default group': add('Rule', 'AWS::EC2::SecurityGroupIngress', { GroupId: att('Vpc', 'DefaultSecurityGroup') }),
      'a function names no group': set('Fn', 'VpcConfig.SecurityGroupIds'),
      'a function names an empty list of groups': set('Fn', 'VpcConfig.SecurityGroupIds', []),
      'the groups of a function are a parameter': set('Fn', 'VpcConfig.SecurityGroupIds', PARAMETER),
      'an endpoint of a kind that is a parameter names no group': all(set('Endpoint', 'SecurityGroupIds'), set('Endpoint', 'VpcEndpointType', PARAMETER)),
      'an endpoint names no group': set('Endpoint', 'SecurityGroupIds'),
      'an instance names no group': add('Instance', 'AWS::EC2::Instance', { SubnetId: ref('Subnet') }),
    },
  },
  {
    rule: 'ZT-EC2-014',
    on: 'Group',
    secure: { Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ CidrIp: '10.0.0.0/8' }] }) },
    passesWhen: {
      'the egress rule is a resource of its own': all(set('Group', 'SecurityGroupEgress'), add('Egress', 'AWS::EC2::SecurityGroupEgress', { GroupId: att('Group', 'GroupId'), CidrIp: '10.0.0.0/8' })),
      'such a rule names the group by Ref': all(set('Group', 'SecurityGroupEgress', []), add('Egress', 'AWS::EC2::SecurityGroupEgress', { GroupId: ref('Group'), CidrIp: '10.0.0.0/8' })),
    },
    firesWhen: {
      'there is no egress rule': set('Group', 'SecurityGroupEgress'),
      'an egress rule leads to the group, and is of another one': all(
        set('Group', 'SecurityGroupEgress'), add('Egress', 'AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-0123456789abcdef0', DestinationSecurityGroupId: att('Group', 'GroupId') })),
      'an ingress rule is a resource of its own': all(set('Group', 'SecurityGroupEgress'), add('Ingress', 'AWS::EC2::SecurityGroupIngress', { GroupId: att('Group', 'GroupId'), CidrIp: '10.0.0.0/8' })),
      'the list of egress rules is empty': set('Group', 'SecurityGroupEgress', []),
      'the rules are a parameter': set('Group', 'SecurityGroupEgress', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-002',
    on: 'Group',
    secure: { Vpc: resource('AWS::EC2::VPC'), Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: att('Vpc', 'CidrBlock') }, { DestinationPrefixListId: 'pl-1' }] }) },
    firesWhen: {
      'everything of IPv4 is let out': set('Group', 'SecurityGroupEgress.1', { CidrIp: '0.0.0.0/0' }),
      'everything of IPv6 is let out': set('Group', 'SecurityGroupEgress.1', { CidrIpv6: '::/0' }),
      'half of IPv4 is let out': set('Group', 'SecurityGroupEgress.0.CidrIp', '128.0.0.0/1'),
      'a range is a parameter': set('Group', 'SecurityGroupEgress.0.CidrIp', PARAMETER),
      'a rule is a parameter': set('Group', 'SecurityGroupEgress.0', PARAMETER),
      'the rules are a parameter': set('Group', 'SecurityGroupEgress', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-002',
    on: 'Egress',
    secure: { Egress: resource('AWS::EC2::SecurityGroupEgress', { CidrIp: '10.1.2.0/24' }) },
    firesWhen: { 'everything is let out': set('Egress', 'CidrIp', '0.0.0.0/0') },
  },
  {
    rule: 'ZT-EC2-002',
    on: 'Group',
    secure: wayOut(),
    passesWhen: {
      'a list names everything': all(add('List', 'AWS::EC2::PrefixList', everything), set('Group', 'SecurityGroupEgress.0', listed)),
      'the protocol is a number': set('Group', 'SecurityGroupEgress.0.IpProtocol', '6'),
      'a route leads to another network': add('Peer', 'AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-1' }),
    },
    firesWhen: {
      'all of IPv6 is let out': set('Group', 'SecurityGroupEgress.0', { CidrIpv6: '::/0', IpProtocol: '-1' }),
      'every port is let out': all(set('Group', 'SecurityGroupEgress.0.FromPort', 0), set('Group', 'SecurityGroupEgress.0.ToPort', 65535)),
      'ports above are let out': set('Group', 'SecurityGroupEgress.0.ToPort', 8443),
      'ports below are let out': set('Group', 'SecurityGroupEgress.0.FromPort', 80),
      'every protocol is let out': set('Group', 'SecurityGroupEgress.0.IpProtocol', '-1'),
      'QUIC is let out': set('Group', 'SecurityGroupEgress.0.IpProtocol', 'udp'),
      'the port is a parameter': set('Group', 'SecurityGroupEgress.0.FromPort', PARAMETER),
      'the way out is a NAT gateway': all(set('Out', 'VpcEndpointId'), set('Out', 'NatGatewayId', 'nat-1')),
      'a second way out is a NAT gateway': add('Second', 'AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '8.0.0.0/8', NatGatewayId: 'nat-1' }),
      'another network leads everywhere': add('Second', 'AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '128.0.0.0/1', TransitGatewayId: 'tgw-1' }),
      'the endpoint is no firewall\'s': set('Out', 'VpcEndpointId', 'vpce-1'),
      'the endpoint is a parameter': set('Out', 'VpcEndpointId', PARAMETER),
      'there is no way out': remove('Out'),
      'nothing has the group': set('Fn', 'VpcConfig.SecurityGroupIds', ['sg-1']),
      'a function stands in a subnet that is not known too': set('Fn', 'VpcConfig.SubnetIds.1', 'subnet-1'),
    },
  },
  {
    rule: 'ZT-EC2-002',
    on: 'Group',
    secure: {
      List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '192.0.2.0/24' }] }),
      Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [listed] }),
    },
    passesWhen: {
      'the list is empty': set('List', 'Entries', []),
      'the list is of AWS': set('Group', 'SecurityGroupEgress.0.DestinationPrefixListId', 'pl-1'),
    },
    firesWhen: {
      'the list names everything': set('List', 'Entries', [{ Cidr: '0.0.0.0/0' }]),
      'the list names half of everything too': set('List', 'Entries.1.Cidr', '128.0.0.0/1'),
      'the list is a parameter': set('List', 'Entries', PARAMETER),
      'a range of the list is a parameter': set('List', 'Entries.1.Cidr', PARAMETER),
      'an entry of the list is a parameter': set('List', 'Entries.1', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-002',
    on: 'Egress',
    secure: {
      ...wayOut(),
      Egress: resource('AWS::EC2::SecurityGroupEgress', { GroupId: att('Group', 'GroupId'), CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    },
    firesWhen: {
      'its group is not known': set('Egress', 'GroupId', 'sg-1'),
      'the way out is a NAT gateway': all(set('Out', 'VpcEndpointId'), set('Out', 'NatGatewayId', 'nat-1')),
    },
  },
  {
    rule: 'ZT-EC2-003',
    on: 'Vpc',
    secure: { Vpc: resource('AWS::EC2::VPC'), Log: resource('AWS::EC2::FlowLog', { ResourceId: ref('Vpc'), ResourceType: 'VPC', TrafficType: 'ALL' }) },
    firesWhen: {
      'the flow log is gone': remove('Log'),
      'only accepted flows are logged': set('Log', 'TrafficType', 'ACCEPT'),
      'the flow log is of another VPC': set('Log', 'ResourceId', 'vpc-1'),
      'the flow log is of a subnet': set('Log', 'ResourceType', 'Subnet'),
      'the traffic is a parameter': set('Log', 'TrafficType', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-004',
    on: 'Endpoint',
    secure: { Endpoint: resource('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', PolicyDocument: policy({ ...anyone, Condition: thisAccount }) }) },
    passesWhen: {
      'the organisation is named': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
      'the principal is a role': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } }),
      'nothing is allowed': set('Endpoint', 'PolicyDocument.Statement.0.Effect', 'Deny'),
      'the account is written out': set('Endpoint', 'PolicyDocument.Statement.0.Condition.StringEquals', { 'AWS:principalaccount': '111122223333' }),
      'it is the endpoint of a load balancer': all(set('Endpoint', 'VpcEndpointType', 'GatewayLoadBalancer'), set('Endpoint', 'PolicyDocument')),
      'custom resources answer CloudFormation': set('Endpoint', 'PolicyDocument.Statement.1', answers('arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*')),
      'they do so in whatever region': set('Endpoint', 'PolicyDocument.Statement.1', answers({
        'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':s3:::cloudformation-custom-resource-response-', { 'Fn::Join': ['', { 'Fn::Split': ['-', ref('AWS::Region')] }] }, '/*']],
      })),
    },
    firesWhen: {
      'the bucket of answers may be of anyone': set('Endpoint', 'PolicyDocument.Statement.1', answers('arn:aws:s3:::cloudformation-custom-resource-response-*/*')),
      'the bucket of answers is named by a parameter': set('Endpoint', 'PolicyDocument.Statement.1', answers({
        'Fn::Join': ['', ['arn:aws:s3:::cloudformation-custom-resource-response-', PARAMETER, '/*']],
      })),
      'the bucket of answers is one of several': set('Endpoint', 'PolicyDocument.Statement.1',
        answers(['arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*', 'arn:aws:s3:::collector/*'])),
      'the bucket of answers is read': set('Endpoint', 'PolicyDocument.Statement.1',
        { ...answers('arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*'), Action: ['s3:PutObject', 's3:GetObject'] }),
      'there is no policy, and the kind is a parameter': all(set('Endpoint', 'PolicyDocument'), set('Endpoint', 'VpcEndpointType', PARAMETER)),
      'there is no policy': set('Endpoint', 'PolicyDocument'),
      'the condition is gone': set('Endpoint', 'PolicyDocument.Statement.0.Condition'),
      'the condition is on something else': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } }),
      'the condition holds for callers without account': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringEqualsIfExists: { 'aws:PrincipalAccount': ref('AWS::AccountId') } }),
      'the condition names other accounts than this': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }),
      'the account is a wildcard': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringLike: { 'aws:PrincipalAccount': '*' } }),
      'the account is a parameter': set('Endpoint', 'PolicyDocument.Statement.0.Condition.StringEquals', { 'aws:PrincipalAccount': PARAMETER }),
      'one of the accounts is anyone': set('Endpoint', 'PolicyDocument.Statement.0.Condition', { StringLike: { 'aws:PrincipalAccount': ['111122223333', '*'] } }),
      'a second statement lets anyone in': set('Endpoint', 'PolicyDocument.Statement.1', anyone),
      'the principal is anyone of AWS': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Principal: { AWS: '*' } }),
      'all principals but one are let in': set('Endpoint', 'PolicyDocument.Statement.0', { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: '*', Resource: '*' }),
      'the policy is a parameter': set('Endpoint', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-005',
    on: 'Route',
    secure: {
      ...network,
      Table: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
      Use: resource('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: ref('Table'), SubnetId: ref('Subnet') }),
      Route: resource('AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-1' }),
    },
    passesWhen: {
      'no function stands behind it': all(remove('Fn'), set('Route', 'NatGatewayId', 'nat-1')),
      'its table is of another subnet': all(remove('Use'), set('Route', 'GatewayId', 'igw-1')),
      'it leads to a range behind an appliance': all(add('Eni', 'AWS::EC2::NetworkInterface', {}), set('Route', 'NetworkInterfaceId', ref('Eni'))),
    },
    firesWhen: {
      'it leads to a NAT gateway': set('Route', 'NatGatewayId', 'nat-1'),
      'it leads to a NAT instance': all(add('Nat', 'AWS::EC2::Instance', { SourceDestCheck: false }), set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'InstanceId', ref('Nat'))),
      'it leads to the network interface of an appliance': all(add('Eni', 'AWS::EC2::NetworkInterface', {}), set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'NetworkInterfaceId', ref('Eni'))),
      'it leads to an internet gateway': set('Route', 'GatewayId', join('igw-', PARAMETER)),
      'it leads to an egress-only gateway': set('Route', 'EgressOnlyInternetGatewayId', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-006',
    on: 'Group',
    secure: {
      Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
      Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] }),
    },
    passesWhen: {
      'it lets nobody in': set('Group', 'SecurityGroupIngress'),
      'it lets a group in': set('Group', 'SecurityGroupIngress.0', { SourceSecurityGroupId: 'sg-1', IpProtocol: 'tcp' }),
      'it lets in a prefix list that is a parameter': set('Group', 'SecurityGroupIngress.0', { SourcePrefixListId: PARAMETER, IpProtocol: '-1' }),
      'it lets a prefix list in': set('Group', 'SecurityGroupIngress.0', { SourcePrefixListId: 'pl-1', IpProtocol: 'tcp' }),
      'it lets in a prefix list of an office': all(
        add('List', 'AWS::EC2::PrefixList', { Entries: [{ Cidr: '203.0.113.0/24' }, { Cidr: '10.0.0.0/8' }] }),
        set('Group', 'SecurityGroupIngress.0', { SourcePrefixListId: ref('List'), IpProtocol: '-1' })),
      'it lets its VPC in': set('Group', 'SecurityGroupIngress.0.CidrIp', att('Vpc', 'CidrBlock')),
      'it allows HTTPS from any address, which another rule tells': set('Group', 'SecurityGroupIngress.0.CidrIp', '0.0.0.0/0'),
      'it lets private addresses of IPv6 in': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: 'fd00::/8', IpProtocol: 'tcp' }),
      'it lets all private addresses of IPv6 in': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: 'fc00::/7', IpProtocol: 'tcp' }),
    },
    firesWhen: {
      'the port that it opens to any address is a parameter': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: PARAMETER, ToPort: PARAMETER }),
      'it opens ports from a parameter on': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: PARAMETER, ToPort: 65535 }),
      'it lets more than the private addresses of IPv6 in': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: 'fc00::/6', IpProtocol: '-1' }),
      'it lets public addresses of IPv6 in': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: '2000::/3', IpProtocol: '-1' }),
      'it allows inbound traffic from any address': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }),
      'it allows a range with HTTPS in it from any address': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 8443 }),
      'it allows everything from any address': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
      'it lets everyone of IPv6 in': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: '::/0', IpProtocol: '-1' }),
      'it lets half of the world in': set('Group', 'SecurityGroupIngress.1', { CidrIp: '128.0.0.0/1', IpProtocol: '-1' }),
      'it lets in a prefix list of everything': all(
        add('List', 'AWS::EC2::PrefixList', everything), set('Group', 'SecurityGroupIngress.0', { SourcePrefixListId: ref('List'), IpProtocol: '-1' })),
      'it lets in a prefix list of most of the internet': all(
        add('List', 'AWS::EC2::PrefixList', { Entries: [...Array(100).keys()].map((i) => ({ Cidr: `${i + 20}.0.0.0/8` })) }),
        set('Group', 'SecurityGroupIngress.0', { SourcePrefixListId: att('List', 'PrefixListId'), IpProtocol: '-1' })),
      'whom it lets in is a parameter': set('Group', 'SecurityGroupIngress.0', { CidrIp: PARAMETER, IpProtocol: '-1' }),
      'a rule is a parameter': set('Group', 'SecurityGroupIngress.0', PARAMETER),
      'the list is a parameter': set('Group', 'SecurityGroupIngress', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-006',
    on: 'Ingress',
    secure: { Ingress: resource('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', SourceSecurityGroupId: 'sg-2', IpProtocol: 'tcp' }) },
    firesWhen: {
      'it lets in a prefix list of everything': all(
        add('List', 'AWS::EC2::PrefixList', { Entries: [{ Cidr: '0.0.0.0/0' }] }), set('Ingress', 'SourcePrefixListId', ref('List'))),
      'it allows inbound traffic from any address': set('Ingress', 'CidrIp', '0.0.0.0/0'),
      'it lets everyone of IPv6 in': set('Ingress', 'CidrIpv6', '::/0'),
      'whom it lets in is a parameter': set('Ingress', 'CidrIp', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-007',
    on: 'Subnet',
    secure: { Subnet: resource('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false }) },
    passesWhen: { 'nothing is said': set('Subnet', 'MapPublicIpOnLaunch') },
    firesWhen: {
      'it assigns public IPv4 addresses': set('Subnet', 'MapPublicIpOnLaunch', true),
      'it gives IPv6 addresses': set('Subnet', 'AssignIpv6AddressOnCreation', 'true'),
      'whether it does is a parameter': set('Subnet', 'MapPublicIpOnLaunch', PARAMETER),
    },
  },
  ...['AWS::EC2::Instance', 'AWS::AutoScaling::LaunchConfiguration'].map((type): RuleCase => ({
    rule: 'ZT-EC2-016',
    on: 'Host',
    secure: { Host: resource(type, { MetadataOptions: { HttpTokens: 'required' } }) },
    passesWhen: { 'the service is off': set('Host', 'MetadataOptions', { HttpEndpoint: 'disabled' }) },
    firesWhen: {
      'tokens are optional': set('Host', 'MetadataOptions.HttpTokens', 'optional'),
      'tokens are a parameter': set('Host', 'MetadataOptions.HttpTokens', PARAMETER),
      'only the number of hops is set': set('Host', 'MetadataOptions', { HttpPutResponseHopLimit: 1 }),
      'the service is on': set('Host', 'MetadataOptions', { HttpEndpoint: 'enabled' }),
      'there are no options': set('Host', 'MetadataOptions'),
      'the options are a parameter': set('Host', 'MetadataOptions', PARAMETER),
    },
  })),
  {
    rule: 'ZT-EC2-016',
    on: 'Template',
    secure: { Template: resource('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } }) },
    passesWhen: { 'the service is off': set('Template', 'LaunchTemplateData.MetadataOptions', { HttpEndpoint: 'disabled' }) },
    firesWhen: {
      'tokens are optional': set('Template', 'LaunchTemplateData.MetadataOptions.HttpTokens', 'optional'),
      'there are no options': set('Template', 'LaunchTemplateData.MetadataOptions'),
      'there are no data': set('Template', 'LaunchTemplateData', {}),
    },
  },
  {
    rule: 'ZT-EC2-016',
    on: 'Host',
    secure: {
      Template: resource('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } }),
      Host: resource('AWS::EC2::Instance', { LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: '1' } }),
    },
    passesWhen: {
      'the template is named by name, as the CDK does': all(
        set('Template', 'LaunchTemplateName', 'hosts'), set('Host', 'LaunchTemplate', { LaunchTemplateName: 'hosts', Version: att('Template', 'LatestVersionNumber') }),
      ),
      'the instance has options of its own': all(set('Template', 'LaunchTemplateData', {}), set('Host', 'MetadataOptions', { HttpTokens: 'required' })),
    },
    firesWhen: {
      'the template accepts IMDSv1': set('Template', 'LaunchTemplateData.MetadataOptions.HttpTokens', 'optional'),
      'the template leaves it out': set('Template', 'LaunchTemplateData', {}),
      'the template is not in the templates': set('Host', 'LaunchTemplate.LaunchTemplateId', 'lt-1'),
      'the instance accepts IMDSv1': set('Host', 'MetadataOptions', { HttpTokens: 'optional' }),
      'another template is named': all(set('Template', 'LaunchTemplateName', 'hosts'), set('Host', 'LaunchTemplate', { LaunchTemplateName: 'others', Version: '1' })),
    },
  },
  {
    rule: 'ZT-EC2-017',
    on: 'Host',
    secure: { Host: resource('AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: false }, { DeviceIndex: '1' }] }) },
    passesWhen: { 'it has no network interfaces of its own': set('Host', 'NetworkInterfaces') },
    firesWhen: {
      'one requests an address': set('Host', 'NetworkInterfaces.0.AssociatePublicIpAddress', true),
      'another one requests an address, as text': set('Host', 'NetworkInterfaces.1.AssociatePublicIpAddress', 'true'),
      'whether one does is a parameter': set('Host', 'NetworkInterfaces.0.AssociatePublicIpAddress', PARAMETER),
      'they are a parameter': set('Host', 'NetworkInterfaces', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-017',
    on: 'Template',
    secure: { Template: resource('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false }] } }) },
    passesWhen: { 'there are none': set('Template', 'LaunchTemplateData', {}) },
    firesWhen: {
      'one requests an address': set('Template', 'LaunchTemplateData.NetworkInterfaces.0.AssociatePublicIpAddress', true),
      'they are a parameter': set('Template', 'LaunchTemplateData.NetworkInterfaces', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-017',
    on: 'Launch',
    secure: { Launch: resource('AWS::AutoScaling::LaunchConfiguration', { AssociatePublicIpAddress: false }) },
    passesWhen: { 'nothing is set': set('Launch', 'AssociatePublicIpAddress') },
    firesWhen: {
      'it requests an address': set('Launch', 'AssociatePublicIpAddress', true),
      'whether it does is a parameter': set('Launch', 'AssociatePublicIpAddress', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-017',
    on: 'Address',
    secure: { Host: resource('AWS::EC2::Instance'), Address: resource('AWS::EC2::EIP', { Domain: 'vpc' }) },
    passesWhen: { 'a NAT gateway has it': add('Nat', 'AWS::EC2::NatGateway', { AllocationId: att('Address', 'AllocationId') }) },
    firesWhen: {
      'an instance has it': set('Address', 'InstanceId', ref('Host')),
      'an instance of another template has it': set('Address', 'InstanceId', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-017',
    on: 'Association',
    secure: { Host: resource('AWS::EC2::Instance'), Association: resource('AWS::EC2::EIPAssociation', { NetworkInterfaceId: 'eni-1', AllocationId: 'eipalloc-1' }) },
    firesWhen: { 'it is of an instance': set('Association', 'InstanceId', ref('Host')) },
  },
  {
    rule: 'ZT-EC2-008',
    on: 'Route',
    secure: {
      Internet: resource('AWS::EC2::InternetGateway'),
      Vpn: resource('AWS::EC2::VPNGateway'),
      Route: resource('AWS::EC2::Route', { DestinationCidrBlock: '192.168.0.0/16', GatewayId: ref('Vpn') }),
    },
    passesWhen: {
      'everything goes through a VPN': set('Route', 'DestinationCidrBlock', '0.0.0.0/0'),
      'a list of an office is reached by the internet': all(
        add('List', 'AWS::EC2::PrefixList', { Entries: [{ Cidr: '203.0.113.0/24' }] }),
        set('Route', 'DestinationCidrBlock'), set('Route', 'DestinationPrefixListId', ref('List')), set('Route', 'GatewayId', ref('Internet'))),
      'everything goes through a VPN that is imported': all(set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'GatewayId', 'vgw-1')),
      'one address is reached by the internet': all(set('Route', 'DestinationCidrBlock', '203.0.113.7/32'), set('Route', 'GatewayId', ref('Internet'))),
      'it goes to a peer': all(set('Route', 'GatewayId'), set('Route', 'VpcPeeringConnectionId', 'pcx-1')),
    },
    firesWhen: {
      'everything goes through an internet gateway': all(set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'GatewayId', ref('Internet'))),
      'everything goes through one that is imported': all(set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'GatewayId', 'igw-1')),
      'all of IPv6 goes through it': all(set('Route', 'DestinationCidrBlock'), set('Route', 'DestinationIpv6CidrBlock', '::/0'), set('Route', 'GatewayId', ref('Internet'))),
      'half of everything goes through it': all(set('Route', 'DestinationCidrBlock', '0.0.0.0/1'), set('Route', 'GatewayId', ref('Internet'))),
      'a list of everything goes through it': all(
        add('List', 'AWS::EC2::PrefixList', everything),
        set('Route', 'DestinationCidrBlock'), set('Route', 'DestinationPrefixListId', ref('List')), set('Route', 'GatewayId', ref('Internet'))),
      'the gateway is a parameter': all(set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'GatewayId', PARAMETER)),
      'where it leads is a parameter': all(set('Route', 'DestinationCidrBlock', PARAMETER), set('Route', 'GatewayId', ref('Internet'))),
    },
  },
  {
    rule: 'ZT-EC2-008',
    on: 'PublicOut',
    secure: wayOut(),
    passesWhen: {
      'it leads to one place': all(set('PublicOut', 'DestinationCidrBlock', '192.0.2.0/24'), remove('Nat')),
      'flows of the subnet are logged': add('Flows', 'AWS::EC2::FlowLog', { ResourceId: ref('Public'), ResourceType: 'Subnet', TrafficType: 'ALL' }),
    },
    firesWhen: {
      'there is no NAT gateway': remove('Nat'),
      'nothing uses the NAT gateway': remove('FirewallOut'),
      'functions use the NAT gateway': all(set('Out', 'VpcEndpointId'), set('Out', 'NatGatewayId', ref('Nat'))),
      'a function stands beside the NAT gateway': set('Fn', 'VpcConfig.SubnetIds.1', ref('Public')),
      'a function stands beside the firewall': set('Fn', 'VpcConfig.SubnetIds.1', ref('FirewallSubnet')),
      'a load balancer stands beside the NAT gateway': add('Balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('Public')] }),
      'a database stands beside the NAT gateway': add('Group2', 'AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Public')] }),
      'the routes serve a second subnet': all(
        add('Second', 'AWS::EC2::Subnet', { VpcId: ref('Vpc') }),
        add('SecondUse', 'AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Second'), RouteTableId: ref('PublicTable') }),
      ),
      'no subnet is known to use the routes': remove('PublicUse'),
      'the subnet is a parameter': set('PublicUse', 'SubnetId', PARAMETER),
      'no firewall stands where the NAT gateway is used': remove('Firewall'),
    },
  },
  {
    rule: 'ZT-EC2-009',
    on: 'Endpoint',
    secure: {
      Endpoint: resource('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface', ServiceName: join('com.amazonaws.', ref('AWS::Region'), '.sqs'), PrivateDnsEnabled: true, SecurityGroupIds: ['sg-1'],
      }),
    },
    passesWhen: {
      'it is a gateway': all(set('Endpoint', 'VpcEndpointType', 'Gateway'), set('Endpoint', 'PrivateDnsEnabled'), set('Endpoint', 'SecurityGroupIds')),
      'it is a gateway by default': all(set('Endpoint', 'VpcEndpointType'), set('Endpoint', 'PrivateDnsEnabled'), set('Endpoint', 'SecurityGroupIds')),
      'the service is somebody else\'s': all(set('Endpoint', 'ServiceName', 'com.amazonaws.vpce.eu-west-1.vpce-svc-1'), set('Endpoint', 'PrivateDnsEnabled')),
    },
    firesWhen: {
      'the name leads past it': set('Endpoint', 'PrivateDnsEnabled', false),
      'nothing is said of the name': set('Endpoint', 'PrivateDnsEnabled'),
      'the name is a parameter\'s choice': set('Endpoint', 'PrivateDnsEnabled', PARAMETER),
      'the name leads past it in China': all(set('Endpoint', 'ServiceName', 'cn.com.amazonaws.cn-north-1.sqs'), set('Endpoint', 'PrivateDnsEnabled', false)),
      'it names no group': set('Endpoint', 'SecurityGroupIds'),
      'its list of groups is empty': set('Endpoint', 'SecurityGroupIds', []),
    },
  },
  {
    rule: 'ZT-EC2-010',
    on: 'Entry',
    secure: {
      Entry: resource('AWS::EC2::NetworkAclEntry', { RuleAction: 'allow', Protocol: 6, CidrBlock: '0.0.0.0/0', PortRange: { From: 443, To: 443 } }),
    },
    passesWhen: {
      'it is for what goes out': all(set('Entry', 'PortRange.From', 0), set('Entry', 'Egress', true)),
      'it denies': all(set('Entry', 'PortRange.From', 0), set('Entry', 'RuleAction', 'deny')),
      'administrators have a range': all(set('Entry', 'PortRange.From', 22), set('Entry', 'CidrBlock', '10.0.0.0/8')),
      'the protocol has no ports': all(set('Entry', 'PortRange'), set('Entry', 'Protocol', 1)),
    },
    firesWhen: {
      'SSH is open to everyone': set('Entry', 'PortRange', { From: 22, To: 22 }),
      'the remote desktop is among the ports': set('Entry', 'PortRange', { From: 1024, To: 65535 }),
      'SSH is open to all of IPv6': all(set('Entry', 'CidrBlock'), set('Entry', 'Ipv6CidrBlock', '::/0'), set('Entry', 'PortRange.From', 22)),
      'every protocol is open': all(set('Entry', 'PortRange'), set('Entry', 'Protocol', -1)),
      'every port is open': set('Entry', 'PortRange'),
      'the ports are a parameter': set('Entry', 'PortRange.From', PARAMETER),
      'the range is a parameter': all(set('Entry', 'PortRange.From', 22), set('Entry', 'CidrBlock', PARAMETER)),
      'the protocol is a parameter': all(set('Entry', 'PortRange.From', 22), set('Entry', 'Protocol', PARAMETER)),
    },
  },
  {
    rule: 'ZT-EC2-011',
    on: 'Endpoint',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Endpoint: resource('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface',
        PolicyDocument: policy(
          { ...anyone, Resource: att('Queue'), Condition: thisAccount }, { ...anyone, Action: 'xray:PutTraceSegments', Condition: thisAccount },
        ),
      }),
    },
    passesWhen: {
      'resources are of this account': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Condition: { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } } }),
      'resources are of this organisation': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } } }),
      'strangers are denied': all(
        set('Endpoint', 'PolicyDocument.Statement.0.Resource', '*'),
        set('Endpoint', 'PolicyDocument.Statement.2', {
          Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } },
        }),
      ),
      'a bucket is named': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Action: 's3:PutObject', Resource: 'arn:aws:s3:::orders/*' }),
      'it has no resource policy, of which another rule tells': set('Endpoint', 'PolicyDocument'),
    },
    firesWhen: {
      'it leads to every resource': set('Endpoint', 'PolicyDocument.Statement.0.Resource', '*'),
      'it leads to every bucket': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Action: 's3:PutObject', Resource: 'arn:aws:s3:::*' }),
      'it leads to all resources but one': set('Endpoint', 'PolicyDocument.Statement.0', { Effect: 'Allow', Principal: '*', Action: 'sqs:*', NotResource: 'arn:x' }),
      'all actions but one lead everywhere': set('Endpoint', 'PolicyDocument.Statement.1', { Effect: 'Allow', Principal: '*', NotAction: 'xray:*', Resource: '*' }),
      'the resource is a parameter': set('Endpoint', 'PolicyDocument.Statement.0.Resource', PARAMETER),
      'only who calls is said': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Condition: thisAccount }),
      'it leads to resources of any account': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Condition: { StringLike: { 'aws:ResourceAccount': '*' } } }),
      'whose resources is a parameter': set('Endpoint', 'PolicyDocument.Statement.0', { ...anyone, Condition: { StringEquals: { 'aws:ResourceAccount': PARAMETER } } }),
      'strangers are denied some of it': all(
        set('Endpoint', 'PolicyDocument.Statement.0.Resource', '*'),
        set('Endpoint', 'PolicyDocument.Statement.2', {
          Effect: 'Deny', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*', Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } },
        }),
      ),
    },
  },
  {
    rule: 'ZT-EC2-012',
    on: 'Vpc',
    secure: {
      ...secureFunction(),
      Tables: resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: join('com.amazonaws.', ref('AWS::Region'), '.dynamodb') }),
      Reads: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')],
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: att('Dead') },
          ],
        },
      }),
    },
    passesWhen: {
      'Lambda polls a queue for it': set('Reads', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: 'arn:aws:sqs:x:1:in' }),
      'it calls nothing': all(remove('Reads'), remove('Tables')),
      'the function is in no VPC': all(remove('Tables'), set('Fn', 'VpcConfig')),
      'calls are denied': all(remove('Tables'), set('Reads', 'PolicyDocument.Statement.0.Effect', 'Deny')),
    },
    firesWhen: {
      'there is no endpoint': remove('Tables'),
      'the endpoint is of another service': set('Tables', 'ServiceName', 'com.amazonaws.eu-west-1.s3'),
      'the endpoint is in another VPC': set('Tables', 'VpcId', 'vpc-2'),
      'of which service is a parameter': set('Tables', 'ServiceName', PARAMETER),
      'it calls one more service': set('Reads', 'PolicyDocument.Statement.0.Action', ['dynamodb:GetItem', 'secretsmanager:GetSecretValue']),
      'it sends to another queue': set('Reads', 'PolicyDocument.Statement.1.Resource', 'arn:aws:sqs:eu-west-1:111122223333:out'),
    },
  },
  {
    rule: 'ZT-EC2-013',
    on: 'Group',
    secure: { Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] }) },
    passesWhen: {
      'another port is open, which another rule tells': set('Group', 'SecurityGroupIngress.0', { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }),
      'there is no ingress': set('Group', 'SecurityGroupIngress'),
    },
    firesWhen: {
      'HTTPS is open to everyone': set('Group', 'SecurityGroupIngress.0.CidrIp', '0.0.0.0/0'),
      'HTTP is open to everyone of IPv6': set('Group', 'SecurityGroupIngress.0', { CidrIpv6: '::/0', IpProtocol: 'tcp', FromPort: 80, ToPort: '80' }),
      'to whom HTTPS is open is a parameter': set('Group', 'SecurityGroupIngress.0.CidrIp', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-013',
    on: 'Ingress',
    secure: { Ingress: resource('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', SourceSecurityGroupId: 'sg-2', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }) },
    firesWhen: {
      'it opens HTTPS to everyone': set('Ingress', 'CidrIp', '0.0.0.0/0'),
      'it opens HTTPS to a list of everyone': all(add('List', 'AWS::EC2::PrefixList', everything), set('Ingress', 'SourcePrefixListId', ref('List'))),
    },
  },
  {
    rule: 'ZT-EC2-015',
    on: 'Route',
    secure: {
      List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.2.0.0/16' }] }),
      Route: resource('AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationPrefixListId: ref('List'), VpcPeeringConnectionId: 'pcx-1' }),
    },
    passesWhen: {
      'a range is named': all(set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', '10.2.0.0/16')),
      'everything goes to a NAT gateway, which other rules judge': all(
        set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'VpcPeeringConnectionId'), set('Route', 'NatGatewayId', 'nat-1')),
      'the list is of AWS': set('Route', 'DestinationPrefixListId', 'pl-1'),
      'everything goes to a NAT instance of the template': everythingTo('InstanceId', ref('Nat')),
      'everything goes to the network interface of an appliance of the template': everythingTo('NetworkInterfaceId', ref('Eni')),
    },
    firesWhen: {
      'everything goes to a peer': all(set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', '0.0.0.0/0')),
      'everything of IPv6 goes to a peer': all(set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationIpv6CidrBlock', '::/0')),
      'the list is everything': set('List', 'Entries', everything.Entries),
      'half of everything goes to a transit gateway': all(
        set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', '128.0.0.0/1'), set('Route', 'VpcPeeringConnectionId'), set('Route', 'TransitGatewayId', 'tgw-1')),
      'everything goes to an appliance': all(
        set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', '0.0.0.0/0'), set('Route', 'VpcPeeringConnectionId'), set('Route', 'NetworkInterfaceId', 'eni-1')),
      'everything goes to an instance that is not in the template': everythingTo('InstanceId', 'i-1'),
      'everything goes to an instance that is a parameter': everythingTo('InstanceId', PARAMETER),
      'everything goes to the peer of a network with an instance': everythingTo('VpcPeeringConnectionId', ref('Nat')),
      'the range is a parameter': all(set('Route', 'DestinationPrefixListId'), set('Route', 'DestinationCidrBlock', PARAMETER)),
      'no destination is named': set('Route', 'DestinationPrefixListId'),
    },
  },
  {
    rule: 'ZT-EC2-006',
    on: 'Instance',
    secure: { Instance: resource('AWS::Lightsail::Instance', { Networking: { Ports: [{ Protocol: 'tcp', FromPort: 22, ToPort: 22, Cidrs: ['203.0.113.0/24'] }] } }) },
    passesWhen: {
      'it serves HTTPS': set('Instance', 'Networking.Ports', [{ Protocol: 'tcp', FromPort: 443, ToPort: 443 }]),
      'it serves HTTP, in capitals': set('Instance', 'Networking.Ports', [{ Protocol: 'TCP', FromPort: '80', ToPort: '80', Cidrs: ['0.0.0.0/0'] }]),
      'it serves the console of Lightsail': set('Instance', 'Networking.Ports', [{ Protocol: 'tcp', FromPort: 22, ToPort: 22, CidrListAliases: ['lightsail-connect'] }]),
      'it serves one address': set('Instance', 'Networking.Ports.0.Cidrs', ['203.0.113.7']),
      'it serves a network of IPv6': set('Instance', 'Networking.Ports.0', { Protocol: 'all', Ipv6Cidrs: ['2001:db8::/32'] }),
      'every port is private': set('Instance', 'Networking.Ports.0', { Protocol: 'tcp', FromPort: 22, ToPort: 22, AccessType: 'Private' }),
    },
    firesWhen: {
      'SSH is open to any address': set('Instance', 'Networking.Ports.0.Cidrs', ['0.0.0.0/0']),
      'SSH is open without a range': set('Instance', 'Networking.Ports.0.Cidrs'),
      'SSH is open to any address of IPv6': set('Instance', 'Networking.Ports.0.Ipv6Cidrs', ['::/0']),
      'SSH is open to two halves of everything': set('Instance', 'Networking.Ports.0.Cidrs', ['0.0.0.0/1', '128.0.0.0/1']),
      'all ports are open': set('Instance', 'Networking.Ports', [{ Protocol: 'all', FromPort: 0, ToPort: 65535 }]),
      'web ports and those between are open': set('Instance', 'Networking.Ports', [{ Protocol: 'tcp', FromPort: 80, ToPort: 443 }]),
      'a web port of UDP is open': set('Instance', 'Networking.Ports', [{ Protocol: 'udp', FromPort: 443, ToPort: 443 }]),
      'a second port is open': set('Instance', 'Networking.Ports.1', { Protocol: 'tcp', FromPort: 3306, ToPort: 3306, AccessFrom: 'Anywhere (0.0.0.0/0)' }),
      'nothing is said of ports': set('Instance', 'Networking'),
      'its list of ports is empty, which leaves those of Lightsail open': set('Instance', 'Networking.Ports', []),
      'SSH is public, as it is said': set('Instance', 'Networking.Ports.0', { Protocol: 'tcp', FromPort: 22, ToPort: 22, AccessType: 'Public' }),
      'whether SSH is public is a parameter': set('Instance', 'Networking.Ports.0', { Protocol: 'tcp', FromPort: 22, ToPort: 22, AccessType: PARAMETER }),
      'a range is no range': set('Instance', 'Networking.Ports.0.Cidrs', ['anywhere']),
      'the ranges are a parameter': set('Instance', 'Networking.Ports.0.Cidrs', PARAMETER),
      'a range is a parameter': set('Instance', 'Networking.Ports.0.Cidrs.0', PARAMETER),
      'a port is a parameter': set('Instance', 'Networking.Ports.0', PARAMETER),
      'the ports are a parameter': set('Instance', 'Networking.Ports', PARAMETER),
    },
  },
  {
    rule: 'ZT-EC2-018',
    on: 'Authorization',
    secure: { Authorization: resource('AWS::EC2::ClientVpnAuthorizationRule', { ClientVpnEndpointId: 'cvpn-endpoint-1', AccessGroupId: 'developers', TargetNetworkCidr: '0.0.0.0/0' }) },
    passesWhen: {
      'all clients reach one network': all(set('Authorization', 'AuthorizeAllGroups', true), set('Authorization', 'TargetNetworkCidr', '10.0.0.0/16')),
      'it is not for all, as text': set('Authorization', 'AuthorizeAllGroups', 'false'),
      'whether it is for all is a parameter, and it names a network': all(set('Authorization', 'AuthorizeAllGroups', PARAMETER), set('Authorization', 'TargetNetworkCidr', '10.0.0.0/16')),
    },
    firesWhen: {
      'all clients reach everything': set('Authorization', 'AuthorizeAllGroups', true),
      'all clients reach everything, as text': set('Authorization', 'AuthorizeAllGroups', 'true'),
      'all clients reach half of everything': all(set('Authorization', 'AuthorizeAllGroups', true), set('Authorization', 'TargetNetworkCidr', '128.0.0.0/1')),
      'whether it is for all is a parameter': set('Authorization', 'AuthorizeAllGroups', PARAMETER),
      'the network is a parameter': all(set('Authorization', 'AuthorizeAllGroups', true), set('Authorization', 'TargetNetworkCidr', PARAMETER)),
      'no network is named': all(set('Authorization', 'AuthorizeAllGroups', true), set('Authorization', 'TargetNetworkCidr')),
    },
  },
  {
    rule: 'ZT-EC2-019',
    on: 'Endpoint',
    secure: { Endpoint: resource('AWS::EC2::ClientVpnEndpoint', { ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: 'vpn' } }) },
    firesWhen: { 'it is off': set('Endpoint', 'ConnectionLogOptions.Enabled', false), 'nothing is set': set('Endpoint', 'ConnectionLogOptions'), 'it is a parameter': set('Endpoint', 'ConnectionLogOptions.Enabled', PARAMETER) },
  },
  {
    rule: 'ZT-EC2-020',
    on: 'Gateway',
    secure: { Gateway: resource('AWS::EC2::TransitGateway', { AutoAcceptSharedAttachments: 'disable' }) },
    passesWhen: { 'nothing is set': set('Gateway', 'AutoAcceptSharedAttachments') },
    firesWhen: { 'it accepts attachments': set('Gateway', 'AutoAcceptSharedAttachments', 'enable'), 'it is a parameter': set('Gateway', 'AutoAcceptSharedAttachments', PARAMETER) },
  },
  {
    rule: 'ZT-EC2-021',
    on: 'Gateway',
    secure: { Gateway: resource('AWS::EC2::TransitGateway', { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' }) },
    firesWhen: {
      'it associates by default': set('Gateway', 'DefaultRouteTableAssociation', 'enable'),
      'it propagates by default': set('Gateway', 'DefaultRouteTablePropagation', 'enable'),
      'nothing is said of associations': set('Gateway', 'DefaultRouteTableAssociation'),
      'nothing is said of propagations': set('Gateway', 'DefaultRouteTablePropagation'),
      'it is a parameter': set('Gateway', 'DefaultRouteTablePropagation', PARAMETER),
    },
  },
];
