/** The properties that SAM takes of each kind of event. Others are reported. */
const PULL = [
  'BatchSize', 'StartingPosition', 'StartingPositionTimestamp', 'Enabled', 'MaximumBatchingWindowInSeconds', 'MaximumRetryAttempts',
  'BisectBatchOnFunctionError', 'MaximumRecordAgeInSeconds', 'DestinationConfig', 'ParallelizationFactor', 'Topics', 'Queues',
  'SourceAccessConfigurations', 'SecretsManagerKmsKeyId', 'TumblingWindowInSeconds', 'FunctionResponseTypes', 'KafkaBootstrapServers', 'FilterCriteria',
  'KmsKeyArn', 'ConsumerGroupId', 'ScalingConfig', 'ProvisionedPollerConfig', 'SchemaRegistryConfig', 'MetricsConfig', 'LoggingConfig',
];
const RULE = ['DeadLetterConfig', 'RetryPolicy', 'Input', 'Enabled', 'State', 'Target', 'RuleName'];
const PATTERN = [...RULE, 'EventBusName', 'Pattern', 'InputPath', 'InputTransformer'];
const SCHEDULE = [...RULE, 'Schedule', 'Name', 'Description', 'RoleArn'];

export const EVENT_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  Kinesis: [...PULL, 'Stream'],
  DynamoDB: [...PULL, 'Stream'],
  MSK: [...PULL, 'Stream'],
  SQS: [...PULL, 'Queue'],
  MQ: [...PULL, 'Broker', 'DynamicPolicyName'],
  SelfManagedKafka: PULL,
  DocumentDB: [...PULL, 'Cluster', 'DatabaseName', 'CollectionName', 'FullDocument'],
  Schedule: SCHEDULE,
  ScheduleV2: [
    'PermissionsBoundary', 'ScheduleExpression', 'FlexibleTimeWindow', 'Name', 'State', 'Description', 'StartDate', 'EndDate',
    'ScheduleExpressionTimezone', 'GroupName', 'KmsKeyArn', 'Input', 'RoleArn', 'DeadLetterConfig', 'RetryPolicy', 'OmitName',
  ],
  CloudWatchEvent: PATTERN,
  EventBridgeRule: PATTERN,
  S3: ['Bucket', 'Events', 'Filter'],
  SNS: ['Topic', 'Region', 'FilterPolicy', 'FilterPolicyScope', 'SqsSubscription', 'RedrivePolicy'],
  Api: [
    'Path', 'Method', 'RestApiId', 'Stage', 'Auth', 'RequestModel', 'RequestParameters', 'TimeoutInMillis', 'ResponseTransferMode',
    'UnescapeMappingTemplate',
  ],
  HttpApi: ['Path', 'Method', 'ApiId', 'Stage', 'Auth', 'TimeoutInMillis', 'RouteSettings', 'PayloadFormatVersion'],
  AlexaSkill: ['SkillId'],
  IoTRule: ['Sql', 'AwsIotSqlVersion'],
  Cognito: ['UserPool', 'Trigger'],
  CloudWatchLogs: ['LogGroupName', 'FilterPattern'],
};
