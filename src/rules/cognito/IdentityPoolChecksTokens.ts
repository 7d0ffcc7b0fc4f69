import { every, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-017',
  title: 'Amazon Cognito identity pools check tokens server-side',
  severity: 'medium',
  types: ['AWS::Cognito::IdentityPool'],
  rationale: 'Without the check, a token of a user who was signed out or deleted gets AWS credentials until it expires.',
  remediation: 'Set ServerSideTokenCheck for each provider.',
  check: (pool) => every(
    pass('no user pool'),
    ...pool.at('CognitoIdentityProviders').items().map((provider) => isTrue(provider.at('ServerSideTokenCheck'), 'it accepts tokens of users who were signed out or deleted')),
  ),
};
