import { isOnlyForNatBehindFirewall, subnetsBehind } from './ways-out';
import { describe, textOf } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

export const rule: Rule = {
  id: 'ZT-EC2-008',
  title: 'No route leads everywhere through an internet gateway, but that of NAT gateways behind a network firewall',
  severity: 'medium',
  types: ['AWS::EC2::Route'],
  rationale: 'A subnet with such a route is public: what has an address in it is reached from everywhere, and reaches everything.',
  remediation: 'Put an edge service before the app, use isolated subnets, and reach AWS services through endpoints. For other destinations, let '
    + 'only NAT gateways stand in such a subnet, and only firewall endpoints of AWS::NetworkFirewall::Firewall use these.',
  check(route) {
    const gateway = route.at('GatewayId');
    const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'].map((name) => route.at(name)).filter((one) => !one.isAbsent);
    if (gateway.isAbsent || resourceOf(gateway.value, 'AWS::EC2::VPNGateway') || /^vgw-/.test(textOf(gateway.value) ?? '')) return pass('no internet gateway');
    const unclear = destinations.find(({ value }) => value.kind === 'unknown');
    if (unclear) return unknown('where it leads is not known before deployment', describe(unclear.value));
    const open = destinations.filter(({ value }) => EVERYWHERE.includes(textOf(value) ?? ''));
    if (open.length === 0) return pass('not everywhere');
    const subnets = subnetsBehind(route);
    if (subnets.length > 0 && subnets.every(isOnlyForNatBehindFirewall)) return pass('for NAT gateways behind a network firewall');
    return fail('it leads everywhere by an internet gateway', describe(gateway.value));
  },
};
