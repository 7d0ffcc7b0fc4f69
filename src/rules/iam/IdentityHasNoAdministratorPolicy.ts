import { ADMINISTRATOR_POLICY } from './escalation';
import { describe } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** An own policy of the same name is judged by what it allows. */
const OF_AWS = /:iam::aws:policy\//;

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
    return OF_AWS.test(seen) && ADMINISTRATOR_POLICY.test(seen) ? fail('it has an AWS managed policy that grants administrator access', seen) : pass();
  })),
};
