import { describe, Statement, textOf, Value } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-008',
  title: 'IAM policies allow iam:PassRole on named roles only',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'A principal that can pass any role to a service gets the permissions of the most powerful role in the account.',
  remediation: 'Name the roles in the statement that allows iam:PassRole, and the service in a condition on iam:PassedToService.',
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter((statement) => statement.allows && statement.covers(['iam:PassRole'])).map(namesRoles),
    );
  },
};

function namesRoles(statement: Statement): RuleResult {
  if (statement.hasNotResource) return fail('it allows iam:PassRole with NotResource', 'NotResource');
  const open = statement.resources.filter(isAnyRole);
  const unclear = statement.resources.filter((value) => value.kind === 'unknown' && !isAnyRole(value));
  if (open.length > 0) return fail('it allows iam:PassRole on any role', open.map(describe).join(', '));
  return unclear.length === 0 ? pass() : unknown('the roles of iam:PassRole are not known before deployment', unclear.map(describe).join(', '));
}

/** A wildcard before the role has a name, or instead of one. */
function isAnyRole(value: Value): boolean {
  return /^\*|:role\/?\*+$|:\*$/.test(textOf(value) ?? '');
}
