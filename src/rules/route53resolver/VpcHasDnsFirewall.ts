import { describe } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import { firewallOf, routesOf, waysOut } from '../ec2/ways-out';
import { ownersInSubnet } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-004',
  title: 'VPCs with Lambda functions that can reach the internet have a DNS Firewall rule group',
  severity: 'low',
  types: ['AWS::EC2::VPC'],
  rationale: 'Queries to the VPC resolver bypass security groups, routes and Network Firewall: undeclared domains are resolved, and DNS queries can exfiltrate data.',
  remediation: 'Add an AWS::Route53Resolver::FirewallRuleGroupAssociation for the VPC.',
  check(vpc) {
    const subnets = vpc.referrers('AWS::EC2::Subnet').filter((subnet) => resourceOf(subnet.at('VpcId').value) === vpc)
      .filter((subnet) => ownersInSubnet(subnet).some((owner) => owner.type === 'AWS::Lambda::Function'));
    const out = subnets.flatMap(routesOf).filter((route) => firewallOf(route) !== undefined || waysOut(route).length > 0);
    if (out.length === 0) return pass('no function reaches the internet');
    const guards = vpc.referrers('AWS::Route53Resolver::FirewallRuleGroupAssociation').filter((one) => resourceOf(one.at('VpcId').value) === vpc);
    return guards.length > 0 ? pass(guards.map(({ name }) => name).join(', '))
      : fail('it has no DNS Firewall rule group', out.map((route) => describe(route.at('DestinationCidrBlock').value)).join(', '));
  },
};
