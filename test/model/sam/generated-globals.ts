import { CODE, CONDITION, fn, resources, Template } from './generated-parts';

const FUNCTION: Record<string, unknown> = {
  Handler: 'other.handler',
  Runtime: 'python3.13',
  CodeUri: 's3://other-bucket/code.zip',
  DeadLetterQueue: { Type: 'SQS', TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
  Description: 'All',
  MemorySize: 512,
  Timeout: 10,
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  Environment: { Variables: { SECRET: 'hunter2hunter2' } },
  Tags: { a: 'b' },
  PropagateTags: true,
  Tracing: 'Active',
  KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1abc23d4-567f-8ab9-cde0-1fab234c5d67',
  AutoPublishAlias: 'live',
  AutoPublishAliasAllProperties: true,
  Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:tools:1'],
  RolePath: '/apps/',
  PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  ReservedConcurrentExecutions: 5,
  AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }] },
  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } },
  FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1', LocalMountPath: '/mnt/a' }],
  CodeSigningConfigArn: 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1',
  Architectures: ['arm64'],
  SnapStart: { ApplyOn: 'PublishedVersions' },
  EphemeralStorage: { Size: 1024 },
  FunctionUrlConfig: { AuthType: 'NONE' },
  RuntimeManagementConfig: { UpdateRuntimeOn: 'Auto' },
  LoggingConfig: { LogFormat: 'JSON' },
  RecursiveLoop: 'Terminate',
  SourceKMSKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1abc23d4-567f-8ab9-cde0-1fab234c5d67',
  TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
  DurableConfig: { ExecutionTimeout: 60 },
  CapacityProviderConfig: { Arn: 'arn:aws:lambda:us-east-1:123456789012:capacity-provider:a' },
  PublishToLatestPublished: true,
};
const NEEDS_ALIAS: Record<string, unknown> = { DeploymentPreference: { Type: 'AllAtOnce' }, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 }, VersionDeletionPolicy: 'Delete' };

const API: Record<string, unknown> = {
  Auth: { DefaultAuthorizer: 'AWS_IAM' },
  Name: 'all',
  CacheClusterEnabled: true,
  CacheClusterSize: '0.5',
  Variables: { a: 'b' },
  EndpointConfiguration: 'REGIONAL',
  MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: true }],
  BinaryMediaTypes: ['image~1png'],
  MinimumCompressionSize: 1024,
  Cors: "'*'",
  GatewayResponses: { DEFAULT_4XX: { StatusCode: 400 } },
  AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:api', Format: '$context.requestId' },
  CanarySetting: { PercentTraffic: 10 },
  TracingEnabled: true,
  OpenApiVersion: '3.0.1',
  Domain: { DomainName: 'api.example.com', CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc' },
  AlwaysDeploy: false,
  PropagateTags: true,
  SecurityPolicy: 'TLS_1_2',
  EndpointAccessMode: 'BASIC',
  MergeDefinitions: false,
};

const HTTP_API: Record<string, unknown> = {
  Auth: { DefaultAuthorizer: 'AWS_IAM', EnableIamAuthorizer: true },
  AccessLogSettings: { DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:api', Format: '$context.requestId' },
  StageVariables: { a: 'b' },
  Tags: { a: 'b' },
  CorsConfiguration: true,
  DefaultRouteSettings: { ThrottlingBurstLimit: 10 },
  RouteSettings: { $default: { ThrottlingRateLimit: 5 } },
  Domain: { DomainName: 'api.example.com', CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc' },
  FailOnWarnings: true,
  PropagateTags: true,
};

const { Handler, Runtime, CodeUri } = CODE;
const bare: Record<string, object> = { Handler: { Runtime, CodeUri }, Runtime: { Handler, CodeUri }, CodeUri: { Handler, Runtime } };
const withFunction = (key: string, value: unknown, Properties: object) => resources({ Fn: { Type: 'AWS::Serverless::Function', Properties } }, { Globals: { Function: { [key]: value } } });
const event = (Type: string) => ({ Events: { Get: { Type, Properties: { Path: '/a', Method: 'get' } } } });

export const GLOBAL_CASES: Record<string, Template> = {
  ...Object.fromEntries(Object.entries(FUNCTION).map(([key, value]) => [`Globals.Function.${key}`, withFunction(key, value, bare[key] ?? CODE)])),
  ...Object.fromEntries(Object.entries(NEEDS_ALIAS).map(([key, value]) => [`Globals.Function.${key}`, withFunction(key, value, { ...CODE, AutoPublishAlias: 'live' })])),
  ...Object.fromEntries(Object.entries(API).map(([key, value]) => [`Globals.Api.${key}`, resources({ Fn: fn(event('Api')) }, { Globals: { Api: { [key]: value } } })])),
  ...Object.fromEntries(Object.entries(HTTP_API).map(([key, value]) => [`Globals.HttpApi.${key}`, resources({ Fn: fn(event('HttpApi')) }, { Globals: { HttpApi: { [key]: value } } })])),
  'Globals.SimpleTable.SSESpecification': resources({ Table: { Type: 'AWS::Serverless::SimpleTable' } }, { Globals: { SimpleTable: { SSESpecification: { SSEEnabled: true } } } }),
  'Globals that a function overrides': resources({
    Fn: fn({ Timeout: 3, Environment: { Variables: { A: 'mine' } }, Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:mine:1'], Architectures: ['x86_64'], VpcConfig: { SubnetIds: ['subnet-2'] } }),
  }, { Globals: { Function: { ...Object.fromEntries(['Timeout', 'VpcConfig', 'Layers', 'Architectures'].map((key) => [key, FUNCTION[key]])), Environment: { Variables: { A: 'theirs', B: 'theirs' } } } } }),
  'Globals that a function ignores': resources({ Fn: fn({}, { IgnoreGlobals: ['FunctionUrlConfig'] }), Other: fn({}, { IgnoreGlobals: '*' }) }, { Globals: { Function: { FunctionUrlConfig: { AuthType: 'NONE' }, Tracing: 'Active' } } }),
  'Globals with a function of CloudFormation': resources({ Fn: fn({ VpcConfig: { 'Fn::If': ['Wanted', FUNCTION.VpcConfig, { Ref: 'AWS::NoValue' }] } }) }, { ...CONDITION, Globals: { Function: { VpcConfig: FUNCTION.VpcConfig } } }),
};
