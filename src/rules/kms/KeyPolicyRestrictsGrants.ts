import { Statement, textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-006',
  title: 'KMS key policies that name kms:CreateGrant allow it for AWS services only',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A grant can delegate the use of a key to any principal outside of the key policy, and grants are rarely reviewed.',
  remediation: 'Add the condition Bool kms:GrantIsForAWSResource true to each Allow statement with kms:CreateGrant.',
  check: (key) => everyStatement(key, 'KeyPolicy', grantsForServices),
};

/** Only who names the action: `kms:*` for the account is how a key lets IAM decide. */
function grantsForServices(statement: Statement): RuleResult {
  const byService = statement.principals.length > 0 && statement.principals.every(({ type }) => type === 'Service');
  if (!statement.allows || byService || !statement.actions.includes('kms:creategrant')) return pass();
  const held = statement.conditions.some(({ operator, key, values }) => (
    operator === 'Bool' && key === 'kms:grantisforawsresource' && values.length === 1 && textOf(values[0]) === 'true'));
  return held ? pass(statement.sid) : fail('it allows kms:CreateGrant for any grantee principal', statement.sid ?? 'kms:CreateGrant');
}
