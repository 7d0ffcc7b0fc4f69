import { CONDITION, fn, getAtt, resources, Template } from './generated-parts';

const POOL = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/abc';
const AUTHORIZER = { AuthFn: fn() };

const api = (Properties: object, attributes: object = {}) => ({ Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', ...Properties }, ...attributes });
const httpApi = (Properties: object) => ({ Type: 'AWS::Serverless::HttpApi', Properties });
const calls = (Auth?: object, more: object = {}) => ({
  Get: { Type: 'Api', Properties: { Path: '/orders/{id}', Method: 'get', RestApiId: { Ref: 'Api' }, ...Auth && { Auth }, ...more } },
  List: { Type: 'Api', Properties: { Path: '/orders', Method: 'get', RestApiId: { Ref: 'Api' } } },
});
const rest = (properties: object, methodAuth?: object, more: object = {}) => (
  resources({ Fn: fn({ Events: calls(methodAuth, more) }), Api: api(properties), ...AUTHORIZER }, CONDITION)
);
const http = (properties: object, Auth?: object) => resources({
  Fn: fn({ Events: { Get: { Type: 'HttpApi', Properties: { Path: '/orders/{id}', Method: 'get', ApiId: { Ref: 'Api' }, ...Auth && { Auth } } } } }),
  Api: httpApi(properties),
  ...AUTHORIZER,
});

const cognito = { Cognito: { UserPoolArn: POOL, AuthorizationScopes: ['orders/read'] } };
const token = { Token: { FunctionArn: getAtt('AuthFn'), Identity: { Header: 'X-Token', ValidationExpression: '^x.+', ReauthorizeEvery: 0 } } };
const request = { Request: { FunctionArn: getAtt('AuthFn'), FunctionPayloadType: 'REQUEST', Identity: { Headers: ['A'], QueryStrings: ['b'], ReauthorizeEvery: 30 } } };
const jwt = { Jwt: { JwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['a'] }, IdentitySource: '$request.header.Authorization', AuthorizationScopes: ['a'] } };
const lambda = {
  Lambda: { FunctionArn: getAtt('AuthFn'), AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, EnableFunctionDefaultPermissions: true, Identity: { Headers: ['A'], ReauthorizeEvery: 60 } },
};
const deny = { Effect: 'Deny', Action: 'execute-api:Invoke', Principal: '*', Resource: ['execute-api:/*'] };

const policies = {
  AwsAccountWhitelist: ['123456789012'],
  AwsAccountBlacklist: ['123456789012'],
  IpRangeWhitelist: ['10.0.0.0/8'],
  IpRangeBlacklist: ['1.2.3.4'],
  SourceVpcWhitelist: ['vpc-1234', 'vpce-5678'],
  SourceVpcBlacklist: ['vpce-5678'],
  IntrinsicVpcWhitelist: [{ Ref: 'Stage' }],
  IntrinsicVpceWhitelist: [{ Ref: 'Stage' }],
  IntrinsicVpcBlacklist: [{ Ref: 'Stage' }],
  IntrinsicVpceBlacklist: [{ Ref: 'Stage' }],
  CustomStatements: [deny],
};

const restAuth: Record<string, [object, object?]> = {
  'without authorizer': [{}],
  'IAM by default': [{ DefaultAuthorizer: 'AWS_IAM' }],
  'IAM by default, invoked by nobody': [{ DefaultAuthorizer: 'AWS_IAM', InvokeRole: 'NONE' }],
  'IAM for a method': [{}, { Authorizer: 'AWS_IAM' }],
  'Cognito by default': [{ DefaultAuthorizer: 'Cognito', Authorizers: cognito }],
  'Cognito by default, one method open': [{ DefaultAuthorizer: 'Cognito', Authorizers: cognito }, { Authorizer: 'NONE' }],
  'Cognito with scopes': [{ Authorizers: cognito }, { Authorizer: 'Cognito', AuthorizationScopes: ['orders/write'] }],
  'a token': [{ DefaultAuthorizer: 'Token', Authorizers: token }],
  'a request': [{ DefaultAuthorizer: 'Request', Authorizers: request }],
  'a request with a role': [{ DefaultAuthorizer: 'Request', Authorizers: { Request: { ...request.Request, FunctionInvokeRole: 'arn:aws:iam::123456789012:role/invoke' } } }],
  'a token without permission': [{ DefaultAuthorizer: 'Token', Authorizers: { Token: { ...token.Token, DisableFunctionDefaultPermissions: true } } }],
  'two authorizers': [{ DefaultAuthorizer: 'Token', Authorizers: { ...token, ...cognito } }, { Authorizer: 'Cognito' }],
  'an API key': [{ ApiKeyRequired: true }],
  'an API key but for one method': [{ ApiKeyRequired: true }, { ApiKeyRequired: false }],
  'an API key for one method': [{}, { ApiKeyRequired: true }],
  'a usage plan': [{ ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: 'PER_API', Quota: { Limit: 100, Period: 'DAY' } } }],
  'a shared usage plan': [{ ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: 'SHARED' } }],
  ...Object.fromEntries(Object.entries(policies).map(([key, list]) => [`a resource policy of ${key}`, [{ ResourcePolicy: { [key]: list } }] as [object]])),
  'a resource policy for a method': [{}, { ResourcePolicy: { IpRangeBlacklist: ['1.2.3.4'] } }],
};

