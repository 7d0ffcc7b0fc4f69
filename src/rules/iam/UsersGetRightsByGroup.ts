import { describe, Expression } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-011',
  title: 'No policy is attached to a user',
  severity: 'medium',
  types: ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::User', 'AWS::IAM::UserPolicy'],
  rationale: 'Permissions of single users are forgotten when they change their work, and no review by role finds them.',
  remediation: 'Attach policies to roles or groups.',
  check(resource) {
    if (resource.type === 'AWS::IAM::UserPolicy') return fail('it is a policy of one user', describe(resource.at('UserName').value));
    if (resource.type !== 'AWS::IAM::User') return none(resource.at('Users'), 'it is attached to users');
    return every(none(resource.at('Policies'), 'it has policies of its own'), none(resource.at('ManagedPolicyArns'), 'policies are attached to it'));
  },
};

function none(list: Expression, finding: string): RuleResult {
  if (list.value.kind === 'unknown') return unknown(`${finding}, or not: not known before deployment`, describe(list.value));
  return list.items().length === 0 ? pass() : fail(finding, list.items().map((item) => describe(item.value)).join(', '));
}
