import { describe, Statement, textOf, Value } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-008',
  title: 'Who may pass roles may pass named ones',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'Who may pass any role to a service gets the permissions of the strongest role in the account.',
  remediation: 'Name the roles in the statement that allows iam:PassRole, and the service under iam:PassedToService.',
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter((statement) => statement.allows && statement.covers(['iam:PassRole'])).map(namesRoles),
    );
  },
};

function namesRoles(statement: Statement): RuleResult {
  if (statement.hasNotResource) return fail('it passes every role but some', 'NotResource');
  const open = statement.resources.filter(isAnyRole);
  const unclear = statement.resources.filter((value) => value.kind === 'unknown' && !isAnyRole(value));
  if (open.length > 0) return fail('it passes any role', open.map(describe).join(', '));
  return unclear.length === 0 ? pass() : unknown('which roles it passes is not known before deployment', unclear.map(describe).join(', '));
}

/** A wildcard before the role has a name, or instead of one. */
function isAnyRole(value: Value): boolean {
  return /^\*|:role\/?\*+$|:\*$/.test(textOf(value) ?? '');
}
