import { ASSUME_BY_OIDC, isExactText } from './oidc';
import { describe, Statement, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

const GITHUB = 'token.actions.githubusercontent.com';
/** Immutable subjects, and subjects that were customised to hold the id. Source: GitHub docs, "OpenID Connect reference". */
const HOLDS_ID = /^repo:[^@/:]+@\d+\/[^@/:]+@\d+:|(^|:)repository_id:\d+(:|$)/;

export const rule: Rule = {
  id: 'ZT-IAM-061',
  title: 'IAM roles for GitHub Actions name the repository by its id',
  severity: 'low',
  types: ['AWS::IAM::Role'],
  rationale: 'A repository or organization that is renamed or deleted frees its name. Whoever takes the name gets tokens with the same subject of names, and '
    + 'assumes the role. Ids are never given again.',
  remediation: 'Take the immutable subject, repo:owner@<id>/repository@<id>:…, or add a StringEquals condition on token.actions.githubusercontent.com:repository_id.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', namesId),
};

function namesId(statement: Statement): RuleResult {
  if (!statement.allows || !statement.covers([ASSUME_BY_OIDC]) || !isForGitHub(statement)) return pass();
  const about = (claim: string) => statement.conditions.filter(({ key, operator }) => key === `${GITHUB}:${claim}` && /^(ForAnyValue:)?String(Equals|Like)$/.test(operator));
  const ids = about('repository_id');
  const subjects = about('sub');
  const seen = [...ids, ...subjects].flatMap(({ values }) => values.map(describe)).join(', ') || 'no condition on repository_id';
  const holds = ({ values }: Statement['conditions'][number], test: (text: string) => boolean) => (
    values.length > 0 && values.every((value) => isExactText(value) && test(textOf(value)!)));
  const byId = ids.some((one) => holds(one, () => true)) || subjects.some((one) => holds(one, (text) => HOLDS_ID.test(text)));
  if (byId) return pass(seen);
  const unclear = statement.conditions.some(({ operator }) => operator === 'unknown') || [...ids, ...subjects].some(({ values }) => values.some(({ kind }) => kind === 'unknown'));
  return unclear ? unknown('the repository of its trust policy is not known before deployment', seen) : fail('its trust policy names the repository by a name that others may take', seen);
}

/** The provider is often one of the same template, whose conditions tell. */
function isForGitHub({ principals, conditions }: Statement): boolean {
  return principals.some(({ type, value }) => type === 'Federated' && (textOf(value) ?? '').endsWith(GITHUB)) || conditions.some(({ key }) => key.startsWith(`${GITHUB}:`));
}
