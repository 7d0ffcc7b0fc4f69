import { ADMINISTRATOR_POLICY, policiesListedBy } from './escalation';
import { describe, Expression } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** An own policy of the same name is judged by what it allows. */
const OF_AWS = /:iam::aws:policy\//;
/** An attribute of a custom resource or of a nested stack that was not read, or a dynamic reference: it may be any policy. What deployment passes is its own choice. */
const MADE_AT_DEPLOYMENT = / of \S+$|^a dynamic reference$/;

export const rule: Rule = {
  id: 'ZT-IAM-022',
  title: 'IAM roles, users, groups and permission sets have no AWS managed policy that grants administrator access',
  severity: 'critical',
  types: ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::SSO::PermissionSet'],
  rationale: 'AdministratorAccess, PowerUserAccess, IAMFullAccess and SystemAdministrator allow every action of most services, or giving oneself every permission: whoever '
    + 'takes over the workload has the account.',
  remediation: 'Grant the exact actions and resources in a customer managed policy.',
  check: (resource) => every(pass('no policy for administrators'), ...policiesListedBy(resource).map(judge)),
};

function judge({ value }: Expression): RuleResult {
  const seen = describe(value).replace(/^"|"$/g, '');
  if (value.kind === 'unknown' && MADE_AT_DEPLOYMENT.test(value.why)) return unknown('a managed policy of it is not known before deployment', seen);
  if (!OF_AWS.test(seen) || !ADMINISTRATOR_POLICY.test(seen)) return pass();
  return fail(/PowerUserAccess$/.test(seen) ? 'it has an AWS managed policy that allows every action of most services' : 'it has an AWS managed policy that grants administrator access', seen);
}
