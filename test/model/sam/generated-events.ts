import { fn, getAtt, resources, Template, threeWays } from './generated-parts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-abc123';
const STREAM = { StartingPosition: 'LATEST', BatchSize: 10 };
const BUCKET = { Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } };
const TOPIC = { Topic: { Type: 'AWS::SNS::Topic' } };
const QUEUE = { Queue: { Type: 'AWS::SQS::Queue' } };
const POOL = { Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} } };
const TABLE = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
};
const KAFKA = {
  KafkaBootstrapServers: ['abc.example.com:9092'],
  Topics: ['orders'],
  ConsumerGroupId: 'group',
  SourceAccessConfigurations: [
    { Type: 'SASL_SCRAM_512_AUTH', URI: SECRET }, { Type: 'VPC_SUBNET', URI: 'subnet:subnet-12345' }, { Type: 'VPC_SECURITY_GROUP', URI: 'security_group:sg-67890' },
  ],
};
const registry = 'arn:aws:glue:us-east-1:123456789012:registry/orders';
const schemas = { SchemaRegistryURI: registry, EventRecordFormat: 'JSON', SchemaValidationConfigs: [{ Attribute: 'KEY' }], AccessConfigs: [{ Type: 'BASIC_AUTH', URI: SECRET }] };
const deadLetters = { DeadLetterConfig: { Type: 'SQS' }, RetryPolicy: { MaximumRetryAttempts: 2 } };

/** One event a kind, with what it needs around it. */
const KINDS: Record<string, [object, object?]> = {
  Api: [{ Path: '/orders/{id}', Method: 'get' }],
  HttpApi: [{ Path: '/orders/{id}', Method: 'post' }],
  S3: [{ Bucket: { Ref: 'Bucket' }, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'], Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } } }, BUCKET],
  SNS: [{ Topic: { Ref: 'Topic' }, FilterPolicy: { kind: ['order'] } }, TOPIC],
  SQS: [{ Queue: getAtt('Queue'), BatchSize: 5, Enabled: true, ScalingConfig: { MaximumConcurrency: 5 } }, QUEUE],
  Kinesis: [{ ...STREAM, Stream: 'arn:aws:kinesis:us-east-1:123456789012:stream/orders', BisectBatchOnFunctionError: true }],
  DynamoDB: [{ ...STREAM, Stream: getAtt('Table', 'StreamArn'), MaximumRetryAttempts: 3 }, TABLE],
  MSK: [{ StartingPosition: 'LATEST', Stream: 'arn:aws:kafka:us-east-1:123456789012:cluster/orders/abc', Topics: ['orders'], ConsumerGroupId: 'group' }],
  MQ: [{ Broker: 'arn:aws:mq:us-east-1:123456789012:broker:orders:b-1', Queues: ['orders'], SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }] }],
  SelfManagedKafka: [KAFKA],
  DocumentDB: [{
    Cluster: 'arn:aws:rds:us-east-1:123456789012:cluster:orders',
    DatabaseName: 'orders',
    CollectionName: 'all',
    FullDocument: 'UpdateLookup',
    StartingPosition: 'LATEST',
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }],
  }],
  Schedule: [{ Schedule: 'rate(5 minutes)', Name: 'often', Description: 'Every five minutes', Enabled: true, Input: '{}' }],
  ScheduleV2: [{ ScheduleExpression: 'rate(5 minutes)', Description: 'Every five minutes', FlexibleTimeWindow: { Mode: 'OFF' } }],
  CloudWatchEvent: [{ Pattern: { source: ['aws.ec2'] }, InputPath: '$.detail' }],
  EventBridgeRule: [{ Pattern: { source: ['orders'] }, EventBusName: 'orders', State: 'ENABLED' }],
  CloudWatchLogs: [{ LogGroupName: '/aws/lambda/other', FilterPattern: 'ERROR' }],
  AlexaSkill: [{ SkillId: 'amzn1.ask.skill.1' }],
  IoTRule: [{ Sql: "SELECT * FROM 'topic'", AwsIotSqlVersion: '2016-03-23' }],
  Cognito: [{ UserPool: { Ref: 'Pool' }, Trigger: ['PreSignUp', 'PostConfirmation'] }, POOL],
};
const withEvent = (Type: string, Properties: object) => ({ Event: { Type, Properties } });

