import { TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf } from '../../model/judge';
import { firewallOf, routesOf, subnetsBehind } from '../ec2/ways-out';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-005',
  title: 'Answers come back through the network firewall that let the question out',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::Firewall'],
  rationale: 'A firewall that sees half of a connection knows no handshake: it drops what is allowed, or has to let through what it cannot judge.',
  remediation: 'In the route table of the NAT gateway\'s subnet, lead the range of each subnet that leaves through the firewall back to the same endpoint.',
  check(firewall) {
    const back = routesBack(firewall);
    if (!back) return pass('no NAT gateway behind it');
    const out = firewall.referrers('AWS::EC2::Route').filter((route) => firewallOf(route) === firewall && !back.includes(route));
    const subnets = [...new Set(out.flatMap(subnetsBehind))];
    return every(pass(), ...subnets.map((subnet): RuleResult => (back.some((route) => leadsTo(route, subnet)) ? pass(subnet.name)
      : fail(`answers to ${subnet.name} pass it by`, 'no route'))));
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
