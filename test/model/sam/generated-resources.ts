import { CODE, CONDITION, fn, getAtt, resources, Template } from './generated-parts';

const DEFINITION = {
  StartAt: 'Invoke', States: { Invoke: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: getAtt('Fn') }, End: true } },
};
const machine = (Properties: object, attributes: object = {}) => resources({ Fn: fn(), Machine: { Type: 'AWS::Serverless::StateMachine', Properties, ...attributes } }, CONDITION);
const table = (Properties: object, attributes: object = {}) => resources({ Table: { Type: 'AWS::Serverless::SimpleTable', Properties, ...attributes } });
const layer = (Properties: object, attributes: object = {}) => resources({
  Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 's3://code-bucket/layer.zip', ...Properties }, ...attributes }, Fn: fn({ Layers: [{ Ref: 'Layer' }] }),
});
const graphQl = (Properties: object) => resources({
  Fn: fn(),
  Table: { Type: 'AWS::Serverless::SimpleTable' },
  Api: { Type: 'AWS::Serverless::GraphQLApi', Properties: { SchemaInline: 'type Query { a: String }', ...Properties } },
});
const webSocket = (Properties: object) => resources({
  Fn: fn(), Api: { Type: 'AWS::Serverless::WebSocketApi', Properties: { RouteSelectionExpression: '$request.body.action', Routes: { $connect: { FunctionArn: getAtt('Fn') }, $default: { FunctionArn: getAtt('Fn') } }, ...Properties } },
});
const deployment = (preference: object) => resources({ Fn: fn({ AutoPublishAlias: 'live', DeploymentPreference: preference }) });

