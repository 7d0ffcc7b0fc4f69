import { describe, Expression, TemplateResource, textOf } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import { DATA_POLICY, managedPolicies, policiesListedBy, TAKEOVER_POLICY } from '../iam/escalation';
import { isAdministrator, isDeploymentRole } from '../iam/privileges';
import type { Rule, RuleResult } from '../rule';

const ATTACHMENT = 'AWS::Cognito::IdentityPoolRoleAttachment';
const GUESTS = 'unauthenticated';

export const rule: Rule = {
  id: 'ZT-COGNITO-018',
  title: 'Amazon Cognito identity pools and groups of user pools assign no administrator roles',
  severity: 'high',
  types: [ATTACHMENT, 'AWS::Cognito::UserPoolGroup'],
  // source: Amazon Cognito developer guide, "Using role-based access control"
  rationale: 'An identity pool hands the credentials of a role to a browser: of guests to any caller, of a rule or a group to whoever gets its claim. With an administrator role, '
    + 'that caller has the account.',
  remediation: 'Assign roles with the exact actions and resources that users call from their own devices, and for guests no AWS managed policy with all of a service.',
  check(resource) {
    if (resource.type !== ATTACHMENT) return every(pass('no role'), ...[resource.at('RoleArn')].map(judge));
    const roles = resource.at('Roles');
    const mappings = resource.at('RoleMappings');
    const unread = [roles, mappings].find(({ value }) => value.kind !== 'known');
    if (unread) return unknown('its roles are not known before deployment', describe(unread.value));
    return every(
      pass('no role'),
      ...roles.entries().map(([, role]) => judge(role)),
      ...roles.entries().filter(([kind]) => kind === GUESTS).map(([, role]) => judgeForGuests(role)),
      ...mappings.entries().map(([, mapping]) => judgeRules(mapping.at('RulesConfiguration', 'Rules'))),
    );
  },
};

function judgeRules(rules: Expression): RuleResult {
  if (rules.value.kind !== 'known') return unknown('its rules for roles are not known before deployment', describe(rules.value));
  return every(pass(), ...rules.items().map((one) => judge(one.at('RoleARN'))));
}

function judge(role: Expression): RuleResult {
  const { value } = role;
  if (role.isAbsent) return pass();
  const seen = describe(value);
  if (isDeploymentRole(value)) return fail('it assigns a role that deploys or administers', seen);
  const found = roleOf(role);
  if (!found) return unknown('it assigns a role whose permissions are not in the templates', seen);
  if (isAdministrator(found)) return fail('it assigns an administrator role', seen);
  return isWholeHere(found) ? pass(seen) : unknown('permissions of a role that it assigns are not in the templates', seen);
}

/** Whether all statements of a role can be read, or are of AWS, whose administrators are known by name. */
function isWholeHere(role: TemplateResource): boolean {
  return statementsForRole(role).readable && policiesListedBy(role).every(({ value }) => (
    /:iam::aws:policy\//.test(textOf(value) ?? '') || resourceOf(value, 'AWS::IAM::ManagedPolicy') !== undefined));
}

/** What a service has, all of it, is more than callers without a sign-in need. */
function judgeForGuests(role: Expression): RuleResult {
  const found = roleOf(role);
  const wide = found ? [DATA_POLICY, TAKEOVER_POLICY, /:iam::aws:policy\/.*FullAccess/].flatMap((kind) => managedPolicies(found, kind)) : [];
  return wide.length === 0 ? pass() : fail('it assigns guests a role with all of a service', [...new Set(wide)].join(', '));
}

function roleOf({ value }: Expression): TemplateResource | undefined {
  return resourceOf(value, 'AWS::IAM::Role');
}
