import { describe } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import { firewallOf, routesOf, WAYS_OUT } from '../ec2/ways-out';
import { ownersInSubnet } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-004',
  title: 'A VPC from which functions reach the internet has a DNS firewall',
  severity: 'low',
  types: ['AWS::EC2::VPC'],
  rationale: 'Questions to the resolver pass no security group, no route and no network firewall: names that nobody declared are found, and carry data.',
  remediation: 'Add an AWS::Route53Resolver::FirewallRuleGroupAssociation of the VPC.',
  check(vpc) {
    const subnets = vpc.referrers('AWS::EC2::Subnet').filter((subnet) => resourceOf(subnet.at('VpcId').value) === vpc)
      .filter((subnet) => ownersInSubnet(subnet).some((owner) => owner.type === 'AWS::Lambda::Function'));
    const out = subnets.flatMap(routesOf).filter((route) => firewallOf(route) !== undefined || WAYS_OUT.some((way) => !route.at(way).isAbsent));
    if (out.length === 0) return pass('no function reaches the internet');
    const guards = vpc.referrers('AWS::Route53Resolver::FirewallRuleGroupAssociation').filter((one) => resourceOf(one.at('VpcId').value) === vpc);
    return guards.length > 0 ? pass(guards.map(({ name }) => name).join(', '))
      : fail('nothing filters the names that its functions ask for', out.map((route) => describe(route.at('DestinationCidrBlock').value)).join(', '));
  },
};
