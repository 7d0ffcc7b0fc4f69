import { rule as eventApiDisallowsApiKeys } from './EventApiDisallowsApiKeys';
import { rule as graphqlApiDisallowsApiKeys } from './GraphqlApiDisallowsApiKeys';
import { rule as graphqlApiHasWebAcl } from './GraphqlApiHasWebAcl';
import { rule as graphqlApiLimitsQueries } from './GraphqlApiLimitsQueries';
import { rule as graphqlApiLogsWithoutContent } from './GraphqlApiLogsWithoutContent';
import type { Rule } from '../rule';

export const appsyncRules: Rule[] = [
  graphqlApiDisallowsApiKeys,
  graphqlApiLogsWithoutContent,
  graphqlApiLimitsQueries,
  eventApiDisallowsApiKeys,
  graphqlApiHasWebAcl,
];
