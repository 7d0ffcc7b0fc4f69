import { isListSomewhere, isSomewhere } from './cidr';
import { describe, TemplateResource } from '../../model';
import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Ways into networks that are not in the templates. Gateways of this VPC are judged by ZT-EC2-005 and ZT-EC2-008. */
const WAYS = ['CarrierGatewayId', 'CoreNetworkArn', 'InstanceId', 'LocalGatewayId', 'NetworkInterfaceId', 'OdbNetworkArn', 'TransitGatewayId', 'VpcPeeringConnectionId'];
const OWN: Record<string, string> = { InstanceId: 'AWS::EC2::Instance', NetworkInterfaceId: 'AWS::EC2::NetworkInterface' };
const FINDING = 'it is a default route into another network';
const UNCLEAR = 'its destination is not known before deployment';

export const rule: Rule = {
  id: 'ZT-EC2-015',
  title: 'Routes to peering connections, transit gateways and appliances name their destination CIDR ranges',
  severity: 'high',
  types: ['AWS::EC2::Route'],
  rationale: 'A default route hands every packet to another network, which decides alone where it goes: isolated subnets have the internet again, and the other network reads along.',
  remediation: 'Set DestinationCidrBlock, or the entries of the prefix list, to the ranges of the other network. Waive the finding of a route to an egress VPC with inspection.',
  check(route) {
    const ways = WAYS.filter((way) => !isOfTemplate(route, way)).map((way) => route.at(way)).filter((way) => !way.isAbsent);
    if (ways.length === 0) return pass('no other network');
    return every(pass(ways.map(({ value }) => describe(value)).join(', ')), namesDestination(route));
  },
};

/** A NAT instance or an appliance of the same templates is no other network. What is behind it has the internet: ZT-EC2-005. */
function isOfTemplate(route: TemplateResource, way: string): boolean {
  return OWN[way] !== undefined && resourceOf(route.at(way).value, OWN[way]) !== undefined;
}

function namesDestination(route: TemplateResource): RuleResult {
  const ranges = (['DestinationCidrBlock', 'DestinationIpv6CidrBlock'] as const).filter((name) => !route.at(name).isAbsent);
  const list = route.at('DestinationPrefixListId');
  if (ranges.length === 0 && list.isAbsent) return fail('it names no destination');
  return every(...ranges.map((name) => isSomewhere(route.properties, name, FINDING, UNCLEAR)), isListSomewhere(list, FINDING, UNCLEAR));
}
