import { ASSUME_BY_OIDC, isExactText } from './oidc';
import { describe, Statement, textOf, Value } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Identity pools are told apart by audience; subjects are single users. */
const BY_AUDIENCE = /^cognito-identity\.amazonaws\.com$/;
/** The subject of every pull request to a repository, whoever opened it. Source: GitHub docs, "OpenID Connect reference". */
const PULL_REQUEST = /(^|:)(pull_request(_target)?|merge_request_event)(:|$)/;

export const rule: Rule = {
  id: 'ZT-IAM-007',
  title: 'IAM roles for OIDC federation require an exact subject, or audience for identity pools',
  severity: 'critical',
  types: ['AWS::IAM::Role'],
  rationale: 'An issuer such as GitHub signs tokens for the repositories of all its users. Without an exact subject, any of them can assume the role. '
    + 'The subject pull_request covers every proposed change, before review.',
  remediation: 'Add a StringEquals condition on <issuer>:sub with the whole subject, of a branch, tag or environment; for identity pools on cognito-identity.amazonaws.com:aud.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', namesSubject),
};

/** A release has a tag that is not known before: those of one repository, which only its writers make. */
const TAGS = /^(repo:[^*?:/]+\/[^*?:/]+:ref:refs\/tags\/|project_path:[^*?:/]+\/[^*?:]+:ref_type:tag:ref:)[^*?]*\*$/;

function isTagsOfRepository(value: Value): boolean {
  return value.kind !== 'unknown' && TAGS.test(textOf(value) ?? '');
}

function namesSubject(statement: Statement): RuleResult {
  if (!statement.allows || !statement.covers([ASSUME_BY_OIDC])) return pass();
  const federated = statement.principals.filter(({ type }) => type === 'Federated').map(({ value }) => textOf(value) ?? '');
  const key = federated.length > 0 && federated.every((issuer) => BY_AUDIENCE.test(issuer)) ? ':aud' : ':sub';
  if (federated.length === 0) return pass();

  const named = statement.conditions.filter((condition) => condition.key.endsWith(key) && /^(ForAnyValue:)?String(Equals|Like)$/.test(condition.operator));
  const proposed = named.flatMap(({ values }) => values).filter((value) => PULL_REQUEST.test(textOf(value) ?? ''));
  if (proposed.length > 0) return fail('its trust policy lets in the workflows of pull requests', proposed.map(describe).join(', '));
  if (named.some(({ values }) => values.length > 0 && values.every((value) => isExactText(value) || isTagsOfRepository(value)))) return pass(named.flatMap(({ values }) => values.map(describe)).join(', '));
  const unclear = statement.conditions.some(({ operator }) => operator === 'unknown') || named.some(({ values }) => values.some(({ kind }) => kind === 'unknown'));
  const seen = named.flatMap(({ values }) => values.map(describe)).join(', ') || `no condition on ${key.slice(1)}`;
  return unclear ? unknown('the subjects of its trust policy are not known before deployment', seen) : fail('its trust policy does not require an exact subject or audience', seen);
}
