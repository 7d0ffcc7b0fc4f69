import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const api = (properties: object) => ({ Api: resource('AWS::AppSync::GraphQLApi', properties) });

/** What proves the rules of APPSYNC. */
export const appsyncCases: RuleCase[] = [{
  rule: 'ZT-APPSYNC-001',
  on: 'Api',
  secure: api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }] }),
  passesWhen: { 'there is one way in': set('Api', 'AdditionalAuthenticationProviders') },
  firesWhen: {
    'a key is enough': set('Api', 'AuthenticationType', 'API_KEY'),
    'a key is enough beside another way': set('Api', 'AdditionalAuthenticationProviders.1', { AuthenticationType: 'API_KEY' }),
    'nothing is said': set('Api', 'AuthenticationType'),
    'the way in is a parameter': set('Api', 'AuthenticationType', PARAMETER),
    'further ways in are a parameter': set('Api', 'AdditionalAuthenticationProviders', PARAMETER),
  },
}, {
  rule: 'ZT-APPSYNC-002',
  on: 'Api',
  secure: api({ LogConfig: { CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/logs', FieldLogLevel: 'ERROR', ExcludeVerboseContent: true } }),
  passesWhen: { 'it logs everything that happens': set('Api', 'LogConfig.FieldLogLevel', 'ALL') },
  firesWhen: {
    'it does not log': set('Api', 'LogConfig'),
    'no role lets it log': set('Api', 'LogConfig.CloudWatchLogsRoleArn'),
    'it logs no fields': set('Api', 'LogConfig.FieldLogLevel', 'NONE'),
    'content is logged': set('Api', 'LogConfig.ExcludeVerboseContent', false),
    'nothing is said of content': set('Api', 'LogConfig.ExcludeVerboseContent'),
    'whether content is logged is a parameter': set('Api', 'LogConfig.ExcludeVerboseContent', PARAMETER),
  },
}, {
  rule: 'ZT-APPSYNC-003',
  on: 'Api',
  secure: api({ QueryDepthLimit: 5, ResolverCountLimit: 100, IntrospectionConfig: 'DISABLED' }),
  firesWhen: {
    'the depth is not limited': set('Api', 'QueryDepthLimit', 0),
    'nothing is said of depth': set('Api', 'QueryDepthLimit'),
    'resolvers are not limited': set('Api', 'ResolverCountLimit'),
    'the schema is told': set('Api', 'IntrospectionConfig', 'ENABLED'),
    'nothing is said of the schema': set('Api', 'IntrospectionConfig'),
    'the depth is a parameter': set('Api', 'QueryDepthLimit', PARAMETER),
  },
}];
