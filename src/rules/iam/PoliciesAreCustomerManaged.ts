import { describe, Expression } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-003',
  title: 'IAM permissions are in customer managed policies, not inline or AWS managed policies',
  severity: 'medium',
  types: ['AWS::IAM::Group', 'AWS::IAM::GroupPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy', 'AWS::IAM::User', 'AWS::IAM::UserPolicy'],
  rationale: 'An inline policy has no versions and cannot be reused; AWS managed policies are broad, and AWS extends them without notice.',
  remediation: 'Move the statements to an AWS::IAM::ManagedPolicy with exact actions and resources.',
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
  if (/:iam::aws:policy\//.test(seen)) return fail('it has an AWS managed policy', seen);
  if (value.kind === 'unknown') return unknown('one of its policies is not known before deployment', seen);
  return pass(seen);
}
