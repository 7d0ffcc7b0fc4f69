import { TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf } from '../../model/judge';
import { firewallOf, routesOf, subnetsBehind } from '../ec2/ways-out';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-005',
  title: 'Network Firewall firewalls in front of a NAT gateway have symmetric routing',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::Firewall'],
  rationale: 'With asymmetric routing, a stateful firewall sees only half of a connection: it drops allowed traffic, or passes traffic that it cannot inspect.',
  remediation: 'In the route table of the NAT gateway subnet, route the CIDR block of each subnet behind the firewall to the same firewall endpoint.',
  check(firewall) {
    const back = routesBack(firewall);
    if (!back) return pass('no NAT gateway behind it');
    const out = firewall.referrers('AWS::EC2::Route').filter((route) => firewallOf(route) === firewall && !back.includes(route));
    const subnets = [...new Set(out.flatMap(subnetsBehind))];
    return every(pass(), ...subnets.map((subnet): RuleResult => (back.some((route) => leadsTo(route, subnet)) ? pass(subnet.name)
      : fail(`return traffic to ${subnet.name} bypasses it`, 'no route'))));
  },
};

/** The routes by which a NAT gateway behind a firewall answers; none when there is no such gateway. */
function routesBack(firewall: TemplateResource): TemplateResource[] | undefined {
  const subnets = firewall.at('SubnetMappings').items().map((mapping) => resourceOf(mapping.at('SubnetId').value, 'AWS::EC2::Subnet'));
  const gateways = subnets.flatMap((subnet) => (subnet ? routesOf(subnet) : []))
    .map((route) => resourceOf(route.at('NatGatewayId').value, 'AWS::EC2::NatGateway'));
  const standing = gateways.map((gateway) => gateway && resourceOf(gateway.at('SubnetId').value, 'AWS::EC2::Subnet')).filter((one) => one !== undefined);
  return standing.length === 0 ? undefined : standing.flatMap(routesOf).filter((route) => firewallOf(route) === firewall);
}

function leadsTo(route: TemplateResource, subnet: TemplateResource): boolean {
  const { value } = route.at('DestinationCidrBlock');
  const range = subnet.at('CidrBlock').value;
  return resourceOf(value) === subnet || (value.kind === 'known' && range.kind === 'known' && textOf(value) === textOf(range));
}
