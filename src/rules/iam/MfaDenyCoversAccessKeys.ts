import { Statement, textOf } from '../../model';
import { everyOwnStatement, ownDenials, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const KEY = 'aws:multifactorauthpresent';

export const rule: Rule = {
  id: 'ZT-IAM-014',
  title: 'IAM Deny statements that require MFA also apply to long-term access keys',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'Requests with long-term access keys have no aws:MultiFactorAuthPresent in their context. Bool does not match '
    + 'a missing key, so the Deny applies to console sessions, and not to a leaked access key.',
  remediation: 'Use BoolIfExists, or a second Deny under Null aws:MultiFactorAuthPresent true.',
  check(resource) {
    const withoutContext = () => ownDenials(resource).some((statement) => statement.conditions.some((condition) => is(condition, 'Null', 'true')));
    return everyOwnStatement(resource, (statement) => (statement.denies ? meetsAccessKeys(statement, withoutContext) : pass()));
  },
};

function meetsAccessKeys({ sid, conditions }: Statement, withoutContext: () => boolean): RuleResult {
  const missesKeys = conditions.some((condition) => is(condition, 'Bool', 'false')) && !withoutContext();
  return missesKeys ? fail('its Deny for missing MFA does not apply to access keys', sid ?? 'Bool aws:MultiFactorAuthPresent') : pass(sid);
}

function is({ operator, key, values }: Statement['conditions'][number], wanted: string, value: string): boolean {
  return operator === wanted && key === KEY && values.some((one) => textOf(one) === value);
}
