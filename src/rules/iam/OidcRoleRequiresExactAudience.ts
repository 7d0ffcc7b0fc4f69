import { ASSUME_BY_OIDC, isExactText } from './oidc';
import { describe, Statement, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Providers that IAM has built in tell applications apart by keys of their own. */
const BUILT_IN = /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/;

export const rule: Rule = {
  id: 'ZT-IAM-060',
  title: 'IAM roles for OIDC federation require an exact audience',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'An OIDC provider of IAM takes tokens for every audience on its list, which grows. Without an exact audience in the trust policy, a token that was made '
    + 'for another purpose assumes the role.',
  remediation: 'Add a StringEquals condition on <issuer>:aud with one value, as sts.amazonaws.com for GitHub Actions.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', namesAudience),
};

function namesAudience(statement: Statement): RuleResult {
  if (!statement.allows || !statement.covers([ASSUME_BY_OIDC])) return pass();
  const federated = statement.principals.filter(({ type }) => type === 'Federated').map(({ value }) => textOf(value) ?? '');
  if (federated.length === 0 || federated.every((issuer) => BUILT_IN.test(issuer))) return pass();
  const named = statement.conditions.filter(({ key, operator }) => key.endsWith(':aud') && /^(ForAnyValue:)?String(Equals|Like)$/.test(operator));
  const seen = named.flatMap(({ values }) => values.map(describe)).join(', ') || 'no condition on aud';
  if (named.some(({ values }) => values.length > 0 && values.every(isExactText))) return pass(seen);
  const unclear = statement.conditions.some(({ operator }) => operator === 'unknown') || named.some(({ values }) => values.some(({ kind }) => kind === 'unknown'));
  return unclear ? unknown('the audience of its trust policy is not known before deployment', seen) : fail('its trust policy does not require an exact audience', seen);
}
