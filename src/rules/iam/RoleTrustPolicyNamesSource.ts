import { Statement, textOf } from '../../model';
import { pass } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Services that pass on for whom they assume a role. Source: their user guides, "Cross-service confused deputy prevention". */
const NAME_THEIR_SOURCE = /^(bedrock|pipes|scheduler|vpc-flow-logs)\.amazonaws\.com$|^logs\./;

export const rule: Rule = {
  id: 'ZT-IAM-006',
  title: 'IAM roles for Bedrock, Pipes, Scheduler and log delivery trust named source accounts or ARNs only',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'A schedule, pipe or flow log of another account can refer to this role, and the service then assumes it for that account (confused deputy).',
  remediation: 'Add a condition on aws:SourceAccount or aws:SourceArn to the trust policy.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', assumedForNamed),
};

function assumedForNamed(statement: Statement): RuleResult {
  const names = statement.principals.some(({ type, value }) => type === 'Service' && NAME_THEIR_SOURCE.test(textOf(value) ?? ''));
  return names ? servicesActForNamed(statement) : pass();
}
