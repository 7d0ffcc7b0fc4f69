import { every, isOneOf, isPresent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APPSYNC-002',
  title: 'AppSync GraphQL APIs have logging enabled, without verbose content',
  severity: 'medium',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'Without logs, attempts to read fields leave no trace. With verbose content, the log contains the data that the API protects.',
  remediation: 'Set LogConfig with CloudWatchLogsRoleArn, FieldLogLevel ERROR or more, and ExcludeVerboseContent true.',
  check: (api) => every(
    isPresent(api.at('LogConfig', 'CloudWatchLogsRoleArn'), 'it does not log'),
    isOneOf(api.at('LogConfig', 'FieldLogLevel'), ['ALL', 'DEBUG', 'ERROR', 'INFO'], 'its field log level is off'),
    isTrue(api.at('LogConfig', 'ExcludeVerboseContent'), 'its log contains request and response content'),
  ),
};
