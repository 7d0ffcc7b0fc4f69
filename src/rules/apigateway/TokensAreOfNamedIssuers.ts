import { TemplateResource, textOf } from '../../model';
import { every, fail, isNotEmpty, isPresent, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-013',
  title: 'An authorizer of tokens names their issuer and audience',
  severity: 'high',
  types: ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'],
  rationale: 'One issuer signs tokens for many apps: without an audience, a token that was given to another app opens this one.',
  remediation: 'Set JwtConfiguration with an https Issuer and Audience, or ProviderARNs for user pools.',
  check(authorizer) {
    switch (textOf(authorizer.at('Type').value) ?? textOf(authorizer.at('AuthorizerType').value)) {
      case 'JWT': return jwt(authorizer);
      case 'COGNITO_USER_POOLS': return every(
        isNotEmpty(authorizer.at('ProviderARNs'), 'it names no user pool'),
        ...authorizer.at('ProviderARNs').items().map((pool) => isPresent(pool, 'it names no user pool')),
      );
      default: return isPresent(authorizer.at('AuthorizerUri'), 'it names neither function nor issuer');
    }
  },
};

function jwt(authorizer: TemplateResource): RuleResult {
  const { value } = authorizer.at('JwtConfiguration', 'Issuer');
  const audience = authorizer.at('JwtConfiguration', 'Audience');
  return every(
    isPresent(authorizer.at('JwtConfiguration', 'Issuer'), 'it takes tokens of any issuer'),
    /^http:/i.test(textOf(value) ?? '') ? fail('it fetches the keys of its issuer without TLS', textOf(value)) : pass(),
    isNotEmpty(audience, 'it takes tokens for any audience'),
    ...audience.items().map((one) => isPresent(one, 'it takes tokens for any audience')),
  );
}
