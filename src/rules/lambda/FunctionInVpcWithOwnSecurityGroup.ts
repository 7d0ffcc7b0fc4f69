import { judgesTemplates } from './template-hook';
import { describe, Expression, TemplateResource } from '../../model';
import { every, fail, isNotEmpty, pass, resourceOf, unknown } from '../../model/judge';
import { ownersOfGroup, securityGroupsOf, subnetsOf } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-003',
  title: 'Lambda functions are in a VPC with a dedicated security group',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Outside of a VPC, a function can reach the whole internet. A shared security group gives each function the network access of the other.',
  remediation: 'Set VpcConfig with isolated subnets and a security group that no other resource uses.',
  check(fn) {
    if (fn.at('VpcConfig').isAbsent && judgesTemplates(fn)) return pass('a hook takes templates by URLs of a bucket that CloudFormation does not name');
    return every(
      isNotEmpty(subnetsOf(fn), 'it is not in a VPC'),
      isNotEmpty(securityGroupsOf(fn), 'it has no security group'),
      ...securityGroupsOf(fn).items().map((group) => ownedBy(fn, group)),
    );
  },
};

function ownedBy(fn: TemplateResource, named: Expression): RuleResult {
  const group = resourceOf(named.value);
  if (group?.type !== 'AWS::EC2::SecurityGroup') {
    return unknown('one of its security groups is not in the templates, so other uses of it are not known', describe(named.value));
  }
  const others = ownersOfGroup(group).filter((owner) => owner !== fn);
  return others.length === 0 ? pass(group.name) : fail(`its security group is shared with ${others.map((other) => other.name).join(', ')}`, group.name);
}
