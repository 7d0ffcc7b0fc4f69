import { every, isFalseOrAbsent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-009',
  title: 'An identity pool gives credentials to people who signed in, by the flow that scopes them',
  severity: 'high',
  types: ['AWS::Cognito::IdentityPool'],
  rationale: 'With unauthenticated identities everybody gets AWS credentials. In the classic flow the caller chooses the role, past the scope-down policy.',
  remediation: 'Set AllowUnauthenticatedIdentities false, leave AllowClassicFlow out, and set ServerSideTokenCheck for each provider.',
  check: (pool) => every(
    isFalseOrAbsent(pool.at('AllowUnauthenticatedIdentities'), 'it gives credentials to everybody'),
    isFalseOrAbsent(pool.at('AllowClassicFlow'), 'callers choose their role'),
    ...pool.at('CognitoIdentityProviders').items().map((provider) => isTrue(provider.at('ServerSideTokenCheck'), 'it takes tokens of users who were signed out')),
  ),
};
