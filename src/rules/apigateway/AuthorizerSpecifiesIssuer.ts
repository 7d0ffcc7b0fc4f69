import { TemplateResource, textOf } from '../../model';
import { every, fail, isNotEmpty, isPresent, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-013',
  title: 'API authorizers specify their token issuer and audience, user pools or function',
  severity: 'high',
  types: ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'],
  rationale: 'One issuer signs tokens for many apps: without an audience, a token issued for another app is accepted by this one.',
  remediation: 'Set JwtConfiguration with an https Issuer and an Audience, or ProviderARNs for user pools.',
  check(authorizer) {
    switch (textOf(authorizer.at('Type').value) ?? textOf(authorizer.at('AuthorizerType').value)) {
      case 'JWT': return jwt(authorizer);
      case 'COGNITO_USER_POOLS': return every(
        isNotEmpty(authorizer.at('ProviderARNs'), 'it specifies no user pool'),
        ...authorizer.at('ProviderARNs').items().map((pool) => isPresent(pool, 'it specifies no user pool')),
      );
      default: return isPresent(authorizer.at('AuthorizerUri'), 'it specifies neither a function nor an issuer');
    }
  },
};

function jwt(authorizer: TemplateResource): RuleResult {
  const { value } = authorizer.at('JwtConfiguration', 'Issuer');
  const audience = authorizer.at('JwtConfiguration', 'Audience');
  return every(
    isPresent(authorizer.at('JwtConfiguration', 'Issuer'), 'it specifies no issuer'),
    /^http:/i.test(textOf(value) ?? '') ? fail('its issuer URL does not use TLS', textOf(value)) : pass(),
    isNotEmpty(audience, 'it accepts tokens for any audience'),
    ...audience.items().map((one) => isPresent(one, 'it accepts tokens for any audience')),
  );
}
