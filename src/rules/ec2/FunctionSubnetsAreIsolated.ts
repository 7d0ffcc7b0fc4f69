import { subnetsBehind, WAYS_OUT } from './ways-out';
import { describe, TemplateResource, textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import { ownersInSubnet } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-005',
  title: 'The subnets of functions have no route to the internet',
  severity: 'high',
  types: ['AWS::EC2::Route'],
  rationale: 'With a route through a NAT or internet gateway, one open egress rule is all that is between a function and the internet.',
  remediation: 'Put functions into isolated subnets, and reach AWS services through endpoints, other destinations through a network firewall.',
  check(route) {
    const ways = WAYS_OUT.map((way) => route.at(way)).filter((way) => !way.isAbsent);
    if (ways.length === 0) return pass('no way out');
    const seen = `${destination(route)} by ${ways.map((way) => describe(way.value)).join(', ')}`;
    return every(pass(seen), ...functionsBehind(route).map((fn): RuleResult => fail(`it leads ${fn.name} to the internet`, seen)));
  },
};

function destination(route: TemplateResource): string {
  return textOf(route.at('DestinationCidrBlock').value) ?? textOf(route.at('DestinationIpv6CidrBlock').value) ?? 'a destination';
}

function functionsBehind(route: TemplateResource): TemplateResource[] {
  return [...new Set(subnetsBehind(route).flatMap(ownersInSubnet))].filter((owner) => owner.type === 'AWS::Lambda::Function');
}
