import { actionsMatching } from './service-authorization';
import { Statement } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-012',
  title: 'Actions in IAM policies exist in the Service Authorization Reference',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'IAM does not validate action names. A typo in an Allow statement fails at runtime; in a Deny statement it leaves a gap.',
  remediation: 'Write the action as the Service Authorization Reference does. Some API operations have another name: HeadObject is s3:GetObject.',
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
