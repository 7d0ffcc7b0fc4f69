import { isOnlyForNatBehindFirewall, subnetsBehind } from './ways-out';
import { describe, textOf } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

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
    const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'].map((name) => route.at(name)).filter((one) => !one.isAbsent);
    if (gateway.isAbsent || resourceOf(gateway.value, 'AWS::EC2::VPNGateway') || /^vgw-/.test(textOf(gateway.value) ?? '')) return pass('no internet gateway');
    const unclear = destinations.find(({ value }) => value.kind === 'unknown');
    if (unclear) return unknown('its destination is not known before deployment', describe(unclear.value));
    const open = destinations.filter(({ value }) => EVERYWHERE.includes(textOf(value) ?? ''));
    if (open.length === 0) return pass('no default route');
    const subnets = subnetsBehind(route);
    if (subnets.length > 0 && subnets.every(isOnlyForNatBehindFirewall)) return pass('for NAT gateways behind a network firewall');
    return fail('it is a default route to an internet gateway', describe(gateway.value));
  },
};
