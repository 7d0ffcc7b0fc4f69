import { add, all, att, join, PARAMETER, prove, ref, remove, resource, set } from '../support/prove';
import { role } from '../support/resources';

const method = (properties: object) => resource('AWS::ApiGateway::Method', { HttpMethod: 'POST', ...properties });
const stageArn = (name: unknown) => join('arn:', ref('AWS::Partition'), ':apigateway:', ref('AWS::Region'), '::/restapis/', ref('Api'), '/stages/', name);
const api = resource('AWS::ApiGateway::RestApi');
const stage = (properties: object = {}) => resource('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'prod', ...properties });
const writeLogs = { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:PutLogEvents'], Resource: join('arn:', ref('AWS::Partition'), ':logs:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':log-group:*') };

prove('APIGATEWAY', [
  {
    rule: 'ZT-APIGATEWAY-001',
    on: 'Method',
    secure: {
      Authorizer: resource('AWS::ApiGateway::Authorizer'),
      Method: method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: ref('Authorizer'), AuthorizationScopes: ['orders/write'] }),
    },
    passesWhen: {
      'it answers a browser\'s question': all(set('Method', 'HttpMethod', 'OPTIONS'), set('Method', 'AuthorizationType', 'NONE')),
      'it takes signed requests': set('Method', 'AuthorizationType', 'AWS_IAM'),
      'a function authorises': all(set('Method', 'AuthorizationType', 'CUSTOM'), set('Method', 'AuthorizationScopes')),
    },
    firesWhen: {
      'it is open': set('Method', 'AuthorizationType', 'NONE'),
      'nothing is said': set('Method', 'AuthorizationType'),
      'the type is a parameter': set('Method', 'AuthorizationType', PARAMETER),
      'there are no scopes': set('Method', 'AuthorizationScopes'),
      'the list of scopes is empty': set('Method', 'AuthorizationScopes', []),
      'a scope is empty': set('Method', 'AuthorizationScopes.0', ''),
      'the scopes are a parameter': set('Method', 'AuthorizationScopes', PARAMETER),
      'there is no authorizer': set('Method', 'AuthorizerId'),
      'a function should authorise and none is named': all(set('Method', 'AuthorizationType', 'CUSTOM'), set('Method', 'AuthorizerId')),
      'only an API key is asked for': all(set('Method', 'AuthorizationType', 'NONE'), set('Method', 'ApiKeyRequired', true)),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-001',
    on: 'Route',
    secure: { Route: resource('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /orders', AuthorizationType: 'JWT', AuthorizerId: 'abc', AuthorizationScopes: ['orders/write'] }) },
    passesWhen: { 'it answers a browser\'s question': all(set('Route', 'RouteKey', 'OPTIONS /orders'), set('Route', 'AuthorizationType')) },
    firesWhen: {
      'it is open': set('Route', 'AuthorizationType'),
      'there are no scopes': set('Route', 'AuthorizationScopes'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-002',
    on: 'Stage',
    secure: { Api: api, Stage: stage({ CacheClusterEnabled: true, MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true, CacheDataEncrypted: true }] }) },
    passesWhen: {
      'there is no cache': all(set('Stage', 'CacheClusterEnabled', false), set('Stage', 'MethodSettings.0.CacheDataEncrypted', false)),
      'nothing is said of a cache': all(set('Stage', 'CacheClusterEnabled'), set('Stage', 'MethodSettings')),
      'a method does not cache': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', CachingEnabled: false }),
    },
    firesWhen: {
      'the cache is not encrypted': set('Stage', 'MethodSettings.0.CacheDataEncrypted', false),
      'nothing is said of encryption': set('Stage', 'MethodSettings.0.CacheDataEncrypted'),
      'the cache of one method is not encrypted': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', CachingEnabled: true }),
      'encryption is a parameter': set('Stage', 'MethodSettings.0.CacheDataEncrypted', PARAMETER),
      'a setting is a parameter': set('Stage', 'MethodSettings.0', PARAMETER),
      'whether there is a cache is a parameter': all(set('Stage', 'CacheClusterEnabled', PARAMETER), set('Stage', 'MethodSettings.0.CacheDataEncrypted', false)),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-003',
    on: 'Stage',
    secure: {
      Api: api,
      Logs: resource('AWS::Logs::LogGroup'),
      Stage: stage({ AccessLogSetting: { DestinationArn: att('Logs'), Format: '{}' }, TracingEnabled: true, MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false }] }),
    },
    firesWhen: {
      'there is no access log': set('Stage', 'AccessLogSetting'),
      'the access log goes nowhere': set('Stage', 'AccessLogSetting.DestinationArn'),
      'the access log has no format': set('Stage', 'AccessLogSetting.Format'),
      'there are no traces': set('Stage', 'TracingEnabled', false),
      'there is no execution log': set('Stage', 'MethodSettings'),
      'the execution log is off': set('Stage', 'MethodSettings.0.LoggingLevel', 'OFF'),
      'only one method writes an execution log': set('Stage', 'MethodSettings.0.ResourcePath', '/orders'),
      'one method writes none': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', LoggingLevel: 'OFF' }),
      'bodies are logged': set('Stage', 'MethodSettings.0.DataTraceEnabled', true),
      'bodies of one method are logged': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', LoggingLevel: 'INFO', DataTraceEnabled: 'true' }),
      'whether bodies are logged is a parameter': set('Stage', 'MethodSettings.0.DataTraceEnabled', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-004',
    on: 'Stage',
    secure: {
      Api: api,
      Acl: resource('AWS::WAFv2::WebACL'),
      Stage: stage(),
      Association: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: stageArn(ref('Stage')), WebACLArn: att('Acl') }),
    },
    passesWhen: { 'the stage is named in the ARN': set('Association', 'ResourceArn', stageArn('prod')) },
    firesWhen: {
      'the association is gone': remove('Association'),
      'it is of another stage': set('Association', 'ResourceArn', stageArn('test')),
      'it is of the API of nobody': set('Association', 'ResourceArn', 'arn:aws:apigateway:eu-west-1::/restapis/abc/stages/prod'),
      'it names no web ACL': set('Association', 'WebACLArn'),
      'the web ACL is a parameter': set('Association', 'WebACLArn', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-005',
    on: 'Method',
    secure: {
      Validator: resource('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: true }),
      Method: method({ RequestValidatorId: ref('Validator') }),
    },
    passesWhen: {
      'it answers a browser\'s question': all(set('Method', 'HttpMethod', 'OPTIONS'), set('Method', 'RequestValidatorId')),
      'it takes no body': all(set('Method', 'HttpMethod', 'GET'), set('Validator', 'ValidateRequestBody', false)),
    },
    firesWhen: {
      'there is no validator': set('Method', 'RequestValidatorId'),
      'the validator is not in the templates': set('Method', 'RequestValidatorId', 'abc123'),
      'the validator is a parameter': set('Method', 'RequestValidatorId', PARAMETER),
      'parameters are not validated': set('Validator', 'ValidateRequestParameters', false),
      'bodies are not validated': set('Validator', 'ValidateRequestBody'),
      'any verb is taken and bodies are not validated': all(set('Method', 'HttpMethod', 'ANY'), set('Validator', 'ValidateRequestBody', false)),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-006',
    on: 'Account',
    secure: {
      Role: role('apigateway.amazonaws.com'),
      Policy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref('Role')], PolicyDocument: { Statement: [writeLogs] } }),
      Account: resource('AWS::ApiGateway::Account', { CloudWatchRoleArn: att('Role') }),
    },
    firesWhen: {
      'the role may do more': set('Policy', 'PolicyDocument.Statement.0.Action.2', 'logs:DeleteLogGroup'),
      'a second policy gives more': add('More', 'AWS::IAM::Policy', { Roles: [ref('Role')], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] } }),
      'the role may write everywhere': set('Policy', 'PolicyDocument.Statement.0.Resource', '*'),
      'the role may write to all but one': all(set('Policy', 'PolicyDocument.Statement.0.Resource'), set('Policy', 'PolicyDocument.Statement.0.NotResource', 'arn:aws:logs:::log-group:x')),
      'the role may do all but some': all(set('Policy', 'PolicyDocument.Statement.0.Action'), set('Policy', 'PolicyDocument.Statement.0.NotAction', 'iam:*')),
      'AWS manages the policy': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs']),
      'another service may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', ['apigateway.amazonaws.com', 'lambda.amazonaws.com']),
      'the policy is gone': remove('Policy'),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
      'the role is not in the templates': set('Account', 'CloudWatchRoleArn', 'arn:aws:iam::111122223333:role/api'),
    },
  },
]);
