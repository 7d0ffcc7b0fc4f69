import { subnetsBehind, waysOut } from './ways-out';
import { describe, TemplateResource, textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import { ownersInSubnet } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-005',
  title: 'Subnets of Lambda functions have no route to the internet',
  severity: 'medium',
  types: ['AWS::EC2::Route'],
  rationale: 'With a route through a NAT or internet gateway, a single open egress rule exposes a function to the internet.',
  remediation: 'Place functions in isolated subnets. Use VPC endpoints for AWS services, and a network firewall for other destinations.',
  check(route) {
    const ways = waysOut(route);
    if (ways.length === 0) return pass('no route to the internet');
    const seen = `${destination(route)} by ${ways.map((way) => describe(way.value)).join(', ')}`;
    return every(pass(seen), ...functionsBehind(route).map((fn): RuleResult => fail(`it gives ${fn.name} a route to the internet`, seen)));
  },
};

function destination(route: TemplateResource): string {
  return textOf(route.at('DestinationCidrBlock').value) ?? textOf(route.at('DestinationIpv6CidrBlock').value) ?? 'a destination';
}

function functionsBehind(route: TemplateResource): TemplateResource[] {
  return [...new Set(subnetsBehind(route).flatMap(ownersInSubnet))].filter((owner) => owner.type === 'AWS::Lambda::Function');
}
