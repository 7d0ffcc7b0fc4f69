import { isSomewhere } from './cidr';
import { Expression, lastTargetOf, TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';

/** Ways by which a route leads to the internet. */
const WAYS_OUT = ['EgressOnlyInternetGatewayId', 'GatewayId', 'NatGatewayId'];
/** NAT instances and appliances lead there as well, when they take everything. */
const APPLIANCES = ['InstanceId', 'NetworkInterfaceId'];

const ASSOCIATION = 'AWS::EC2::SubnetRouteTableAssociation';
const FIREWALL = 'AWS::NetworkFirewall::Firewall';
/** What may refer to a subnet without putting anything into it. */
const AROUND = [ASSOCIATION, 'AWS::EC2::FlowLog', 'AWS::EC2::SubnetNetworkAclAssociation'];

/** The subnets that a route serves. */
export function subnetsBehind(route: TemplateResource): TemplateResource[] {
  const table = resourceOf(route.at('RouteTableId').value, 'AWS::EC2::RouteTable');
  const uses = (table?.referrers(ASSOCIATION) ?? []).filter((use) => resourceOf(use.at('RouteTableId').value) === table);
  return uses.map((use) => resourceOf(use.at('SubnetId').value, 'AWS::EC2::Subnet')).filter((subnet) => subnet !== undefined);
}

/** The routes that serve a subnet. */
export function routesOf(subnet: TemplateResource): TemplateResource[] {
  const uses = subnet.referrers(ASSOCIATION).filter((use) => resourceOf(use.at('SubnetId').value) === subnet);
  return uses.flatMap((use) => {
    const table = resourceOf(use.at('RouteTableId').value, 'AWS::EC2::RouteTable');
    return (table?.referrers('AWS::EC2::Route') ?? []).filter((route) => resourceOf(route.at('RouteTableId').value) === table);
  });
}

/** By what a route leads to the internet; nothing when it does not. */
export function waysOut(route: TemplateResource): Expression[] {
  return [...WAYS_OUT, ...isNarrow(route) ? [] : APPLIANCES].map((way) => route.at(way)).filter((way) => !way.isAbsent);
}

/** The network firewall to whose endpoint a route leads. */
export function firewallOf(route: TemplateResource): TemplateResource | undefined {
  // the endpoints of a firewall are a list of `zone:endpoint`
  const { value } = route.at('VpcEndpointId').whole;
  return lastTargetOf(value)?.attribute === 'EndpointIds' ? resourceOf(value, FIREWALL) : undefined;
}

/** Whether a subnet has a way to the internet, and a network firewall is on it. */
export function leavesThroughFirewall(subnet: TemplateResource): boolean {
  const routes = routesOf(subnet);
  return routes.some(firewallOf) && routes.every((route) => firewallOf(route) !== undefined || isLocal(route));
}

function isLocal(route: TemplateResource): boolean {
  return isNarrow(route) && waysOut(route).length === 0;
}

function isNarrow(route: TemplateResource): boolean {
  return (['DestinationCidrBlock', 'DestinationIpv6CidrBlock'] as const).every((name) => isSomewhere(route.properties, name, '', '').verdict === 'pass');
}

/** Whether nothing stands in a subnet but NAT gateways, and what uses these stands in subnets of network firewalls alone. */
export function isOnlyForNatBehindFirewall(subnet: TemplateResource): boolean {
  const gateways = subnet.referrers('AWS::EC2::NatGateway').filter((gateway) => resourceOf(gateway.at('SubnetId').value) === subnet);
  const users = gateways.flatMap((gateway) => gateway.referrers('AWS::EC2::Route')).flatMap(subnetsBehind);
  return holdsOnly(subnet, 'AWS::EC2::NatGateway') && users.length > 0 && users.every((user) => holdsOnly(user, FIREWALL));
}

function holdsOnly(subnet: TemplateResource, type: string): boolean {
  const inside = subnet.referrers().filter((other) => !AROUND.includes(other.type));
  return inside.length > 0 && inside.every((other) => other.type === type);
}
