import { every, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const WAYS = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'AWS_LAMBDA', 'OPENID_CONNECT'];

export const rule: Rule = {
  id: 'ZT-APPSYNC-001',
  title: 'Callers of a GraphQL API show who they are, and no shared key',
  severity: 'high',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'An API key is in every copy of a web page. It says nothing of who calls, and is good for a year.',
  remediation: 'Set AuthenticationType AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA, and no API_KEY among AdditionalAuthenticationProviders.',
  check(api) {
    const providers = api.at('AdditionalAuthenticationProviders');
    const finding = 'a shared key is enough to call it';
    return every(
      isOneOf(api.at('AuthenticationType'), WAYS, finding),
      providers.isAbsent ? pass() : isNotEmpty(providers, 'further ways to call it are empty'),
      ...providers.items().map((provider) => isOneOf(provider.at('AuthenticationType'), WAYS, finding)),
    );
  },
};
