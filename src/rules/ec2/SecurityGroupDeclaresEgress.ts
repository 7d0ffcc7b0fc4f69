import type { TemplateResource } from '../../model';
import { isNotEmpty, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-014',
  title: 'Security groups declare egress rules, instead of the default that allows all outbound traffic',
  severity: 'medium',
  types: ['AWS::EC2::SecurityGroup'],
  rationale: 'EC2 adds a rule that allows all outbound traffic to a security group without egress rules: a workload that can reach any address can send data anywhere.',
  remediation: 'Declare egress to the security group, CIDR range or prefix list that is called. For no egress at all, allowAllOutbound: false of the CDK '
    + 'writes a rule that matches nothing.',
  check(group) {
    const own = isNotEmpty(group.at('SecurityGroupEgress'), 'it has no egress rules, so EC2 allows all outbound traffic');
    return own.verdict !== 'pass' && isGivenEgress(group) ? pass('an AWS::EC2::SecurityGroupEgress') : own;
  },
};

/** CloudFormation revokes the default rule when a rule is a resource of its own. Source: aws-cdk issue 987. What that rule allows is judged there. */
function isGivenEgress(group: TemplateResource): boolean {
  return group.referrers('AWS::EC2::SecurityGroupEgress').some((egress) => resourceOf(egress.at('GroupId').value) === group);
}
