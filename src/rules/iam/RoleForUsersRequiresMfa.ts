import { describe, Statement, textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import { readAll } from '../../model/resource-policies';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Conditions that say which machines or third parties of an account are meant. */
const SAYS_WHO = ['aws:principalarn', 'aws:principaltag', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourcevpc', 'aws:sourcevpce', 'sts:externalid'];
const POSITIVE = /^(ForAnyValue:)?(StringEquals|StringLike|ArnEquals|ArnLike)$/;

export const rule: Rule = {
  id: 'ZT-IAM-013',
  title: 'IAM roles that users or whole accounts can assume require MFA or a principal condition',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'A leaked password is enough to assume such a role. `BoolIfExists` in an Allow does not require MFA: requests with access keys have no such context key.',
  remediation: 'Add a condition Bool aws:MultiFactorAuthPresent true to the trust policy, or name the role that assumes it.',
  check(role) {
    const { statements } = readAll([role.at('AssumeRolePolicyDocument')]);
    if (statements.some(deniesWithoutFactor)) return pass('denied without MFA');
    return everyStatement(role, 'AssumeRolePolicyDocument', forPeople);
  },
};

function forPeople(statement: Statement): RuleResult {
  const people = statement.principals.filter(({ type, value }) => type === 'AWS' && isPeople(textOf(value) ?? ''));
  if (!statement.allows || people.length === 0) return pass();
  return statement.conditions.some(asksForFactor) || statement.conditions.some(saysWho) ? pass('by condition')
    : fail('it can be assumed without MFA', people.map(({ value }) => describe(value)).join(', '));
}

/** A user, or everyone whom an account lets: its number or its root. */
function isPeople(principal: string): boolean {
  const text = principal.replace(/\$\{AWS::\w+\}/g, 'x');
  return /^(\d{12}|x)$/.test(text) || /:iam::[^:]*:(root|user\/.*)$/.test(text);
}

function asksForFactor({ operator, key, values }: Statement['conditions'][number]): boolean {
  if (key === 'aws:multifactorauthage') return operator === 'NumericLessThan';
  return operator === 'Bool' && key === 'aws:multifactorauthpresent' && values.length === 1 && textOf(values[0]) === 'true';
}

function saysWho({ operator, key, values }: Statement['conditions'][number]): boolean {
  return POSITIVE.test(operator) && SAYS_WHO.includes(key.split('/')[0]) && values.length > 0
    && values.every((value) => value.kind !== 'unknown' && !/^[*?]*$/.test(textOf(value) ?? ''));
}

function deniesWithoutFactor({ denies, forAnyone, conditions: [condition, ...others] }: Statement): boolean {
  return denies && forAnyone && others.length === 0 && condition?.operator === 'BoolIfExists'
    && condition.key === 'aws:multifactorauthpresent' && textOf(condition.values[0]) === 'false';
}
