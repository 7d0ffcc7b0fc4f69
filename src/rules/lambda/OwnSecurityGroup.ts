import { describe, Expression, TemplateResource } from '../../model';
import { every, fail, isNotEmpty, pass, resourceOf, unknown } from '../../model/judge';
import { ownersOfGroup, securityGroupsOf, subnetsOf } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-003',
  title: 'A function stands in a VPC, with a security group of its own',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'Outside of a VPC a function reaches the whole internet. A group that two functions share gives each the ways of the other.',
  remediation: 'Set VpcConfig with isolated subnets and a security group that nothing else is in.',
  check(fn) {
    return every(
      isNotEmpty(subnetsOf(fn), 'it stands in no VPC'),
      isNotEmpty(securityGroupsOf(fn), 'it names no security group'),
      ...securityGroupsOf(fn).items().map((group) => ownedBy(fn, group)),
    );
  },
};

function ownedBy(fn: TemplateResource, named: Expression): RuleResult {
  const group = resourceOf(named.value);
  if (group?.type !== 'AWS::EC2::SecurityGroup') {
    return unknown('a security group of it is not in the templates, so what else is in it cannot be seen', describe(named.value));
  }
  const others = ownersOfGroup(group).filter((owner) => owner !== fn);
  return others.length === 0 ? pass(group.name) : fail(`its security group is shared with ${others.map((other) => other.name).join(', ')}`, group.name);
}
