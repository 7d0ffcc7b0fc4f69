import { att, ref, resource, Resources } from '../../rules/support/prove';
import { secureFunction } from '../../rules/support/resources';

const table = () => resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') });
const subnet = () => resource('AWS::EC2::Subnet', { VpcId: ref('Vpc') });
const use = (subnetId: string, tableId: string) => resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(subnetId), RouteTableId: ref(tableId) });
const endpoint = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] };

/** A function that leaves by a network firewall, a NAT gateway behind it and an internet gateway behind that. */
export function wayOut(): Resources {
  const base = secureFunction();
  return {
    ...base,
    Group: resource('AWS::EC2::SecurityGroup', {
      ...base.Group.Properties, SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    }),
    Table: table(),
    Use: use('Subnet', 'Table'),
    Out: resource('AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', VpcEndpointId: endpoint }),
    FirewallSubnet: subnet(),
    FirewallTable: table(),
    FirewallUse: use('FirewallSubnet', 'FirewallTable'),
    Firewall: resource('AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('FirewallSubnet') }] }),
    FirewallOut: resource('AWS::EC2::Route', { RouteTableId: ref('FirewallTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }),
    Public: subnet(),
    PublicTable: table(),
    PublicUse: use('Public', 'PublicTable'),
    Nat: resource('AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' }),
    Gateway: resource('AWS::EC2::InternetGateway'),
    PublicOut: resource('AWS::EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') }),
    Back: resource('AWS::EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: att('Subnet', 'CidrBlock'), VpcEndpointId: endpoint }),
  };
}