const functions: Record<string, object> = {
  'a public URL': { FunctionUrlConfig: { AuthType: 'NONE' } },
  'a public URL of an alias': { FunctionUrlConfig: { AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }, AutoPublishAlias: 'live' },
  'a signed URL': { FunctionUrlConfig: { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } } },
  'a network': { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
  'dead letters in a queue': { DeadLetterQueue: { Type: 'SQS', TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' } },
  'dead letters in a topic': { DeadLetterQueue: { Type: 'SNS', TargetArn: 'arn:aws:sns:us-east-1:123456789012:dead' } },
  'destinations that are made': { EventInvokeConfig: { MaximumRetryAttempts: 1, DestinationConfig: { OnSuccess: { Type: 'SQS' }, OnFailure: { Type: 'SNS' } } } },
  'destinations by alias': { AutoPublishAlias: 'live', EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } } },
  'destinations that are there': { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Type: 'EventBridge', Destination: 'arn:aws:events:us-east-1:123456789012:event-bus/a' }, OnFailure: { Type: 'Lambda', Destination: 'arn:aws:lambda:us-east-1:123456789012:function:a' } } } },
  'a destination in a bucket': { EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'S3Bucket', Destination: 'arn:aws:s3:::failures' } } } },
  'secrets in its environment': { Environment: { Variables: { PASSWORD: 'hunter2hunter2', KEY: 'AKIAIOSFODNN7EXAMPLE' } } },
  'a key': { KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1abc23d4-567f-8ab9-cde0-1fab234c5d67', Environment: { Variables: { A: 'b' } } },
  'tracing': { Tracing: 'Active' },
  'tracing off': { Tracing: 'Disabled' },
  'an image': { PackageType: 'Image', ImageUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/fn:1', CodeUri: undefined, Handler: undefined, Runtime: undefined },
  'inline code': { InlineCode: 'exports.handler = async () => 1;', CodeUri: undefined },
  'code as a map': { CodeUri: { Bucket: 'code', Key: 'fn.zip', Version: '1' } },
  'an alias with provisioned concurrency': { AutoPublishAlias: 'live', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 }, SnapStart: { ApplyOn: 'PublishedVersions' } },
  'tags that are propagated': { Tags: { 'data-class': 'restricted' }, PropagateTags: true, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } } },
  'a tenancy': { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
  'a signed and logged build': { CodeSigningConfigArn: 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1', LoggingConfig: { LogFormat: 'JSON' }, RecursiveLoop: 'Terminate' },
};

export const RESOURCE_CASES: Record<string, Template> = {
  ...Object.fromEntries(Object.entries(functions).map(([name, properties]) => [`function with ${name}`, resources({ Fn: fn(properties) })])),
  'function under a condition': resources({ Fn: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }, { Condition: 'Wanted', DependsOn: ['Other'], DeletionPolicy: 'Retain' }), Other: fn() }, CONDITION),
  'deployment, linear': deployment({ Type: 'Linear10PercentEvery10Minutes', Alarms: ['alarm'], Hooks: { PreTraffic: { Ref: 'Fn' } } }),
  'deployment with a role': deployment({ Type: 'AllAtOnce', Role: 'arn:aws:iam::123456789012:role/deploy' }),
  'deployment switched off': deployment({ Type: 'AllAtOnce', Enabled: false }),
  'references to an alias and a version': resources({ Fn: fn({ AutoPublishAlias: 'live' }) }, { Outputs: { A: { Value: { Ref: 'Fn.Alias' } }, V: { Value: { Ref: 'Fn.Version' } } } }),
  'state machine': machine({ Definition: DEFINITION }),
  'state machine with a role': machine({ Definition: DEFINITION, Role: 'arn:aws:iam::123456789012:role/own' }),
  'state machine, logged and traced': machine({ Definition: DEFINITION, Logging: { Level: 'ALL', IncludeExecutionData: true }, Tracing: { Enabled: true }, Type: 'EXPRESS', Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }] }),
  'state machine of a bucket': machine({ DefinitionUri: 's3://definitions/machine.json' }),
  'state machine with an alias': machine({ Definition: DEFINITION, AutoPublishAlias: 'live', Tags: { a: 'b' }, PropagateTags: true }, { Condition: 'Wanted' }),
  'table': table({}),
  'table with a key and encryption': table({ PrimaryKey: { Name: 'pk', Type: 'String' }, SSESpecification: { SSEEnabled: true }, TableName: 'orders', Tags: { a: 'b' } }),
  'table with capacity and recovery': table({ ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }, { DeletionPolicy: 'Retain' }),
  'layer': layer({}),
  'layer with a name': layer({ LayerName: 'tools', RetentionPolicy: 'Delete', CompatibleRuntimes: ['nodejs22.x'] }, { Metadata: { a: 'b' } }),
  'GraphQL API with a key': graphQl({ Auth: { Type: 'API_KEY' }, ApiKeys: { Key: { Description: 'a' } } }),
  'GraphQL API with IAM and no logs': graphQl({ Auth: { Type: 'AWS_IAM' }, Logging: false, XrayEnabled: true }),
  'GraphQL API with Lambda': graphQl({ Auth: { Type: 'AWS_LAMBDA', LambdaAuthorizer: { AuthorizerUri: getAtt('Fn') }, Additional: [{ Type: 'AMAZON_COGNITO_USER_POOLS', UserPool: { UserPoolId: 'us-east-1_a' } }] } }),
  'GraphQL API with sources': graphQl({
    Auth: { Type: 'AWS_IAM' },
    DataSources: { DynamoDb: { Orders: { TableName: { Ref: 'Table' }, TableArn: getAtt('Table') }, Others: { TableName: 'others', Permissions: ['Read'] } }, Lambda: { Call: { FunctionArn: getAtt('Fn') } } },
    Functions: { first: { Runtime: { Name: 'APPSYNC_JS', Version: '1.0.0' }, DataSource: 'Orders', InlineCode: 'a' }, none: { Runtime: { Name: 'APPSYNC_JS', Version: '1.0.0' }, DataSource: 'NONE', InlineCode: 'b' } },
    Resolvers: { Query: { a: { Pipeline: ['first', 'none'] } } },
    Cache: { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Type: 'SMALL', Ttl: 60 },
    DomainName: { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc', DomainName: 'graph.example.com' },
  }),
  'WebSocket API': webSocket({}),
  'WebSocket API with IAM': webSocket({ Auth: { AuthType: 'AWS_IAM' }, StageName: 'prod' }),
  'WebSocket API with an authorizer': webSocket({ Auth: { AuthType: 'CUSTOM', AuthArn: getAtt('Fn'), IdentitySource: ['route.request.header.A'] } }),
  'capacity provider': resources({ Provider: { Type: 'AWS::Serverless::CapacityProvider', Properties: { VpcConfig: { SubnetIds: ['subnet-1'] } } }, Fn: fn({ CapacityProviderConfig: { Arn: getAtt('Provider') } }) }),
  'plain resources beside': resources({ Fn: fn(CODE), Bucket: { Type: 'AWS::S3::Bucket' }, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } }),
};
