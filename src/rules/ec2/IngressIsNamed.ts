import { isSomewhere } from './cidr';
import { describe, Expression } from '../../model';
import { every, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-006',
  title: 'A security group lets in what was named, never everyone',
  severity: 'high',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'],
  rationale: 'What every address may reach is found by scanners within minutes. Position in the network is then worth nothing.',
  remediation: 'Let in a security group, a prefix list or the range of the callers.',
  check: (resource) => (resource.type === 'AWS::EC2::SecurityGroupIngress' ? named(resource.properties)
    : every(pass('no ingress from everywhere'), ...resource.at('SecurityGroupIngress').items().map(named))),
};

function named(ingress: Expression): RuleResult {
  if (ingress.value.kind !== 'known') return unknown('an ingress rule is not known before deployment', describe(ingress.value));
  return every(...(['CidrIp', 'CidrIpv6'] as const).map(
    (property) => isSomewhere(ingress, property, 'it lets everyone in', 'a source of ingress is not known before deployment'),
  ));
}
