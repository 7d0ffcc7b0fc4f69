import type { FunctionEvent } from './event';
import { pullPolicies } from './pull-policies';
import { isObject, objectOrEmpty, own } from '../../json';
import { compact, Draft, isGiven, pick } from '../intrinsics';
import { managedPolicyArn } from '../policies';
import { destinationPolicy } from '../roles';

/** Where the ARN of the source stands, and the policy that AWS manages for its readers. */
const SOURCES: Readonly<Record<string, { readonly arn?: string; readonly managed?: string }>> = {
  Kinesis: { arn: 'Stream', managed: 'AWSLambdaKinesisExecutionRole' },
  DynamoDB: { arn: 'Stream', managed: 'AWSLambdaDynamoDBExecutionRole' },
  SQS: { arn: 'Queue', managed: 'AWSLambdaSQSQueueExecutionRole' },
  MSK: { arn: 'Stream', managed: 'AWSLambdaMSKExecutionRole' },
  MQ: { arn: 'Broker' },
  DocumentDB: { arn: 'Cluster' },
  SelfManagedKafka: {},
};

export function isPullEvent(type: string): boolean {
  return own(SOURCES, type) !== undefined;
}

/** A source that Lambda polls: the event source mapping, and what the role of the function needs. */
export function pullEvent(event: FunctionEvent): void {
  const { t, target: { source, name }, role, id, type, properties } = event;
  const { arn, managed } = SOURCES[type];
  const failures = objectOrEmpty(own(properties.DestinationConfig, 'OnFailure'));
  t.add(source, id, 'AWS::Lambda::EventSourceMapping', compact({
    FunctionName: name,
    EventSourceArn: arn === undefined ? undefined : properties[arn],
    ...pick(properties, 'StartingPosition', 'StartingPositionTimestamp', 'BatchSize', 'Enabled', 'MaximumBatchingWindowInSeconds', 'MaximumRetryAttempts',
      'BisectBatchOnFunctionError', 'MaximumRecordAgeInSeconds', 'ParallelizationFactor', 'Topics', 'Queues', 'SourceAccessConfigurations',
      'TumblingWindowInSeconds', 'FunctionResponseTypes', 'FilterCriteria', 'KmsKeyArn', 'ScalingConfig', 'ProvisionedPollerConfig', 'MetricsConfig', 'LoggingConfig'),
    SelfManagedEventSource: isGiven(properties.KafkaBootstrapServers) ? { Endpoints: pick(properties, 'KafkaBootstrapServers') } : undefined,
    DestinationConfig: withoutType(properties.DestinationConfig),
    ...kafkaConfig(event),
    DocumentDBEventSourceConfig: type === 'DocumentDB' ? pick(properties, 'DatabaseName', 'CollectionName', 'FullDocument') : undefined,
  }));
  if (managed !== undefined) role.addManaged(managedPolicyArn(managed));
  role.addInline(...pullPolicies(event));
  const policy = destinationPolicy(failures.Type, failures.Destination, id);
  if (policy) role.addInline(policy);
}

/** The type of a destination is for SAM only. */
function withoutType(config: unknown): unknown {
  const failures = own(config, 'OnFailure');
  if (!isObject(config) || !isObject(failures)) return config;
  const { Type, ...OnFailure } = failures;
  return { ...config, OnFailure };
}

function kafkaConfig({ type, properties }: FunctionEvent): Draft {
  const config = pick(properties, 'ConsumerGroupId', 'SchemaRegistryConfig');
  if (!isGiven(config)) return {};
  return type === 'MSK' ? { AmazonManagedKafkaEventSourceConfig: config } : { SelfManagedKafkaEventSourceConfig: config };
}
