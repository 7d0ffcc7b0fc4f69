import { describe, Expression } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-003',
  title: 'Permissions are in customer-managed policies: none inline, none managed by AWS',
  severity: 'high',
  types: ['AWS::IAM::Group', 'AWS::IAM::GroupPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy', 'AWS::IAM::User', 'AWS::IAM::UserPolicy'],
  rationale: 'An inline policy has no versions and cannot be reviewed or reused; a policy of AWS is wide, and AWS widens it without asking.',
  remediation: 'Put the statements into an AWS::IAM::ManagedPolicy with exact actions and resources.',
  check(resource) {
    if (resource.type.endsWith('Policy')) return fail('it is an inline policy', resource.type);
    return every(
      resource.at('Policies').items().length === 0 ? pass() : fail('it has inline policies', describe(resource.at('Policies').value)),
      ...resource.at('ManagedPolicyArns').items().map(customerManaged),
    );
  },
};

function customerManaged(arn: Expression): RuleResult {
  const { value } = arn;
  const seen = describe(value);
  if (/:iam::aws:policy\//.test(seen)) return fail('it has a policy that AWS manages', seen);
  if (value.kind === 'unknown') return unknown('a policy of it is not known before deployment', seen);
  return pass(seen);
}
