import { Statement } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const UNMASK = 'logs:unmask';

export const rule: Rule = {
  id: 'ZT-LOGS-011',
  title: 'IAM policies with CloudWatch Logs actions do not allow logs:Unmask',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'Masking protects data only if it applies to every principal: an intruder needs just one workload that can unmask it.',
  remediation: 'Remove logs:Unmask. Grant it to people who need unmasked data outside of the app, for one log group and with MFA.',
  check: (holder) => every(pass(), ...ownStatements(holder).statements.filter(({ allows }) => allows).map(judge)),
};

/** A wildcard over all services is for the rule on exact actions to tell. */
function judge(statement: Statement): RuleResult {
  const unmasking = statement.actions.some((action) => action.startsWith('logs:')) && statement.covers([UNMASK]);
  return unmasking ? fail('it allows logs:Unmask', statement.actions.join(', ')) : pass();
}
