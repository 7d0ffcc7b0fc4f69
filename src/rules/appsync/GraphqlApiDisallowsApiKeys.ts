import { every, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const WAYS = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'AWS_LAMBDA', 'OPENID_CONNECT'];

export const rule: Rule = {
  id: 'ZT-APPSYNC-001',
  title: 'AppSync GraphQL APIs do not use API key authorization',
  severity: 'high',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'An API key is part of every copy of a web page, does not identify the caller, and can be valid for a year.',
  remediation: 'Set AuthenticationType AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA, and no API_KEY among AdditionalAuthenticationProviders.',
  check(api) {
    const providers = api.at('AdditionalAuthenticationProviders');
    const finding = 'it can be called with an API key alone';
    return every(
      isOneOf(api.at('AuthenticationType'), WAYS, finding),
      providers.isAbsent ? pass() : isNotEmpty(providers, 'its additional authentication providers are empty'),
      ...providers.items().map((provider) => isOneOf(provider.at('AuthenticationType'), WAYS, finding)),
    );
  },
};