const swagger = {
  swagger: '2.0',
  info: { title: 'Orders' },
  paths: {
    '/orders/{id}': {
      get: {
        'responses': {},
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
        },
      },
    },
  },
};

const restKeys: Record<string, object> = {
  'CORS of an origin': { Cors: "'https://example.com'" },
  'CORS of everybody': { Cors: { AllowOrigin: "'*'", AllowHeaders: "'X'", AllowMethods: "'GET'", MaxAge: "'600'" } },
  'CORS with an authorizer': { Cors: "'*'", Auth: { DefaultAuthorizer: 'AWS_IAM' } },
  'CORS without an authorizer for preflight': { Cors: "'*'", Auth: { DefaultAuthorizer: 'AWS_IAM', AddDefaultAuthorizerToCorsPreflight: false } },
  'OpenAPI 3': { OpenApiVersion: '3.0.1', Auth: { DefaultAuthorizer: 'Cognito', Authorizers: cognito }, Cors: "'*'" },
  'a definition': { DefinitionBody: swagger, Auth: { DefaultAuthorizer: 'AWS_IAM' } },
  'a definition in a bucket': { DefinitionUri: 's3://definitions/api.yaml' },
  'a definition that is merged': { DefinitionBody: swagger, MergeDefinitions: true },
  'access logs': { AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:api', Format: '$context.requestId' }, TracingEnabled: true },
  'method settings': { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO', DataTraceEnabled: true }], CacheClusterEnabled: true, CacheClusterSize: '0.5' },
  'a private endpoint': { EndpointConfiguration: { Type: 'PRIVATE', VPCEndpointIds: ['vpce-1234'] } },
  'a regional endpoint': { EndpointConfiguration: 'REGIONAL' },
  'gateway responses': { GatewayResponses: { UNAUTHORIZED: { StatusCode: 401, ResponseParameters: { Headers: { 'X-A': "'b'" } } } } },
  'models': { Models: { Order: { type: 'object' } } },
  'a domain': { Domain: { DomainName: 'api.example.com', CertificateArn: CERTIFICATE, SecurityPolicy: 'TLS_1_2', BasePath: ['v1', 'v2'], Route53: { HostedZoneId: 'Z1', IpV6: true } } },
  'a domain with mutual TLS': { Domain: { DomainName: 'api.example.com', CertificateArn: CERTIFICATE, EndpointConfiguration: 'REGIONAL', MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } } },
  'a domain of the edge': { Domain: { DomainName: 'api.example.com', CertificateArn: CERTIFICATE, EndpointConfiguration: 'EDGE', Route53: { HostedZoneName: 'example.com.' } } },
  'no endpoint of its own': { DisableExecuteApiEndpoint: true },
  'a stage by parameter': { StageName: { Ref: 'Stage' } },
  'a stage with a hyphen': { StageName: 'pre-prod' },
  'tags': { Tags: { team: 'orders' }, PropagateTags: true },
  'a policy': { Policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] } },
};

const openApi = {
  openapi: '3.0.1',
  info: { title: { Ref: 'AWS::StackName' }, version: '1.0' },
  paths: {
    '/orders/{id}': {
      post: {
        'responses': {},
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          httpMethod: 'POST',
          payloadFormatVersion: '2.0',
          uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
        },
      },
    },
  },
};

