import { isListSomewhere, isSomewhere } from './cidr';
import { isOnlyForNatBehindFirewall, subnetsBehind } from './ways-out';
import { describe, textOf } from '../../model';
import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

const UNCLEAR = 'its destination is not known before deployment';

export const rule: Rule = {
  id: 'ZT-EC2-008',
  title: 'Default routes to an internet gateway serve only NAT gateways behind a network firewall',
  severity: 'medium',
  types: ['AWS::EC2::Route'],
  rationale: 'A subnet with a default route to an internet gateway is public: resources with a public address in it are reachable from the internet, and can reach any address.',
  remediation: 'Use an edge service in front of the app, isolated subnets, and VPC endpoints for AWS services. For other destinations, keep '
    + 'only NAT gateways in a public subnet, used only by the endpoints of an AWS::NetworkFirewall::Firewall.',
  check(route) {
    const gateway = route.at('GatewayId');
    if (gateway.isAbsent || resourceOf(gateway.value, 'AWS::EC2::VPNGateway') || /^vgw-/.test(textOf(gateway.value) ?? '')) return pass('no internet gateway');
    const destination = every(
      ...(['DestinationCidrBlock', 'DestinationIpv6CidrBlock'] as const).map((name) => isSomewhere(route.properties, name, '', UNCLEAR)),
      isListSomewhere(route.at('DestinationPrefixListId'), '', UNCLEAR),
    );
    if (destination.verdict !== 'fail') return destination.verdict === 'pass' ? pass('no default route') : destination;
    const subnets = subnetsBehind(route);
    if (subnets.length > 0 && subnets.every(isOnlyForNatBehindFirewall)) return pass('for NAT gateways behind a network firewall');
    return fail('it is a default route to an internet gateway', describe(gateway.value));
  },
};