/** Variants of one kind. */
const VARIANTS: Record<string, [string, object, object?]> = {
  'SNS through a new queue': ['SNS', { Topic: { Ref: 'Topic' }, SqsSubscription: true }, TOPIC],
  'SNS through a new queue of a FIFO topic': ['SNS', { Topic: { Ref: 'Topic' }, SqsSubscription: true }, { Topic: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } } }],
  'SNS through an old queue': ['SNS', { Topic: { Ref: 'Topic' }, SqsSubscription: { QueueArn: getAtt('Queue'), QueueUrl: { Ref: 'Queue' }, BatchSize: 2 } }, { ...TOPIC, ...QUEUE }],
  'AlexaSkill without a skill': ['AlexaSkill', {}],
  'HttpApi without a path': ['HttpApi', {}],
  'HttpApi with settings': ['HttpApi', { Path: '/a', Method: 'any', PayloadFormatVersion: '1.0', TimeoutInMillis: 3000, RouteSettings: { ThrottlingBurstLimit: 10 } }],
  'Api of any method': ['Api', { Path: '/{proxy+}', Method: 'any' }],
  'Api with parameters': ['Api', { Path: '/a', Method: 'get', RequestParameters: ['method.request.header.X', { 'method.request.querystring.y': { Required: true, Caching: true } }] }],
  'Api that streams': ['Api', { Path: '/a', Method: 'get', ResponseTransferMode: 'RESPONSE_STREAM' }],
  'Schedule with dead letters': ['Schedule', { Schedule: 'rate(1 day)', ...deadLetters }],
  'Schedule with a queue': ['Schedule', { Schedule: 'rate(1 day)', DeadLetterConfig: { Arn: getAtt('Queue') } }, QUEUE],
  'ScheduleV2 with dead letters': ['ScheduleV2', { ScheduleExpression: 'rate(1 day)', ...deadLetters }],
  'ScheduleV2 with a role': ['ScheduleV2', { ScheduleExpression: 'rate(1 day)', RoleArn: 'arn:aws:iam::123456789012:role/own' }],
  'EventBridgeRule with dead letters': ['EventBridgeRule', { Pattern: { source: ['a'] }, DeadLetterConfig: { Type: 'SQS', QueueLogicalId: 'Dead' } }],
  'MSK with schemas': ['MSK', { StartingPosition: 'LATEST', Stream: 'arn:aws:kafka:us-east-1:123456789012:cluster/a/b', Topics: ['t'], SchemaRegistryConfig: schemas }],
  'MSK with a certificate': ['MSK', {
    StartingPosition: 'LATEST',
    Stream: 'arn:aws:kafka:us-east-1:123456789012:cluster/a/b',
    Topics: ['t'],
    SourceAccessConfigurations: [{ Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: SECRET }],
  }],
  'MQ with a key': ['MQ', {
    Broker: 'arn:aws:mq:us-east-1:123456789012:broker:orders:b-1',
    Queues: ['q'],
    DynamicPolicyName: true,
    SecretsManagerKmsKeyId: '1abc23d4-567f-8ab9-cde0-1fab234c5d67',
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }, { Type: 'VIRTUAL_HOST', URI: 'host' }],
  }],
  'SelfManagedKafka with a key and schemas': ['SelfManagedKafka', { ...KAFKA, SecretsManagerKmsKeyId: '1abc23d4-567f-8ab9-cde0-1fab234c5d67', SchemaRegistryConfig: schemas }],
  ...Object.fromEntries(['SQS', 'SNS', 'S3', 'Kafka'].map((Type): [string, [string, object]] => [`Kinesis with failures to ${Type}`, [
    'Kinesis', {
      ...STREAM,
      Stream: 'arn:aws:kinesis:us-east-1:123456789012:stream/orders',
      DestinationConfig: { OnFailure: { Type, Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' } },
    },
  ]])),
};

const MACHINE = { Type: 'AWS::Serverless::StateMachine', Properties: { Definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } } };
const machineWith = (Type: string, Properties: object, more: object = {}) => ({
  Machine: { ...MACHINE, Properties: { ...MACHINE.Properties, ...more, Events: withEvent(Type, Properties) } },
});

export const EVENT_CASES: Record<string, Template> = {
  ...Object.assign({}, ...Object.entries(KINDS).map(([Type, [properties, others]]) => threeWays(`event ${Type}`, withEvent(Type, properties), others))),
  ...Object.fromEntries(Object.entries(VARIANTS).map(([name, [Type, properties, others]]) => [
    `event ${name}`, resources({ Fn: fn({ Events: withEvent(Type, properties) }), ...others }),
  ])),
  ...Object.fromEntries(['Schedule', 'ScheduleV2', 'CloudWatchEvent', 'EventBridgeRule', 'Api'].flatMap((Type) => [
    [`state machine event ${Type}`, resources(machineWith(Type, KINDS[Type][0] as any))],
    [`state machine event ${Type}, by alias`, resources(machineWith(Type, KINDS[Type][0] as any, { AutoPublishAlias: 'live', UseAliasAsEventTarget: true }))],
  ])),
  'state machine event Schedule with a role': resources(machineWith('Schedule', { Schedule: 'rate(1 day)', RoleArn: 'arn:aws:iam::123456789012:role/own' })),
  'two functions on one bucket': resources({
    ...BUCKET, One: fn({ Events: withEvent('S3', KINDS.S3[0]) }), Two: fn({ Events: withEvent('S3', { Bucket: { Ref: 'Bucket' }, Events: 's3:ObjectTagging:*' }) }),
  }),
  'many events of one function': resources({
    ...QUEUE, ...TOPIC, Fn: fn({ Events: Object.fromEntries(['SQS', 'SNS', 'Api', 'HttpApi', 'Schedule', 'SelfManagedKafka'].map((Type) => [Type, { Type, Properties: KINDS[Type][0] }])) }),
  }),
};
