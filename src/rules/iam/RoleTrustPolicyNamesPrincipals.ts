import { ASSUME_BY_OIDC } from './oidc';
import { Statement } from '../../model';
import { pass } from '../../model/judge';
import { everyStatement, isForEveryone, letsInNoStranger, unclearOf } from '../principals';
import type { Rule } from '../rule';

/** The key of an issuer's claim, as `token.actions.githubusercontent.com:sub`: only tokens of that issuer have it. */
const CLAIM = /^[\w-]+(\.[\w-]+)+(\/[\w./-]*)?:(aud|sub)$/;
/** A condition of these does not hold where the key is absent. */
const NEEDS_KEY = /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/;

export const rule: Rule = {
  id: 'ZT-IAM-005',
  title: 'IAM role trust policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::IAM::Role'],
  rationale: 'A trust policy with any principal allows every AWS account to assume the role; an external ID is not a secret.',
  remediation: 'Name the service, role or account, or add a condition on aws:PrincipalOrgID to the Allow statement.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', (statement) => (namesIssuer(statement) ? pass('the issuer of a claim: see ZT-IAM-007') : letsInNoStranger(statement))),
};

/** Whether an Allow for an OIDC provider that is not known before deployment is one for the issuer of the claims that it asks for. */
function namesIssuer(statement: Statement): boolean {
  if (!statement.allows || statement.hasNotAction || isForEveryone(statement)) return false;
  if (!statement.actions.every((action) => action === ASSUME_BY_OIDC.toLowerCase())) return false;
  const unclear = unclearOf(statement);
  return unclear.length > 0 && unclear.every(({ type }) => type === 'Federated')
    && statement.conditions.some(({ operator, key, values }) => NEEDS_KEY.test(operator) && CLAIM.test(key) && values.length > 0);
}
