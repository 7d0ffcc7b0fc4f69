import { actionsMatching } from './service-authorization';
import { Statement } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-012',
  title: 'The actions that a policy names exist',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'IAM takes any text for an action. A slip of the pen in an Allow is an error at night; in a Deny it is a hole.',
  remediation: 'Write the action as the Service Authorization Reference does. The API has other names for some: HeadObject is s3:GetObject.',
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(readable ? pass() : unknown('its statements are not known before deployment'), ...statements.map(exist));
  },
};

/** Actions of services that are not known here are left alone. */
function exist(statement: Statement): RuleResult {
  const missing = statement.actions.filter((action) => actionsMatching(action)?.length === 0);
  return missing.length === 0 ? pass() : fail('it names actions that do not exist', missing.join(', '));
}
