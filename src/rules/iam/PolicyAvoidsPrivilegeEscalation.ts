import { describe, Statement, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { ESCALATING, namesBoundary } from './escalation';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';

export const rule: Rule = {
  id: 'ZT-IAM-009',
  title: 'IAM policies do not allow privilege escalation actions on wildcard resources',
  severity: 'critical',
  types: TYPES_WITH_POLICIES,
  rationale: 'A principal that can attach or change any policy, or create access keys for any user, is an administrator, whatever else its policies allow.',
  remediation: 'Name the roles or policies, or add a condition on iam:PermissionsBoundary with the ARN of the boundary to the Allow statement.',
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter((statement) => statement.allows).map(bounded),
    );
  },
};

function bounded(statement: Statement): RuleResult {
  const anywhere = statement.hasNotResource || statement.resources.some((value) => /^\*|(:|\/|role|user|group|policy)\*$/.test(textOf(value) ?? ''));
  if (!anywhere || statement.conditions.some(namesBoundary)) return pass();
  const actions = ESCALATING.filter((action) => statement.covers([action]));
  if (actions.length === 0) return pass();
  return fail('it allows privilege escalation', `${actions.join(', ')} on ${statement.resources.map(describe).join(', ') || 'NotResource'}`);
}
