import { every, isAtLeast, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APPSYNC-003',
  title: 'AppSync GraphQL APIs limit query depth and resolver count, and disable introspection',
  severity: 'low',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'A short query over types that refer to each other can start thousands of resolvers. Introspection gives an attacker the whole schema.',
  remediation: 'Set QueryDepthLimit and ResolverCountLimit to 1 or more, and IntrospectionConfig DISABLED.',
  check: (api) => every(
    isAtLeast(api.at('QueryDepthLimit'), 1, 'it does not limit query depth'),
    isAtLeast(api.at('ResolverCountLimit'), 1, 'it does not limit the resolver count'),
    isOneOf(api.at('IntrospectionConfig'), ['DISABLED'], 'introspection is enabled'),
  ),
};
