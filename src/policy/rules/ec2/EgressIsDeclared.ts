import { describe, Expression, textOf } from '../../model';
import { every, fail, isNotEmpty, pass, unknown } from '../judge';
import type { Rule, RuleResult } from '../rule';

/** Ranges larger than this are no destination: 10.0.0.0/8 is the largest private one. */
const WIDEST_PREFIX = { CidrIp: 8, CidrIpv6: 16 };

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
  return every(narrow(egress, 'CidrIp'), narrow(egress, 'CidrIpv6'));
}

function narrow(egress: Expression, property: 'CidrIp' | 'CidrIpv6'): RuleResult {
  const { value } = egress.at(property);
  if (value.kind === 'unknown') return unknown('a destination of egress is not known before deployment', describe(value));
  if (value.kind === 'reference' || value.value === undefined) return pass();
  const prefix = Number(/\/(\d+)$/.exec(textOf(value) ?? '')?.[1] ?? 0);
  return prefix >= WIDEST_PREFIX[property] ? pass(describe(value)) : fail('it lets everything out', describe(value));
}
