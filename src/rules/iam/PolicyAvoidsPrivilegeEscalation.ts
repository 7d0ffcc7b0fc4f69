import { describe, Statement, TemplateResource, textOf, Value } from '../../model';
import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { ESCALATING, isBounded, namesBoundary } from './escalation';
import { allowing, identityOf } from './identities';
import { isOfService, isServiceLinked, reachOf } from './names';
import { isAdministrator } from './privileges';
import { everyOwnStatement, rolesOf, TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';

export const rule: Rule = {
  id: 'ZT-IAM-009',
  title: 'IAM policies do not allow privilege escalation: IAM writes on wildcards or on the own role',
  severity: 'critical',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'A principal that can attach or change policies by wildcard, by a prefix of names too, or those of its own role, or that can create access keys for '
    + 'any user, is an administrator, whatever else its policies allow. Source: pathfinding.cloud, iam-001 to iam-021.',
  remediation: 'Name the roles or policies, never the own one, or add a condition on iam:PermissionsBoundary with the ARN of the boundary to the Allow statement.',
  check(resource) {
    return everyOwnStatement(resource, (statement) => (escalating(statement).length === 0 || !statement.allows ? pass() : every(
      bounded(statement),
      ...rolesOf(resource).map((role) => onItself(statement, role)),
      onOthers(statement, resource),
    )));
  },
};

/** A condition on the boundary or the policy is absent for what changes neither, so the statement does not allow that. */
function escalating(statement: Statement): readonly string[] {
  return statement.coveredOf(ESCALATING);
}

function bounded(statement: Statement): RuleResult {
  const open = statement.resources.filter((value) => reachOf(value) !== 'named' && !isServiceLinked(value));
  if ((open.length === 0 && !statement.hasNotResource) || isBounded(statement)) return pass();
  const actions = escalating(statement).filter((action) => statement.hasNotResource || open.some((value) => isFor(action, value)));
  if (actions.length === 0) return pass();
  return fail('it allows privilege escalation', `${actions.join(', ')} on ${open.map(describe).join(', ') || 'NotResource'}`);
}

/** Whether an action is on what an ARN names: `role/app-*` is no policy of which to create a version. */
function isFor(action: string, value: Value): boolean {
  const type = /:iam::[^:]*:(role|user|group|policy)\//.exec(textOf(value) ?? '')?.[1];
  return isOfService(action, value) && (type === undefined || targetOfAction(action) === type);
}

function targetOfAction(action: string): string {
  if (/PolicyVersion$/.test(action)) return 'policy';
  if (/Group/.test(action)) return 'group';
  return /Role/.test(action) ? 'role' : 'user';
}

/** What changes the policies or the boundary of the role that has it; a policy of it may be rewritten, too. */
function onItself(statement: Statement, role: TemplateResource): RuleResult {
  if (isBounded(statement)) return pass();
  const actions = escalating(statement).filter((action) => statement.resources.some((value) => {
    const target = resourceOf(value);
    return targetOfAction(action) === 'role' ? target === role : target?.type === 'AWS::IAM::ManagedPolicy' && rolesOf(target).includes(role);
  }));
  return actions.length === 0 ? pass() : fail('it allows a role to widen its own permissions', `${actions.join(', ')} on ${role.name}`);
}

/** To write a role's policy and to act as that role, or to let itself into an administrator's role. */
function onOthers(statement: Statement, holder: TemplateResource): RuleResult {
  if (statement.conditions.some(namesBoundary)) return pass();
  const identities = () => [holder, ...rolesOf(holder)].flatMap((one) => identityOf(one) ?? []);
  const taken = statement.resources.flatMap((value) => resourceOf(value, 'AWS::IAM::Role') ?? []).filter((role) => {
    const letsItselfIn = statement.covers(['iam:UpdateAssumeRolePolicy']);
    if (letsItselfIn && isAdministrator(role)) return true;
    const writes = !isBounded(statement) && ['iam:AttachRolePolicy', 'iam:PutRolePolicy'].some((action) => statement.covers([action]));
    return writes && (letsItselfIn || identities().some((identity) => ['iam:PassRole', 'iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'].some(
      (action) => allowing(identity, action).some(({ resources }) => resources.some((value) => resourceOf(value) === role)))));
  });
  return taken.length === 0 ? pass() : fail('it allows changing a role and acting as it', taken.map(({ name }) => name).join(', '));
}
