import { ASSUME_BY_OIDC } from './oidc';
import { describe, Statement, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

const POOLS = 'cognito-identity.amazonaws.com';
const KEY = `${POOLS}:amr`;
const OPERATORS = /^(ForAnyValue:)?String(Equals|Like)$/;

export const rule: Rule = {
  id: 'ZT-IAM-062',
  title: 'IAM roles for Cognito identity pools require authenticated or unauthenticated identities by amr',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  // source: Amazon Cognito developer guide, "Role trust and permissions"
  rationale: 'Tokens of guests and of signed-in users have the same issuer and audience. Without a condition on amr, a guest of the pool assumes the role of users.',
  remediation: `Add a ForAnyValue:StringLike condition on ${KEY} with authenticated, or with unauthenticated for the role of guests.`,
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', namesState),
};

function namesState(statement: Statement): RuleResult {
  if (!statement.allows || !statement.covers([ASSUME_BY_OIDC])) return pass();
  if (!statement.principals.some(({ type, value }) => type === 'Federated' && textOf(value) === POOLS)) return pass();
  const named = statement.conditions.filter(({ key, operator }) => key === KEY && OPERATORS.test(operator));
  const seen = named.flatMap(({ values }) => values.map(describe)).join(', ') || 'no condition on amr';
  if (named.some(({ values }) => values.length > 0 && values.every((value) => /[^*?]/.test(textOf(value) ?? '')))) return pass(seen);
  const unclear = statement.conditions.some(({ operator }) => operator === 'unknown') || named.some(({ values }) => values.some(({ kind }) => kind === 'unknown'));
  return unclear ? unknown('the amr of its trust policy is not known before deployment', seen) : fail('its trust policy takes guests and users alike', seen);
}
