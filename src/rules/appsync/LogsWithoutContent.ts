import { every, isOneOf, isPresent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APPSYNC-002',
  title: 'A GraphQL API logs, without the content of requests',
  severity: 'medium',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'Without a log nobody sees who tries which field. With the content of requests and answers in it, the log holds all that the API protects.',
  remediation: 'Set LogConfig with CloudWatchLogsRoleArn, FieldLogLevel ERROR or more, and ExcludeVerboseContent true.',
  check: (api) => every(
    isPresent(api.at('LogConfig', 'CloudWatchLogsRoleArn'), 'it does not log'),
    isOneOf(api.at('LogConfig', 'FieldLogLevel'), ['ALL', 'DEBUG', 'ERROR', 'INFO'], 'it does not log what fails'),
    isTrue(api.at('LogConfig', 'ExcludeVerboseContent'), 'its log holds the content of requests'),
  ),
};
