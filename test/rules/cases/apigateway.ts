import { add, all, att, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { role } from '../support/resources';

const method = (properties: object) => resource('AWS::ApiGateway::Method', { HttpMethod: 'POST', ...properties });
const stageArn = (name: unknown) => join('arn:', ref('AWS::Partition'), ':apigateway:', ref('AWS::Region'), '::/restapis/', ref('Api'), '/stages/', name);
const api = resource('AWS::ApiGateway::RestApi');
const stage = (properties: object = {}) => resource('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'prod', ...properties });
const writeLogs = { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:PutLogEvents'], Resource: join('arn:', ref('AWS::Partition'), ':logs:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':log-group:*') };

const limits = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };
const everything = { HttpMethod: '*', ResourcePath: '/*' };
const answer = (type: string) => resource('AWS::ApiGateway::GatewayResponse', {
  RestApiId: ref('Api'), ResponseType: type, ResponseTemplates: { 'application/json': '{"requestId":"$context.requestId"}' },
});
const TEMPLATE = 'ResponseTemplates.application/json';
const endpointStatement = (condition: object, effect = 'Allow') => ({ Effect: effect, Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition: condition });
/** A Cedar schema of one action with these attributes in its context. */
const cedarContext = (...names: string[]) => JSON.stringify({
  App: { actions: { read: { appliesTo: { context: { type: 'Record', attributes: Object.fromEntries(names.map((name) => [name, { type: 'String' }])) } } } } },
});
const secured = {
  openapi: '3.0.1',
  paths: { '/orders': { get: { security: [{ Users: ['orders/read'] }] }, options: {} } },
  components: { securitySchemes: { Users: { 'type': 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' } }, Key: { type: 'apiKey' } } },
};
const GET = 'Body.paths./orders.get';

const PRIVATE = { EndpointConfiguration: { Types: ['PRIVATE'] } };
const OF_ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } };
const open = all(set('Method', 'RestApiId', ref('Api')), set('Method', 'AuthorizationType', 'NONE'));
const quickRoute = set('Api', 'Target', 'arn:aws:lambda:eu-west-1:111122223333:function:orders');
const byCertificates = all(
  set('Api', 'DisableExecuteApiEndpoint', true),
  add('Domain', 'AWS::ApiGatewayV2::DomainName', { MutualTlsAuthentication: { TruststoreUri: 's3://bucket/truststore.pem' } }),
  add('Mapping', 'AWS::ApiGatewayV2::ApiMapping', { ApiId: ref('Api'), DomainName: ref('Domain') }),
);
const withCertificates = all(
  open, add('Api', 'AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true }),
  add('Domain', 'AWS::ApiGateway::DomainName', { MutualTlsAuthentication: { TruststoreUri: 's3://bucket/truststore.pem' } }),
  add('Mapping', 'AWS::ApiGateway::BasePathMapping', { RestApiId: ref('Api'), DomainName: ref('Domain') }),
);

/** What proves the rules of APIGATEWAY. */
export const apigatewayCases: RuleCase[] = [
  {
    rule: 'ZT-APIGATEWAY-001',
    on: 'Method',
    secure: {
      Authorizer: resource('AWS::ApiGateway::Authorizer'),
      Method: method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: ref('Authorizer'), AuthorizationScopes: ['orders/write'] }),
    },
    passesWhen: {
      'its API is private, which another rule judges': all(open, add('Api', 'AWS::ApiGateway::RestApi', PRIVATE)),
      'the policy of its API is for one organization': all(open, add('Api', 'AWS::ApiGateway::RestApi', { Policy: { Statement: [endpointStatement(OF_ORGANIZATION)] } })),
      'others are denied by the policy of its API': all(open, add('Api', 'AWS::ApiGateway::RestApi', {
        Policy: {
          Statement: [
            endpointStatement({}), endpointStatement({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, 'Deny'),
          ],
        },
      })),
      'clients need a certificate': withCertificates,
      'it answers a browser\'s question': all(set('Method', 'HttpMethod', 'OPTIONS'), set('Method', 'AuthorizationType', 'NONE')),
      'it takes signed requests': set('Method', 'AuthorizationType', 'AWS_IAM'),
      'a function authorises': all(set('Method', 'AuthorizationType', 'CUSTOM'), set('Method', 'AuthorizationScopes')),
      'clients need a certificate, for a domain of the same parameter': all(withCertificates, set('Domain', 'DomainName', PARAMETER), set('Mapping', 'DomainName', PARAMETER)),
      'clients need a certificate, for a domain of the same name': all(withCertificates, set('Domain', 'DomainName', 'api.example.com'), set('Mapping', 'DomainName', 'api.example.com')),
    },
    firesWhen: {
      'it is open': set('Method', 'AuthorizationType', 'NONE'),
      'it is open, and the policy of its API for everyone': all(open, add('Api', 'AWS::ApiGateway::RestApi', { Policy: { Statement: [endpointStatement({})] } })),
      'it is open, and the policy of its API only denies': all(open, add('Api', 'AWS::ApiGateway::RestApi', { Policy: { Statement: [endpointStatement({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, 'Deny')] } })),
      'it is open, and a Deny for others is of another stage': all(open, add('Api', 'AWS::ApiGateway::RestApi', {
        Policy: {
          Statement: [
            endpointStatement({}), { ...endpointStatement({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, 'Deny'), Resource: 'execute-api:/prod/GET/admin' },
          ],
        },
      })),
      'clients need a certificate, and the default endpoint takes others': all(withCertificates, set('Api', 'DisableExecuteApiEndpoint', false)),
      'a mapping is of a domain of another name': all(withCertificates, set('Domain', 'DomainName', 'api.example.com'), set('Mapping', 'DomainName', 'other.example.com')),
      'a mapping is of a domain that is another parameter': all(withCertificates, set('Domain', 'DomainName', 'api.example.com'), set('Mapping', 'DomainName', PARAMETER)),
      'the certificates that a domain trusts are a parameter': all(withCertificates, set('Domain', 'MutualTlsAuthentication.TruststoreUri', PARAMETER)),
      'one domain takes clients without a certificate': all(withCertificates, set('Domain', 'MutualTlsAuthentication')),
      'nothing is said': set('Method', 'AuthorizationType'),
      'the type is a parameter': set('Method', 'AuthorizationType', PARAMETER),
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
      'there is no authorizer': set('Route', 'AuthorizerId'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-001',
    on: 'Route',
    secure: {
      Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'WEBSOCKET' }),
      Connect: resource('AWS::ApiGatewayV2::Route', { ApiId: ref('Api'), RouteKey: '$connect', AuthorizationType: 'AWS_IAM' }),
      Route: resource('AWS::ApiGatewayV2::Route', { ApiId: ref('Api'), RouteKey: 'send' }),
    },
    firesWhen: {
      'nobody asks at $connect': remove('Connect'),
      'it is $connect itself': set('Route', 'RouteKey', '$connect'),
      'it is of an HTTP API': set('Api', 'ProtocolType', 'HTTP'),
      'the kind of API is a parameter': set('Api', 'ProtocolType', PARAMETER),
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
      'AWS manages another policy': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/CloudWatchLogsFullAccess']),
      'a customer manages a policy of that name': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::111122223333:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs']),
      'another service may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', ['apigateway.amazonaws.com', 'lambda.amazonaws.com']),
      'the policy is gone': remove('Policy'),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
      'the role is not in the templates': set('Account', 'CloudWatchRoleArn', 'arn:aws:iam::111122223333:role/api'),
    },
  },

  {
    rule: 'ZT-APIGATEWAY-007',
    on: 'Domain',
    secure: { Domain: resource('AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_2' }) },
    passesWhen: {
      'it takes TLS 1.3 only': set('Domain', 'SecurityPolicy', 'SecurityPolicy_TLS13_1_3_2025_09'),
      'it is optimised for the edge': set('Domain', 'SecurityPolicy', 'SecurityPolicy_TLS12_PFS_2025_EDGE'),
    },
    firesWhen: {
      'it takes TLS 1.0': set('Domain', 'SecurityPolicy', 'TLS_1_0'),
      'nothing is said': set('Domain', 'SecurityPolicy'),
      'nobody knows the policy': set('Domain', 'SecurityPolicy', 'SecurityPolicy_TLS10_2031'),
      'the policy is a parameter': set('Domain', 'SecurityPolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-007',
    on: 'Domain',
    secure: { Domain: resource('AWS::ApiGatewayV2::DomainName', { DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_2' }] }) },
    passesWhen: { 'nothing is said': set('Domain', 'DomainNameConfigurations.0', {}) },
    firesWhen: {
      'it takes TLS 1.0': set('Domain', 'DomainNameConfigurations.0.SecurityPolicy', 'TLS_1_0'),
      'a second configuration takes TLS 1.0': set('Domain', 'DomainNameConfigurations.1', { SecurityPolicy: 'TLS_1_0' }),
      'the policy is a parameter': set('Domain', 'DomainNameConfigurations.0.SecurityPolicy', PARAMETER),
      'a configuration is a parameter': set('Domain', 'DomainNameConfigurations.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-008',
    on: 'Api',
    secure: { Api: resource('AWS::ApiGateway::RestApi', { SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09' }) },
    passesWhen: {
      'the default endpoint is off': all(set('Api', 'SecurityPolicy'), set('Api', 'DisableExecuteApiEndpoint', true)),
      'it is private, where nothing older is taken': all(set('Api', 'SecurityPolicy'), set('Api', 'EndpointConfiguration', { Types: ['PRIVATE'] })),
    },
    firesWhen: {
      'nothing is said': set('Api', 'SecurityPolicy'),
      'it takes TLS 1.0': set('Api', 'SecurityPolicy', 'TLS_1_0'),
      'it is private and takes TLS 1.0': all(set('Api', 'SecurityPolicy', 'TLS_1_0'), set('Api', 'EndpointConfiguration', { Types: ['PRIVATE'] })),
      'the policy is a parameter': set('Api', 'SecurityPolicy', PARAMETER),
      'whether the endpoint is off is a parameter': all(set('Api', 'SecurityPolicy'), set('Api', 'DisableExecuteApiEndpoint', PARAMETER)),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-009',
    on: 'Domain',
    secure: { Domain: resource('AWS::ApiGateway::DomainName', { MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem', TruststoreVersion: 'abc' } }) },
    passesWhen: { 'there is no mutual TLS': set('Domain', 'MutualTlsAuthentication') },
    firesWhen: {
      'no version is named': set('Domain', 'MutualTlsAuthentication.TruststoreVersion'),
      'the version is empty': set('Domain', 'MutualTlsAuthentication.TruststoreVersion', ''),
      'the version is a parameter': set('Domain', 'MutualTlsAuthentication.TruststoreVersion', PARAMETER),
      'mutual TLS is a parameter': set('Domain', 'MutualTlsAuthentication', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-010',
    on: 'Api',
    secure: {
      Api: resource('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true }),
      Mapping: resource('AWS::ApiGateway::BasePathMapping', { DomainName: 'api.example.com', RestApiId: ref('Api') }),
    },
    passesWhen: {
      'it has no domain name, and its default endpoint': all(remove('Mapping'), set('Api', 'DisableExecuteApiEndpoint')),
      'it is private': all(set('Api', 'DisableExecuteApiEndpoint'), set('Api', 'EndpointConfiguration', { Types: ['PRIVATE'] })),
      'a routing rule leads to it': all(remove('Mapping'), add('Rule', 'AWS::ApiGatewayV2::RoutingRule', { Actions: [{ InvokeApi: { ApiId: ref('Api') } }] })),
    },
    firesWhen: {
      'its default endpoint is there too': set('Api', 'DisableExecuteApiEndpoint', false),
      'nothing is said': set('Api', 'DisableExecuteApiEndpoint'),
      'nothing serves it': remove('Mapping'),
      'another API is served': set('Mapping', 'RestApiId', 'abc123'),
      'it is a parameter': set('Api', 'DisableExecuteApiEndpoint', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-010',
    on: 'Api',
    secure: {
      Api: resource('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true }),
      Mapping: resource('AWS::ApiGatewayV2::ApiMapping', { DomainName: 'api.example.com', ApiId: ref('Api'), Stage: '$default' }),
    },
    firesWhen: { 'its default endpoint is there too': set('Api', 'DisableExecuteApiEndpoint'), 'nothing serves it': remove('Mapping') },
  },
  {
    rule: 'ZT-APIGATEWAY-011',
    on: 'Stage',
    secure: { Api: api, Stage: stage({ MethodSettings: [{ ...everything, ...limits }] }) },
    passesWhen: { 'one method has a limit of its own': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', ...limits }) },
    firesWhen: {
      'there is no setting': set('Stage', 'MethodSettings'),
      'the setting is for one method': set('Stage', 'MethodSettings.0.HttpMethod', 'GET'),
      'the setting is for one path': set('Stage', 'MethodSettings.0.ResourcePath', '/orders'),
      'there is no rate': set('Stage', 'MethodSettings.0.ThrottlingRateLimit'),
      'there is no burst': set('Stage', 'MethodSettings.0.ThrottlingBurstLimit'),
      'the rate is lifted': set('Stage', 'MethodSettings.0.ThrottlingRateLimit', -1),
      'the rate of one method is lifted': set('Stage', 'MethodSettings.1', { HttpMethod: 'GET', ResourcePath: '/x', ThrottlingRateLimit: -1 }),
      'the rate is a parameter': set('Stage', 'MethodSettings.0.ThrottlingRateLimit', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-011',
    on: 'Stage',
    secure: { Stage: resource('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: limits }) },
    firesWhen: {
      'there is no setting': set('Stage', 'DefaultRouteSettings'),
      'there is no rate': set('Stage', 'DefaultRouteSettings.ThrottlingRateLimit'),
      'the rate of one route is lifted': set('Stage', 'RouteSettings', { 'GET /x': { ThrottlingRateLimit: -1 } }),
      'the settings are a parameter': set('Stage', 'DefaultRouteSettings', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-012',
    on: 'Authorizer',
    secure: { Authorizer: resource('AWS::ApiGateway::Authorizer', { Type: 'TOKEN', AuthorizerResultTtlInSeconds: 0 }) },
    passesWhen: {
      'a user pool answers for tokens': all(set('Authorizer', 'Type', 'COGNITO_USER_POOLS'), set('Authorizer', 'AuthorizerResultTtlInSeconds', 300)),
      'decisions are kept per caller and route': all(set('Authorizer', 'Type', 'REQUEST'), set('Authorizer', 'AuthorizerResultTtlInSeconds', 300),
        set('Authorizer', 'IdentitySource', 'method.request.header.Authorization, context.httpMethod,context.path')),
    },
    firesWhen: {
      'nothing is said, which keeps them for five minutes': set('Authorizer', 'AuthorizerResultTtlInSeconds'),
      'it caches decisions by the token': set('Authorizer', 'AuthorizerResultTtlInSeconds', 60),
      'it keeps them by caller only': all(set('Authorizer', 'Type', 'REQUEST'), set('Authorizer', 'AuthorizerResultTtlInSeconds', 60),
        set('Authorizer', 'IdentitySource', 'method.request.header.Authorization')),
      'it keeps them by route only': all(set('Authorizer', 'Type', 'REQUEST'), set('Authorizer', 'AuthorizerResultTtlInSeconds', 60),
        set('Authorizer', 'IdentitySource', 'context.httpMethod,context.path')),
      'it keeps them by verb and not by path': all(set('Authorizer', 'Type', 'REQUEST'), set('Authorizer', 'AuthorizerResultTtlInSeconds', 60),
        set('Authorizer', 'IdentitySource', 'method.request.header.Authorization,context.httpMethod')),
      'the time is a parameter': set('Authorizer', 'AuthorizerResultTtlInSeconds', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-012',
    on: 'Authorizer',
    secure: {
      Authorizer: resource('AWS::ApiGatewayV2::Authorizer', {
        AuthorizerType: 'REQUEST', AuthorizerResultTtlInSeconds: 60, IdentitySource: ['$request.header.Authorization', '$context.routeKey'],
      }),
    },
    passesWhen: {
      'nothing is said, which keeps none': all(set('Authorizer', 'AuthorizerResultTtlInSeconds'), set('Authorizer', 'IdentitySource')),
      'it looks at each token itself': all(set('Authorizer', 'AuthorizerType', 'JWT'), set('Authorizer', 'IdentitySource', ['$request.header.Authorization'])),
    },
    firesWhen: {
      'the route is no source': set('Authorizer', 'IdentitySource.1'),
      'the caller is no source': set('Authorizer', 'IdentitySource.0'),
      'the sources are a parameter': set('Authorizer', 'IdentitySource', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-012',
    on: 'Authorizer',
    secure: {
      Authorizer: resource('AWS::ApiGateway::Authorizer', {
        Type: 'REQUEST',
        AuthorizerResultTtlInSeconds: 60,
        AuthorizerUri: join('arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', att('Decide'), '/invocations'),
        IdentitySource: 'method.request.header.Authorization,context.httpMethod,context.path,context.identity.sourceIp',
      }),
      Decide: resource('AWS::Lambda::Function', { Environment: { Variables: { POLICY_STORE_ID: ref('Store') } } }),
      Store: resource('AWS::VerifiedPermissions::PolicyStore', { Schema: { CedarJson: cedarContext('subject', 'scopes', 'path', 'sourceIp', 'time') } }),
    },
    passesWhen: {
      'it asks for a header on which the cache is keyed': all(
        set('Store', 'Schema.CedarJson', cedarContext('subject', 'country', 'device_id')),
        set('Authorizer', 'IdentitySource', 'method.request.header.Authorization,context.httpMethod,context.path,'
          + 'method.request.header.CloudFront-Viewer-Country,method.request.header.Device-Id')),
      'it keeps no decision': all(set('Store', 'Schema.CedarJson', cedarContext('certificate')), set('Authorizer', 'AuthorizerResultTtlInSeconds', 0)),
      'there is no schema': set('Store', 'Schema'),
    },
    firesWhen: {
      'the address is no source': set('Authorizer', 'IdentitySource', 'method.request.header.Authorization,context.httpMethod,context.path'),
      'policies ask for the country': set('Store', 'Schema.CedarJson', cedarContext('subject', 'country')),
      'policies ask for the client certificate': set('Store', 'Schema.CedarJson', cedarContext('certificate')),
      'policies ask for a header': set('Store', 'Schema.CedarJson', cedarContext('deviceId')),
      'the schema is a parameter': set('Store', 'Schema.CedarJson', PARAMETER),
      'the schema is no JSON': set('Store', 'Schema.CedarJson', 'entity User;'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-013',
    on: 'Authorizer',
    secure: {
      Authorizer: resource('AWS::ApiGatewayV2::Authorizer', { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://issuer.example.com', Audience: ['orders'] } }),
    },
    passesWhen: {
      'issuer and audience are a pool and its client': all(
        add('Pool', 'AWS::Cognito::UserPool', {}), add('Client', 'AWS::Cognito::UserPoolClient', {}),
        set('Authorizer', 'JwtConfiguration.Issuer', join('https://', att('Pool', 'ProviderURL'))), set('Authorizer', 'JwtConfiguration.Audience', [ref('Client')]),
      ),
      'a function decides': all(set('Authorizer', 'AuthorizerType', 'REQUEST'), set('Authorizer', 'JwtConfiguration'), set('Authorizer', 'AuthorizerUri', 'arn:aws:apigateway:x')),
    },
    firesWhen: {
      'there is no audience': set('Authorizer', 'JwtConfiguration.Audience'),
      'the audience is empty': set('Authorizer', 'JwtConfiguration.Audience', []),
      'one audience is an empty text': set('Authorizer', 'JwtConfiguration.Audience.0', ''),
      'there is no issuer': set('Authorizer', 'JwtConfiguration.Issuer'),
      'the issuer is reached without TLS': set('Authorizer', 'JwtConfiguration.Issuer', 'http://issuer.example.com'),
      'the audience is a parameter': set('Authorizer', 'JwtConfiguration.Audience', PARAMETER),
      'the kind is a parameter': set('Authorizer', 'AuthorizerType', PARAMETER),
      'a function should decide and none is named': set('Authorizer', 'AuthorizerType', 'REQUEST'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-013',
    on: 'Authorizer',
    secure: {
      Pool: resource('AWS::Cognito::UserPool'),
      Authorizer: resource('AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS', ProviderARNs: [att('Pool')] }),
    },
    firesWhen: {
      'no pool is named': set('Authorizer', 'ProviderARNs'),
      'the list of pools is empty': set('Authorizer', 'ProviderARNs', []),
      'a pool is a parameter': set('Authorizer', 'ProviderARNs.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-014',
    on: 'Method',
    secure: {
      Method: method({ Integration: { IntegrationResponses: [{ ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://orders.example.com'" } }] } }),
    },
    passesWhen: { 'there is no CORS': set('Method', 'Integration') },
    firesWhen: {
      'every origin may call': set('Method', 'Integration.IntegrationResponses.0.ResponseParameters', { 'method.response.header.access-control-allow-origin': "'*'" }),
      'the origin of the request may call': set('Method', 'Integration.IntegrationResponses.0.ResponseParameters', { 'method.response.header.Access-Control-Allow-Origin': 'integration.request.header.Origin' }),
      'a second response lets all in': set('Method', 'Integration.IntegrationResponses.1', { ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } }),
      'the origin is a parameter': set('Method', 'Integration.IntegrationResponses.0.ResponseParameters', { 'method.response.header.Access-Control-Allow-Origin': PARAMETER }),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-014',
    on: 'Answer',
    secure: { Answer: resource('AWS::ApiGateway::GatewayResponse', { ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://orders.example.com'" } }) },
    firesWhen: {
      'every origin may read': set('Answer', 'ResponseParameters', { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }),
      'the origin of the request may read': set('Answer', 'ResponseParameters', { 'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.origin' }),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-014',
    on: 'Api',
    secure: { Api: resource('AWS::ApiGatewayV2::Api', { CorsConfiguration: { AllowOrigins: ['https://orders.example.com'] } }) },
    passesWhen: { 'there is no CORS': set('Api', 'CorsConfiguration') },
    firesWhen: {
      'every origin may call': set('Api', 'CorsConfiguration.AllowOrigins', ['*']),
      'every origin may call too': set('Api', 'CorsConfiguration.AllowOrigins.1', '*'),
      'the origins are a parameter': set('Api', 'CorsConfiguration.AllowOrigins', PARAMETER),
      'the configuration is a parameter': set('Api', 'CorsConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-015',
    on: 'Api',
    secure: { Api: api, Refused: answer('DEFAULT_4XX'), Failed: answer('DEFAULT_5XX') },
    firesWhen: {
      'there is none for what is refused': remove('Refused'),
      'there is none for what failed': remove('Failed'),
      'one is of another API': set('Failed', 'RestApiId', 'abc123'),
      'one has no body of its own': set('Refused', 'ResponseTemplates'),
      'one says what was wrong': set('Refused', TEMPLATE, '{"message":$context.error.messageString}'),
      'one says what the validator found': set('Refused', TEMPLATE, '{"message":"$context.error.validationErrorString"}'),
      'one says what the authorizer said': set('Refused', TEMPLATE, '{"message":"$context.authorizer.reason"}'),
      'a third one says why': all(add('Third', 'AWS::ApiGateway::GatewayResponse', {
        RestApiId: ref('Api'), ResponseType: 'UNAUTHORIZED', ResponseTemplates: { 'application/json': '$context.error.message' },
      })),
      'a template is a parameter': set('Refused', TEMPLATE, PARAMETER),
      'the API is described by a document': set('Api', 'Body', {}),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-016',
    on: 'Api',
    secure: {
      Api: resource('AWS::ApiGateway::RestApi', {
        EndpointConfiguration: { Types: ['PRIVATE'] },
        Policy: { Statement: [endpointStatement({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })] },
      }),
    },
    passesWhen: {
      'others are denied': set('Api', 'Policy.Statement', [endpointStatement({}), endpointStatement({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } }, 'Deny')]),
      'it is not private, where authorizers stand before it': all(set('Api', 'EndpointConfiguration', { Types: ['REGIONAL'] }), set('Api', 'Policy.Statement', [endpointStatement({})])),
      'there is no policy, so that nobody reaches it': set('Api', 'Policy'),
      'it names a principal': set('Api', 'Policy.Statement.0.Principal', { AWS: 'arn:aws:iam::111122223333:root' }),
    },
    firesWhen: {
      'there is no condition': set('Api', 'Policy.Statement.0.Condition'),
      'the condition is on every endpoint': set('Api', 'Policy.Statement.0.Condition', { StringLike: { 'aws:SourceVpce': '*' } }),
      'the denial is narrower than it looks': set('Api', 'Policy.Statement', [endpointStatement({}), endpointStatement({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:ViaAWSService': 'true' } }, 'Deny')]),
      'what is denied is something else': set('Api', 'Policy.Statement', [endpointStatement({}), { ...endpointStatement({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'Deny'), Action: 's3:GetObject' }]),
      'the policy is a parameter': set('Api', 'Policy', PARAMETER),
      'the policy is in its OpenAPI document': all(set('Api', 'Policy'), set('Api', 'Body', { 'openapi': '3.0.1', 'x-amazon-apigateway-policy': { Statement: [endpointStatement({})] } })),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-024',
    on: 'Api',
    secure: {
      Api: resource('AWS::ApiGateway::RestApi', {
        EndpointConfiguration: { Types: ['REGIONAL'] }, Policy: { Statement: [endpointStatement({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } })] },
      }),
      Method: resource('AWS::ApiGateway::Method', { RestApiId: ref('Api'), HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' }),
    },
    passesWhen: {
      'it names an account': all(set('Api', 'Policy.Statement.0.Principal', { AWS: 'arn:aws:iam::111122223333:root' }), set('Api', 'Policy.Statement.0.Condition')),
      'others are denied by their organisation': set('Api', 'Policy.Statement', [
        endpointStatement({}), endpointStatement({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, 'Deny'),
      ]),
      'others are denied by their address': set('Api', 'Policy.Statement', [
        endpointStatement({}), { ...endpointStatement({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, 'Deny'), Resource: 'execute-api:/*' },
      ]),
      'an authorizer decides about each method': all(set('Api', 'Policy.Statement.0.Condition'), set('Method', 'AuthorizationType', 'CUSTOM')),
      'it is private, which another rule judges': all(set('Api', 'Policy.Statement.0.Condition'), set('Api', 'EndpointConfiguration.Types', ['PRIVATE'])),
      'there is no policy, so that identities need permissions': set('Api', 'Policy'),
    },
    firesWhen: {
      'there is no condition': set('Api', 'Policy.Statement.0.Condition'),
      'any principal is one of AWS': all(set('Api', 'Policy.Statement.0.Condition'), set('Api', 'Policy.Statement.0.Principal', { AWS: '*' })),
      'an operation of its document takes signatures': all(
        remove('Method'), set('Api', 'Policy.Statement.0.Condition'),
        set('Api', 'Body', { paths: { '/': { get: { security: [{ sigv4: [] }] } } }, components: { securitySchemes: { sigv4: { 'x-amazon-apigateway-authtype': 'awsSigv4' } } } })),
      'its document is in a bucket': all(remove('Method'), set('Api', 'Policy.Statement.0.Condition'), set('Api', 'BodyS3Location', { Bucket: 'b', Key: 'k' })),
      'all addresses of the internet are named': set('Api', 'Policy.Statement.0.Condition', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
      'the denial is narrower than it looks': set('Api', 'Policy.Statement', [
        endpointStatement({}), endpointStatement({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, Bool: { 'aws:SecureTransport': 'true' } }, 'Deny'),
      ]),
      'the denial is for one resource': set('Api', 'Policy.Statement', [
        endpointStatement({}), { ...endpointStatement({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, 'Deny'), Resource: 'execute-api:/prod/GET/orders' },
      ]),
      'others are allowed, and not denied': set('Api', 'Policy.Statement.0.Condition', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
      'the authorization of the method is a parameter': all(set('Api', 'Policy.Statement.0.Condition'), set('Method', 'AuthorizationType', PARAMETER)),
      'the policy is a parameter': set('Api', 'Policy', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-017',
    on: 'Method',
    secure: {
      Validator: resource('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true }),
      Model: resource('AWS::ApiGateway::Model', {
        Schema: {
          type: 'object',
          additionalProperties: false,
          properties: { id: { type: 'string' }, address: { type: 'object', additionalProperties: false }, lines: { type: 'array', items: { type: 'object', additionalProperties: false } } },
        },
      }),
      Method: method({ RequestValidatorId: ref('Validator'), RequestModels: { 'application/json': ref('Model') } }),
    },
    passesWhen: {
      'bodies are not validated, which is for another rule': all(set('Validator', 'ValidateRequestBody', false), set('Method', 'RequestModels')),
      'it takes no body': all(set('Method', 'HttpMethod', 'GET'), set('Method', 'RequestModels')),
      'further properties have a type': set('Model', 'Schema.properties.address.additionalProperties', { type: 'string' }),
      'the body is a text': set('Model', 'Schema', { type: 'string' }),
    },
    firesWhen: {
      'there is no model': set('Method', 'RequestModels'),
      'the model takes anything': set('Method', 'RequestModels', { 'application/json': 'Empty' }),
      'the model is not in the templates': set('Method', 'RequestModels', { 'application/json': 'Order' }),
      'the models are a parameter': set('Method', 'RequestModels', PARAMETER),
      'the model takes further properties': set('Model', 'Schema.additionalProperties'),
      'the model says that it takes further properties': set('Model', 'Schema.additionalProperties', true),
      'an object inside takes further properties': set('Model', 'Schema.properties.address.additionalProperties'),
      'items of a list take further properties': set('Model', 'Schema.properties.lines.items.additionalProperties'),
      'it is an object though it does not say so': all(set('Model', 'Schema.type'), set('Model', 'Schema.additionalProperties')),
      'the schema is a parameter': set('Model', 'Schema', PARAMETER),
      'whether bodies are validated is a parameter': all(set('Validator', 'ValidateRequestBody', PARAMETER), set('Method', 'RequestModels')),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-018',
    on: 'Stage',
    secure: {
      Logs: resource('AWS::Logs::LogGroup'),
      Stage: resource('AWS::ApiGatewayV2::Stage', { AccessLogSettings: { DestinationArn: att('Logs'), Format: '{}' }, DefaultRouteSettings: { DataTraceEnabled: false } }),
    },
    passesWhen: { 'nothing is said of data': set('Stage', 'DefaultRouteSettings') },
    firesWhen: {
      'there is no access log': set('Stage', 'AccessLogSettings'),
      'the access log goes nowhere': set('Stage', 'AccessLogSettings.DestinationArn'),
      'the access log has no format': set('Stage', 'AccessLogSettings.Format'),
      'messages are logged': set('Stage', 'DefaultRouteSettings.DataTraceEnabled', true),
      'messages of one route are logged': set('Stage', 'RouteSettings', { send: { DataTraceEnabled: 'true' } }),
      'whether messages are logged is a parameter': set('Stage', 'DefaultRouteSettings.DataTraceEnabled', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-019',
    on: 'Method',
    secure: { Method: method({ Integration: { Type: 'HTTP_PROXY', Uri: 'https://backend.example.com/{proxy}' } }) },
    passesWhen: { 'a function answers': set('Method', 'Integration', { Type: 'AWS_PROXY', Uri: 'arn:aws:apigateway:x' }), 'nothing answers': set('Method', 'Integration') },
    firesWhen: {
      'the backend is reached without TLS': set('Method', 'Integration.Uri', 'http://backend.example.com'),
      'the backend is reached without TLS, in capitals': set('Method', 'Integration.Uri', 'HTTP://backend.example.com'),
      'a load balancer is reached without TLS': all(add('Balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {}), set('Method', 'Integration.Uri', join('http://', att('Balancer', 'DNSName')))),
      'the URI is a parameter': set('Method', 'Integration.Uri', PARAMETER),
      'there is no URI': set('Method', 'Integration.Uri'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-019',
    on: 'Integration',
    secure: {
      Integration: resource('AWS::ApiGatewayV2::Integration', {
        IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://backend.example.com',
      }),
    },
    passesWhen: {
      'it goes by a VPC link, which another rule judges': all(set('Integration', 'ConnectionType', 'VPC_LINK'), set('Integration', 'IntegrationUri', 'arn:aws:elasticloadbalancing:x')),
      'a function answers': set('Integration', 'IntegrationType', 'AWS_PROXY'),
    },
    firesWhen: {
      'it goes to a URL without TLS': set('Integration', 'IntegrationUri', 'http://backend.example.com'),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-020',
    on: 'Stage',
    secure: {
      Api: api,
      Method: method({ RestApiId: ref('Api'), Integration: { Type: 'HTTP', Uri: 'https://backend.example.com' } }),
      Certificate: resource('AWS::ApiGateway::ClientCertificate'),
      Stage: stage({ ClientCertificateId: ref('Certificate') }),
    },
    passesWhen: { 'functions answer': all(set('Method', 'Integration.Type', 'AWS_PROXY'), set('Stage', 'ClientCertificateId')) },
    firesWhen: {
      'there is no certificate': set('Stage', 'ClientCertificateId'),
      'the certificate is a parameter': set('Stage', 'ClientCertificateId', PARAMETER),
      'there is none for a backend by proxy': all(set('Method', 'Integration.Type', 'HTTP_PROXY'), set('Stage', 'ClientCertificateId', '')),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-021',
    on: 'Api',
    secure: { Api: resource('AWS::ApiGateway::RestApi', { Body: secured }) },
    passesWhen: {
      'there is no document': set('Api', 'Body'),
      'the whole document asks': all(set('Api', `${GET}.security`), set('Api', 'Body.security', [{ Users: [] }])),
      'an operation takes signed requests': all(set('Api', `${GET}.security`), set('Api', `${GET}.x-amazon-apigateway-auth`, { type: 'AWS_IAM' })),
      'it is a document of version 2': all(
        set('Api', 'Body.components'), set('Api', 'Body.securityDefinitions', { Users: { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' } }),
      ),
    },
    firesWhen: {
      'an operation asks nobody': set('Api', `${GET}.security`),
      'an operation lifts what the document asks': all(set('Api', `${GET}.security`, []), set('Api', 'Body.security', [{ Users: [] }])),
      'an operation may be called without anything too': set('Api', `${GET}.security.1`, {}),
      'an API key is enough': set('Api', `${GET}.security`, [{ Key: [] }]),
      'an API key is enough too': set('Api', `${GET}.security.1`, { Key: [] }),
      'the scheme is not there': set('Api', 'Body.components'),
      'the scheme has no authorizer': set('Api', 'Body.components.securitySchemes.Users', { type: 'oauth2' }),
      'any verb of another path asks nobody': set('Api', 'Body.paths./open', { 'x-amazon-apigateway-any-method': {} }),
      'a path is a parameter': set('Api', 'Body.paths./orders', PARAMETER),
      'the document is a parameter': set('Api', 'Body', PARAMETER),
      'the paths are a parameter': set('Api', 'Body.paths', PARAMETER),
      'who may call is a parameter': set('Api', `${GET}.security`, PARAMETER),
      'the document is in a bucket': set('Api', 'BodyS3Location', { Bucket: 'b', Key: 'openapi.json' }),
      'it is included by a macro': set('Api', 'Body', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/openapi.json' } } }),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-021',
    on: 'Api',
    secure: { Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }) },
    passesWhen: { 'it has a quick route, and clients need a certificate': all(quickRoute, byCertificates) },
    firesWhen: {
      'it has a quick route': quickRoute,
      'it has a quick route, and a domain that nothing maps to it': all(quickRoute, byCertificates, remove('Mapping')),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-025',
    on: 'Method',
    secure: { Api: resource('AWS::ApiGateway::RestApi', PRIVATE), Method: method({ RestApiId: ref('Api'), AuthorizationType: 'AWS_IAM' }) },
    passesWhen: {
      'its API is public, which another rule judges': all(open, set('Api', 'EndpointConfiguration.Types', ['REGIONAL'])),
      'it has no API here': all(open, set('Method', 'RestApiId', 'abc')),
    },
    firesWhen: {
      'it is open': open,
      'it is open, and the policy of its API for one organization': all(open, set('Api', 'EndpointConfiguration'), set('Api', 'Policy', { Statement: [endpointStatement(OF_ORGANIZATION)] })),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-025',
    on: 'Api',
    secure: { Api: resource('AWS::ApiGateway::RestApi', { ...PRIVATE, Body: secured }) },
    firesWhen: { 'an operation asks nobody': set('Api', `${GET}.security`) },
  },
  {
    rule: 'ZT-APIGATEWAY-026',
    on: 'Method',
    secure: { Method: method({ Integration: { Type: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', Uri: 'https://backend.example.com/{proxy}' } }) },
    passesWhen: { 'it goes over the internet, which another rule judges': all(set('Method', 'Integration.ConnectionType'), set('Method', 'Integration.Uri', 'http://backend.example.com')) },
    firesWhen: {
      'the backend is reached without TLS': set('Method', 'Integration.Uri', 'http://backend.example.com'),
      'the URI is a parameter': set('Method', 'Integration.Uri', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-026',
    on: 'Integration',
    secure: {
      Integration: resource('AWS::ApiGatewayV2::Integration', {
        IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', IntegrationUri: 'arn:aws:elasticloadbalancing:x', TlsConfig: { ServerNameToVerify: 'backend.example.com' },
      }),
    },
    firesWhen: { 'the link has no TLS': set('Integration', 'TlsConfig'), 'no name is verified': set('Integration', 'TlsConfig', {}) },
  },
  {
    rule: 'ZT-APIGATEWAY-022',
    on: 'Stage',
    secure: { Stage: stage({ RestApiId: 'abc', AccessLogSetting: { DestinationArn: 'logs', Format: '{"id":"$context.requestId"}' } }) },
    passesWhen: { 'there is no access log, which is for another rule': set('Stage', 'AccessLogSetting') },
    firesWhen: {
      'it is of words': set('Stage', 'AccessLogSetting.Format', '$context.requestId $context.identity.sourceIp'),
      'it is empty': set('Stage', 'AccessLogSetting.Format', ''),
      'the format is a parameter': set('Stage', 'AccessLogSetting.Format', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-022',
    on: 'Stage',
    secure: { Stage: resource('AWS::ApiGatewayV2::Stage', { AccessLogSettings: { DestinationArn: 'logs', Format: '{"id":"$context.requestId"}' } }) },
    firesWhen: { 'it is of words': set('Stage', 'AccessLogSettings.Format', '$context.requestId') },
  },
  {
    rule: 'ZT-APIGATEWAY-023',
    on: 'Method',
    secure: { Method: method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'abc', AuthorizationScopes: ['orders/write'] }) },
    passesWhen: {
      'it takes signed requests': all(set('Method', 'AuthorizationType', 'AWS_IAM'), set('Method', 'AuthorizationScopes')),
      'a function authorises': all(set('Method', 'AuthorizationType', 'CUSTOM'), set('Method', 'AuthorizationScopes')),
    },
    firesWhen: {
      'there are no scopes': set('Method', 'AuthorizationScopes'),
      'the list of scopes is empty': set('Method', 'AuthorizationScopes', []),
      'the only scope is no value': set('Method', 'AuthorizationScopes', [ref('AWS::NoValue')]),
      'a scope is empty': set('Method', 'AuthorizationScopes.0', ''),
      'the scopes are a parameter': set('Method', 'AuthorizationScopes', PARAMETER),
    },
  },
  {
    rule: 'ZT-APIGATEWAY-023',
    on: 'Route',
    secure: { Route: resource('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /orders', AuthorizationType: 'JWT', AuthorizerId: 'abc', AuthorizationScopes: ['orders/write'] }) },
    firesWhen: { 'there are no scopes': set('Route', 'AuthorizationScopes') },
  },
];
