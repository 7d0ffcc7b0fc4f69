import { Statement, textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-006',
  title: 'Who may create grants on a key may do so for AWS services only',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A grant passes the use of a key on to anyone, past the key policy, and few look at grants.',
  remediation: 'Add Bool kms:GrantIsForAWSResource true to each Allow that names kms:CreateGrant.',
  check: (key) => everyStatement(key, 'KeyPolicy', grantsForServices),
};

/** Only who names the action: `kms:*` for the account is how a key lets IAM decide. */
function grantsForServices(statement: Statement): RuleResult {
  const byService = statement.principals.length > 0 && statement.principals.every(({ type }) => type === 'Service');
  if (!statement.allows || byService || !statement.actions.includes('kms:creategrant')) return pass();
  const held = statement.conditions.some(({ operator, key, values }) => (
    operator === 'Bool' && key === 'kms:grantisforawsresource' && values.length === 1 && textOf(values[0]) === 'true'));
  return held ? pass(statement.sid) : fail('it lets the use of the key be passed on to anyone', statement.sid ?? 'kms:CreateGrant');
}
