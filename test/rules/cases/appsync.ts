import { add, all, att, PARAMETER, remove, resource, RuleCase, set } from '../support/prove';

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
}, {
  rule: 'ZT-APPSYNC-004',
  on: 'Events',
  secure: {
    Events: resource('AWS::AppSync::Api', {
      EventConfig: {
        AuthProviders: [{ AuthType: 'AMAZON_COGNITO_USER_POOLS' }, { AuthType: 'AWS_IAM' }],
        ConnectionAuthModes: [{ AuthType: 'AMAZON_COGNITO_USER_POOLS' }],
        DefaultPublishAuthModes: [{ AuthType: 'AWS_IAM' }],
        DefaultSubscribeAuthModes: [{ AuthType: 'AMAZON_COGNITO_USER_POOLS' }],
      },
    }),
  },
  passesWhen: { 'a function decides': set('Events', 'EventConfig.ConnectionAuthModes.0.AuthType', 'AWS_LAMBDA') },
  firesWhen: {
    'a key is one of its ways': set('Events', 'EventConfig.AuthProviders.2', { AuthType: 'API_KEY' }),
    'a key connects': set('Events', 'EventConfig.ConnectionAuthModes.0.AuthType', 'API_KEY'),
    'a key publishes': set('Events', 'EventConfig.DefaultPublishAuthModes.0.AuthType', 'API_KEY'),
    'a key subscribes': set('Events', 'EventConfig.DefaultSubscribeAuthModes.1', { AuthType: 'API_KEY' }),
    'nothing is said': set('Events', 'EventConfig'),
    'the mode is a parameter': set('Events', 'EventConfig.ConnectionAuthModes.0.AuthType', PARAMETER),
    'the modes are a parameter': set('Events', 'EventConfig.ConnectionAuthModes', PARAMETER),
  },
}, {
  rule: 'ZT-APPSYNC-004',
  on: 'Channel',
  secure: { Channel: resource('AWS::AppSync::ChannelNamespace', { PublishAuthModes: [{ AuthType: 'AWS_IAM' }], SubscribeAuthModes: [{ AuthType: 'OPENID_CONNECT' }] }) },
  passesWhen: { 'it has the modes of its API': all(set('Channel', 'PublishAuthModes'), set('Channel', 'SubscribeAuthModes')) },
  firesWhen: {
    'a key publishes': set('Channel', 'PublishAuthModes.0.AuthType', 'API_KEY'),
    'a key subscribes too': set('Channel', 'SubscribeAuthModes.1', { AuthType: 'API_KEY' }),
    'the modes are a parameter': set('Channel', 'SubscribeAuthModes', PARAMETER),
  },
}, {
  rule: 'ZT-APPSYNC-005',
  on: 'Api',
  secure: {
    ...api({}),
    Acl: resource('AWS::WAFv2::WebACL'),
    Association: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: att('Api'), WebACLArn: att('Acl') }),
  },
  passesWhen: { 'it is private': all(remove('Association'), set('Api', 'Visibility', 'PRIVATE')) },
  firesWhen: {
    'it has no web ACL': remove('Association'),
    'it is global': all(remove('Association'), set('Api', 'Visibility', 'GLOBAL')),
    'the web ACL is of another API': all(add('Other', 'AWS::AppSync::GraphQLApi', {}), set('Association', 'ResourceArn', att('Other'))),
    'the association names no web ACL': set('Association', 'WebACLArn'),
  },
}];
