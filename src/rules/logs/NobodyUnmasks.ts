import { Statement } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const UNMASK = 'logs:unmask';

export const rule: Rule = {
  id: 'ZT-LOGS-011',
  title: 'Nobody is allowed to see in logs what was masked',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'Masks are for everyone who reads logs, or for nobody: one workload that sees through them is all that an intruder needs.',
  remediation: 'Take logs:Unmask out. Who must see what was masked gets it from outside the app, for one log group and with a second factor.',
  check: (holder) => every(pass(), ...ownStatements(holder).statements.filter(({ allows }) => allows).map(judge)),
};

/** A wildcard over all services is for the rule on exact actions to tell. */
function judge(statement: Statement): RuleResult {
  const unmasking = statement.actions.some((action) => action.startsWith('logs:')) && statement.covers([UNMASK]);
  return unmasking ? fail('it lets somebody see what was masked', statement.actions.join(', ')) : pass();
}
