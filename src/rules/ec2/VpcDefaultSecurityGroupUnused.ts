import { TemplateResource } from '../../model';
import { every, fail, isNotEmpty, pass } from '../../model/judge';
import { ownersInSubnet, OWNER_TYPES, securityGroupsOf, takesSecurityGroups } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

/** The custom resource by which the CDK empties a default group, and policies: they name the group and put nothing into it. */
const NAMES_ONLY = ['Custom::VpcRestrictDefaultSG', 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

export const rule: Rule = {
  id: 'ZT-EC2-001',
  title: 'VPC default security groups are not used',
  severity: 'medium',
  types: ['AWS::EC2::VPC'],
  rationale: 'The default security group allows traffic between its members and to the whole internet. CloudFormation '
    + 'cannot remove its rules, and a network interface without a security group gets it.',
  remediation: 'Set a security group on every function, interface endpoint and other network interface '
    + 'in the VPC, and never refer to DefaultSecurityGroup of the VPC.',
  check(vpc) {
    const owners = [
      ...vpc.referrers('AWS::EC2::Subnet').flatMap(ownersInSubnet),
      ...vpc.referrers(...OWNER_TYPES),
    ].filter(takesSecurityGroups);
    return every(
      ...vpc.referrers().filter((other) => !NAMES_ONLY.includes(other.type)).map(usesDefaultGroup(vpc)),
      ...[...new Set(owners)].map(namesGroups),
    );
  },
};

function usesDefaultGroup(vpc: TemplateResource) {
  return (other: TemplateResource): RuleResult => (other.refersTo(vpc, 'DefaultSecurityGroup')
    ? fail(`${other.name} uses its default security group`, `${vpc.logicalId}.DefaultSecurityGroup`) : pass());
}

function namesGroups(owner: TemplateResource): RuleResult {
  return isNotEmpty(securityGroupsOf(owner), `${owner.name} has no security group, so it gets the default one`);
}
