import { describe, Expression } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-011',
  title: 'IAM policies are not attached to users',
  severity: 'medium',
  types: ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::User', 'AWS::IAM::UserPolicy'],
  rationale: 'Permissions of individual users stay when their job changes, and reviews of roles miss them.',
  remediation: 'Attach policies to roles or groups.',
  check(resource) {
    if (resource.type === 'AWS::IAM::UserPolicy') return fail('it is an inline policy of a user', describe(resource.at('UserName').value));
    if (resource.type !== 'AWS::IAM::User') return none(resource.at('Users'), 'it is attached to users');
    return every(none(resource.at('Policies'), 'it has inline policies'), none(resource.at('ManagedPolicyArns'), 'it has attached policies'));
  },
};

function none(list: Expression, finding: string): RuleResult {
  if (list.value.kind === 'unknown') return unknown(`${finding}, or not: not known before deployment`, describe(list.value));
  return list.items().length === 0 ? pass() : fail(finding, list.items().map((item) => describe(item.value)).join(', '));
}
