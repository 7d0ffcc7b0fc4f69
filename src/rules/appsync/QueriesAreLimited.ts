import { every, isAtLeast, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APPSYNC-003',
  title: 'A GraphQL API limits how deep a query is, and does not tell its schema',
  severity: 'low',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'One short query of types that refer to each other can start thousands of resolvers. The schema shows an intruder where to look.',
  remediation: 'Set QueryDepthLimit and ResolverCountLimit to 1 or more, and IntrospectionConfig DISABLED.',
  check: (api) => every(
    isAtLeast(api.at('QueryDepthLimit'), 1, 'a query may be of any depth'),
    isAtLeast(api.at('ResolverCountLimit'), 1, 'a query may start any number of resolvers'),
    isOneOf(api.at('IntrospectionConfig'), ['DISABLED'], 'it tells its schema'),
  ),
};
