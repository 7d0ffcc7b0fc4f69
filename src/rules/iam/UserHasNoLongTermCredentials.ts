import { fail, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-010',
  title: 'IAM users have no console password and no active access key',
  severity: 'high',
  types: ['AWS::IAM::AccessKey', 'AWS::IAM::User'],
  rationale: 'An access key or a console password is valid from anywhere until it is revoked; in a template it is exposed to every principal that can read the stack.',
  remediation: 'Use roles: IAM Identity Center for people, OIDC federation or IAM Roles Anywhere for machines.',
  check(resource) {
    if (resource.type === 'AWS::IAM::AccessKey') return isOneOf(resource.at('Status'), ['Inactive'], 'it is a long-term access key');
    return resource.at('LoginProfile').isAbsent ? pass('no password') : fail('it has a console password', 'LoginProfile');
  },
};
