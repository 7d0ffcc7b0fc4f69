import { fail, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-010',
  title: 'Nobody has credentials that do not expire',
  severity: 'high',
  types: ['AWS::IAM::AccessKey', 'AWS::IAM::User'],
  rationale: 'An access key or a console password works until somebody notices, from anywhere; the template shows it to whoever reads the stack.',
  remediation: 'Use roles: by identity centre for people, by OpenID Connect or Roles Anywhere for machines.',
  check(resource) {
    if (resource.type === 'AWS::IAM::AccessKey') return isOneOf(resource.at('Status'), ['Inactive'], 'it is an access key that does not expire');
    return resource.at('LoginProfile').isAbsent ? pass('no password') : fail('it signs in with a password', 'LoginProfile');
  },
};
