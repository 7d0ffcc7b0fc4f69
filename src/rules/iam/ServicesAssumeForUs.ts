import { Statement, textOf } from '../../model';
import { pass } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Services that pass on for whom they assume a role. Source: their user guides, "Cross-service confused deputy prevention". */
const NAME_THEIR_SOURCE = /^(bedrock|pipes|scheduler|vpc-flow-logs)\.amazonaws\.com$|^logs\./;

export const rule: Rule = {
  id: 'ZT-IAM-006',
  title: 'A service that says for whom it assumes a role does so for named accounts or sources only',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'Somebody else\'s schedule, pipe or flow log may name this role, and the service assumes it for them (the confused deputy).',
  remediation: 'Hold the trust under aws:SourceAccount or aws:SourceArn.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', assumedForNamed),
};

function assumedForNamed(statement: Statement): RuleResult {
  const names = statement.principals.some(({ type, value }) => type === 'Service' && NAME_THEIR_SOURCE.test(textOf(value) ?? ''));
  return names ? servicesActForNamed(statement) : pass();
}
