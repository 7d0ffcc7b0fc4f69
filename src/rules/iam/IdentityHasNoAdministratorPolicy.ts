import { describe } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** Policies of AWS with which whoever has them can give away any right. */
const ADMINISTRATOR = /:iam::aws:policy\/([\w-]+\/)*(AdministratorAccess[\w-]*|IAMFullAccess|PowerUserAccess|SystemAdministrator)$/;

export const rule: Rule = {
  id: 'ZT-IAM-022',
  title: 'IAM roles, users and groups have no AWS managed policy that grants administrator access',
  severity: 'critical',
  types: ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'],
  rationale: 'AdministratorAccess, PowerUserAccess, IAMFullAccess and SystemAdministrator allow every action of most services, or giving oneself every permission: whoever '
    + 'takes over the workload has the account.',
  remediation: 'Grant the exact actions and resources in a customer managed policy.',
  check: (resource) => every(pass('no policy for administrators'), ...resource.at('ManagedPolicyArns').items().map(({ value }) => {
    const seen = describe(value).replace(/^"|"$/g, '');
    return ADMINISTRATOR.test(seen) ? fail('it has an AWS managed policy that grants administrator access', seen) : pass();
  })),
};
