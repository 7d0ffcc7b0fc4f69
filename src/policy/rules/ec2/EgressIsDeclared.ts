import { isSomewhere } from './cidr';
import { describe, Expression } from '../../model';
import { every, isNotEmpty, unknown } from '../judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-002',
  title: 'A security group lets out what was declared, never everything',
  severity: 'high',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
  rationale: 'What can reach every address can carry data anywhere. A group without egress rules of its own is open: EC2 adds a rule for '
    + 'everything.',
  remediation: 'Declare egress to the group, range or prefix list that is called. For none at all, CDK\'s allowAllOutbound: false writes a '
    + 'rule that matches nothing.',
  check(resource) {
    if (resource.type === 'AWS::EC2::SecurityGroupEgress') return declared(resource.properties);
    const rules = resource.at('SecurityGroupEgress');
    return every(isNotEmpty(rules, 'it declares no egress, so EC2 opens it to everything'), ...rules.items().map(declared));
  },
};

function declared(egress: Expression): RuleResult {
  if (egress.value.kind !== 'known') return unknown('an egress rule is not known before deployment', describe(egress.value));
  return every(...(['CidrIp', 'CidrIpv6'] as const).map(
    (property) => isSomewhere(egress, property, 'it lets everything out', 'a destination of egress is not known before deployment'),
  ));
}