const httpKeys: Record<string, [object, object?]> = {
  'nothing': [{}],
  'JWT by default': [{ Auth: { DefaultAuthorizer: 'Jwt', Authorizers: jwt } }],
  'JWT by default, one route open': [{ Auth: { DefaultAuthorizer: 'Jwt', Authorizers: jwt } }, { Authorizer: 'NONE' }],
  'JWT for a route': [{ Auth: { Authorizers: jwt } }, { Authorizer: 'Jwt', AuthorizationScopes: ['b'] }],
  'Lambda by default': [{ Auth: { DefaultAuthorizer: 'Lambda', Authorizers: lambda } }],
  'IAM by default': [{ Auth: { DefaultAuthorizer: 'AWS_IAM', EnableIamAuthorizer: true } }],
  'IAM for a route': [{ Auth: { EnableIamAuthorizer: true } }, { Authorizer: 'AWS_IAM' }],
  'CORS of everybody': [{ CorsConfiguration: true }],
  'CORS of an origin': [{ CorsConfiguration: { AllowOrigins: ['https://example.com'], AllowMethods: ['GET'], AllowCredentials: true, MaxAge: 600 } }],
  'access logs': [{ AccessLogSettings: { DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:api', Format: '$context.requestId' } }],
  'a stage': [{ StageName: 'prod', StageVariables: { a: 'b' }, DefaultRouteSettings: { ThrottlingBurstLimit: 10, ThrottlingRateLimit: 5 } }],
  'a domain': [{ Domain: { DomainName: 'api.example.com', CertificateArn: CERTIFICATE, SecurityPolicy: 'TLS_1_2', BasePath: ['v1'], Route53: { HostedZoneId: 'Z1' } } }],
  'a definition': [{ DefinitionBody: openApi, Auth: { DefaultAuthorizer: 'Jwt', Authorizers: jwt } }],
  'tags and a name': [{ Tags: { team: 'orders' }, Name: 'orders', Description: 'Orders' }],
  'no endpoint of its own': [{ DisableExecuteApiEndpoint: true, FailOnWarnings: true }],
};

const openEvent = { Path: '/open', Method: 'get' };

export const API_CASES: Record<string, Template> = {
  ...Object.fromEntries(Object.entries(restAuth).map(([name, [auth, method]]) => [`REST API, ${name}`, rest({ Auth: auth }, method)])),
  ...Object.fromEntries(Object.entries(restKeys).map(([name, properties]) => [`REST API, ${name}`, rest(properties)])),
  ...Object.fromEntries(Object.entries(httpKeys).map(([name, [properties, route]]) => [`HTTP API, ${name}`, http(properties, route)])),
  'REST API, a request model': rest({ Models: { Order: { type: 'object' } } }, undefined, { RequestModel: { Model: 'Order', Required: true, ValidateBody: true } }),
  'REST API, authorizers of a definition': rest(
    { DefinitionBody: swagger, Auth: { DefaultAuthorizer: 'AWS_IAM', Authorizers: cognito } }, { Authorizer: 'Cognito', OverrideApiAuth: true }),
  'REST API under a condition': resources({ Fn: fn({ Events: calls() }), Api: api({}, { Condition: 'Wanted' }) }, CONDITION),
  'functions under conditions on one API': resources({
    One: fn({ Events: { A: { Type: 'Api', Properties: { Path: '/a', Method: 'get' } } } }, { Condition: 'Wanted' }),
    Two: fn({ Events: { B: { Type: 'Api', Properties: { Path: '/a', Method: 'post' } } } }, { Condition: 'Other' }),
  }, { ...CONDITION, Conditions: { ...CONDITION.Conditions, Other: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } } }),
  'an API that is not of SAM': resources({
    Fn: fn({ Events: { A: { Type: 'Api', Properties: { Path: '/a', Method: 'get', RestApiId: { Ref: 'Plain' } } } } }), Plain: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'plain' } },
  }),
  'implicit APIs with an open method': resources({
    Fn: fn({ Events: { Open: { Type: 'Api', Properties: { ...openEvent, Auth: { Authorizer: 'NONE' } } }, Http: { Type: 'HttpApi', Properties: openEvent } } }),
  }, { Globals: { Api: { Auth: { DefaultAuthorizer: 'Cognito', Authorizers: cognito } }, HttpApi: { Auth: { DefaultAuthorizer: 'Jwt', Authorizers: jwt } } } }),
};
