import { TemplateResource, textOf } from '../../model';
import { every, isAtMost, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-005',
  title: 'Refresh tokens of Amazon Cognito app clients rotate and can be revoked',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'A refresh token issues new access tokens for weeks. With rotation each one is valid once, so the use of a stolen one is detected.',
  remediation: 'Set RefreshTokenRotation.Feature ENABLED with a grace period of at most 60 seconds, and keep EnableTokenRevocation enabled.',
  check(client) {
    if (isMachine(client)) return pass('no refresh tokens');
    return every(
      isOneOf(client.at('EnableTokenRevocation'), ['true', undefined], 'its tokens cannot be revoked'),
      isOneOf(client.at('RefreshTokenRotation', 'Feature'), ['ENABLED'], 'its refresh tokens do not rotate'),
      isAtMost(client.at('RefreshTokenRotation', 'RetryGracePeriodSeconds'), 60, 'a used refresh token stays valid for more than 60 seconds', 0),
    );
  },
};

/** A client that signs in as itself gets no refresh tokens, also where it could change one for new tokens. */
function isMachine(client: TemplateResource): boolean {
  const flows = client.at('AllowedOAuthFlows').items().map((flow) => textOf(flow.value));
  const signIns = client.at('ExplicitAuthFlows').items().filter((flow) => textOf(flow.value) !== 'ALLOW_REFRESH_TOKEN_AUTH');
  return flows.length > 0 && flows.every((flow) => flow === 'client_credentials') && signIns.length === 0;
}
