import { denialsOf, everyStatementOf, mayHoldDenial } from './each-statement';
import { every, fail, pass, resourceOf, unknown, worstOfOne } from './judge';
import type { Statement } from './policy-document';
import { remembered } from './remembered';
import { AttachedStatements, readAll } from './resource-policies';
import type { RuleResult } from './rule-result';
import type { Expression, TemplateResource } from './template';
import { describe, textOf } from './value';

/** Types that hold policies of identities. */
export const POLICY_TYPES = [
  'AWS::IAM::GroupPolicy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy',
];
/** Types that hold policies of identities, inline ones included. */
export const TYPES_WITH_POLICIES = [...POLICY_TYPES, 'AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'];
const PERMISSION_SET = 'AWS::SSO::PermissionSet';
/** The same, and permission sets of IAM Identity Center, from which it makes roles for people. */
export const TYPES_WITH_PERMISSIONS = [...TYPES_WITH_POLICIES, PERMISSION_SET];

/** The policy documents that a resource holds itself. */
export function documentsOf(resource: TemplateResource): Expression[] {
  if (POLICY_TYPES.includes(resource.type)) return [resource.at('PolicyDocument')];
  if (resource.type === PERMISSION_SET) {
    const inline = resource.at('InlinePolicy');
    return inline.isAbsent ? [] : [inline];
  }
  return resource.at('Policies').items().map((policy) => policy.at('PolicyDocument'));
}

/** The statements that a resource holds itself, and whether all of them could be read. */
export const ownStatements = remembered((resource): AttachedStatements => readAll(documentsOf(resource)));

/** Judges each statement that a resource holds itself, apart from the others: see `everyStatementOf`. */
export function everyOwnStatement(resource: TemplateResource, judge: (statement: Statement) => RuleResult): RuleResult {
  const unread = () => unknown('its statements are not known before deployment');
  if (holdsDocument(resource)) return every(pass(), ...documentsOf(resource).map((document) => everyStatementOf(document, judge, unread)));
  return every(pass(), ...resource.at('Policies').parts().map((policy) => worstOfOne(policy, () => (
    policy.at().source === undefined ? pass() : everyStatementOf(policy.at('PolicyDocument'), judge, unread)))));
}

/** Those that deny, of the statements that a resource holds itself and that can be read. */
export function ownDenials(resource: TemplateResource): Statement[] {
  if (holdsDocument(resource)) return documentsOf(resource).flatMap(denialsOf);
  const policies = resource.at('Policies').parts().filter(({ source }) => mayHoldDenial(source));
  return policies.filter((policy) => policy.at().source !== undefined).flatMap((policy) => denialsOf(policy.at('PolicyDocument')));
}

/** Whether a resource is one policy, and no list of inline ones. */
function holdsDocument({ type }: TemplateResource): boolean {
  return POLICY_TYPES.includes(type) || type === PERMISSION_SET;
}

/** The roles that a policy is attached to, by its own list or by theirs. */
export const rolesOf = remembered(readRolesOf);

function readRolesOf(policy: TemplateResource): TemplateResource[] {
  if (policy.type === 'AWS::IAM::Role') return [policy];
  const named = [...policy.at('Roles').items(), ...policy.at('RoleName').items()].map((role) => resourceOf(role.value));
  const naming = policy.referrers('AWS::IAM::Role').filter((role) => names(role.at('ManagedPolicyArns'), policy));
  return [...new Set([...named, ...naming])].filter((role): role is TemplateResource => role?.type === 'AWS::IAM::Role');
}

/** The statements that hold for a role: its own and those of policies attached to it. */
export const statementsForRole = remembered(readStatementsForRole);

function readStatementsForRole(role: TemplateResource): AttachedStatements {
  return readAll(policiesForRole(role).flatMap(documentsOf));
}

/** What holds the statements for a role, as far as it is in the templates: the role itself, and the policies attached to it. */
export const policiesForRole = remembered(readPoliciesForRole);

function readPoliciesForRole(role: TemplateResource): TemplateResource[] {
  const attached = role.referrers(...POLICY_TYPES).filter((policy) => rolesOf(policy).includes(role));
  const listed = role.at('ManagedPolicyArns').items().map((arn) => resourceOf(arn.value));
  const policies = new Set([role, ...attached, ...listed.filter((policy): policy is TemplateResource => policy?.type === 'AWS::IAM::ManagedPolicy')]);
  return [...policies].filter((policy) => policy.exists());
}

/**
 * Whether a policy only bounds what others grant: it is the boundary of roles or users, and attached to nobody. Whatever else
 * refers to it, but for the policies that ask for it as a boundary, might attach it.
 */
export function grantsNothing(policy: TemplateResource): boolean {
  if (policy.type !== 'AWS::IAM::ManagedPolicy') return false;
  if (!['Groups', 'Roles', 'Users'].every((list) => policy.at(list).isAbsent)) return false;
  const others = policy.referrers().filter(({ type }) => !POLICY_TYPES.includes(type));
  return others.length > 0 && others.every((one) => ['AWS::IAM::Role', 'AWS::IAM::User'].includes(one.type)
    && resourceOf(one.at('PermissionsBoundary').value) === policy && !names(one.at('ManagedPolicyArns'), policy));
}

/** Whether a service, by its global or a Regional principal, and nobody else may assume a role; or another one that is the same service. */
export function assumedOnlyBy(role: TemplateResource, service: string, alias = service): RuleResult {
  const statements = role.at('AssumeRolePolicyDocument', 'Statement').items();
  const principals = statements.flatMap((statement) => statement.at('Principal').entries().flatMap(([type, values]) => values.items()
    .map((value) => (type === 'Service' ? textOf(value.value) : undefined) ?? describe(value.value))));
  const others = principals.filter((principal) => ![service, alias].includes(globalName(principal)));
  if (principals.length < statements.length || statements.length === 0) return unknown('the trust policy of its role is not known before deployment');
  return others.length === 0 ? pass() : fail('its role can be assumed by other principals', others.join(', '));
}

/** `states.amazonaws.com` for `states.eu-west-1.amazonaws.com`, and where the Region is a gap. */
function globalName(principal: string): string {
  return principal.replace(/^([\w-]+)\.(?:[a-z]{2}(?:-[a-z]+)+-\d|\$\{AWS::Region\})\.amazonaws\.com$/, '$1.amazonaws.com');
}

function names(list: Expression, resource: TemplateResource): boolean {
  return list.items().some((item) => resourceOf(item.value) === resource);
}
