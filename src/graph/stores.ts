import { classOfKey, isHigher } from './data-class';
import type { Expression, TemplateResource } from '../model';
import { remembered } from '../model/remembered';

/** A type of resource that holds data or passes it on, and the actions by which data leaves or enters it. */
export interface StoreType {
  readonly type: string;
  readonly reads: string[];
  readonly writes: string[];
  /** The keys under which it is; a global table has one for each replica. */
  keys(store: TemplateResource): Expression[];
}

const TABLE_READS = ['BatchGetItem', 'ExportTableToPointInTime', 'GetItem', 'GetRecords', 'PartiQLSelect', 'Query', 'Scan'].map((action) => `dynamodb:${action}`);
const TABLE_WRITES = ['BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action}`);

/**
 * Secrets are none: what they hold opens a store, and does not flow on from it. Log groups are none either: what is logged is masked,
 * which a rule of its own asks for. Deleting moves no data.
 */
export const STORE_TYPES: StoreType[] = [
  { type: 'AWS::DynamoDB::Table', keys: (table) => [table.at('SSESpecification', 'KMSMasterKeyId')], reads: TABLE_READS, writes: TABLE_WRITES },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    keys: (table) => table.at('Replicas').items().map((replica) => replica.at('SSESpecification', 'KMSMasterKeyId')),
    reads: TABLE_READS,
    writes: TABLE_WRITES,
  },
  {
    type: 'AWS::S3::Bucket',
    keys: (bucket) => bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration').items()
      .map((rule) => rule.at('ServerSideEncryptionByDefault', 'KMSMasterKeyID')),
    reads: ['s3:GetObject', 's3:GetObjectVersion'],
    writes: ['s3:PutObject', 's3:ReplicateObject'],
  },
  { type: 'AWS::SQS::Queue', keys: (queue) => [queue.at('KmsMasterKeyId')], reads: ['sqs:ReceiveMessage'], writes: ['sqs:SendMessage'] },
  { type: 'AWS::SNS::Topic', keys: (topic) => [topic.at('KmsMasterKeyId')], reads: [], writes: ['sns:Publish'] },
  { type: 'AWS::Events::EventBus', keys: (bus) => [bus.at('KmsKeyIdentifier')], reads: [], writes: ['events:PutEvents'] },
  {
    type: 'AWS::Kinesis::Stream',
    keys: (stream) => [stream.at('StreamEncryption', 'KeyId')],
    reads: ['kinesis:GetRecords', 'kinesis:SubscribeToShard'],
    writes: ['kinesis:PutRecord', 'kinesis:PutRecords'],
  },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    keys: (stream) => [stream.at('DeliveryStreamEncryptionConfigurationInput', 'KeyARN')],
    reads: [],
    writes: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    keys: (machine) => [machine.at('EncryptionConfiguration', 'KmsKeyId')],
    reads: [],
    writes: ['states:StartExecution', 'states:StartSyncExecution'],
  },
];

/** The class of what a store holds: that of its key. `undefined` when no key tells. */
export const classOf = remembered(readClassOf);

function readClassOf(store: TemplateResource): string | undefined {
  const classes = STORE_TYPES.find(({ type }) => type === store.type)?.keys(store).map(classOfKey) ?? [];
  return classes.filter((one): one is string => one !== undefined).reduce<string | undefined>(
    (highest, one) => (highest === undefined || isHigher(one, highest) ? one : highest), undefined,
  );
}
