import { all, att, join, PARAMETER, prove, ref, remove, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const settings = {
  SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: att('Key') },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  DeletionProtectionEnabled: true,
};
const secure = {
  Key: key(),
  Table: resource('AWS::DynamoDB::Table', settings),
  Global: resource('AWS::DynamoDB::GlobalTable', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    Replicas: [{ Region: 'eu-west-1', ...settings }, { Region: 'eu-central-1', ...settings }],
  }),
};

const scaled = (units: string, index?: string) => resource('AWS::ApplicationAutoScaling::ScalableTarget', {
  ServiceNamespace: 'dynamodb',
  ScalableDimension: `dynamodb:${index ? 'index' : 'table'}:${units}CapacityUnits`,
  ResourceId: join('table/', ref('Table'), ...(index ? [`/index/${index}`] : [])),
  MinCapacity: 1,
  MaxCapacity: 100,
});
const provisioned = {
  Table: resource('AWS::DynamoDB::Table', {
    BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }, GlobalSecondaryIndexes: [{ IndexName: 'ByDay' }],
  }),
  Reads: scaled('Read'),
  Writes: scaled('Write'),
  IndexReads: scaled('Read', 'ByDay'),
  IndexWrites: scaled('Write', 'ByDay'),
};

/** The rule on a table, and on the second replica of a global one. */
function onBoth(rule: string, firesWhen: Record<string, [string, unknown?]>): RuleCase[] {
  const changes = (on: string, prefix: string) => Object.fromEntries(Object.entries(firesWhen).map(([when, [path, value]]) => [when, set(on, `${prefix}${path}`, value)]));
  return [
    { rule, on: 'Table', secure, firesWhen: changes('Table', '') },
    { rule, on: 'Global', secure, firesWhen: { ...changes('Global', 'Replicas.1.'), 'there are no replicas': set('Global', 'Replicas') } },
  ];
}

prove('DYNAMODB', [
  ...onBoth('ZT-DYNAMODB-001', {
    'the key is gone': ['SSESpecification.KMSMasterKeyId'],
    'the key is AWS\'s': ['SSESpecification.KMSMasterKeyId', 'alias/aws/dynamodb'],
    'the key is a parameter': ['SSESpecification.KMSMasterKeyId', PARAMETER],
    'nothing is said of encryption': ['SSESpecification'],
  }),
  {
    rule: 'ZT-DYNAMODB-001',
    on: 'Table',
    secure,
    firesWhen: {
      'encryption is off': set('Table', 'SSESpecification.SSEEnabled', false),
      'encryption is of another kind': set('Table', 'SSESpecification.SSEType', 'AES256'),
    },
  },
  { rule: 'ZT-DYNAMODB-001', on: 'Global', secure, firesWhen: { 'encryption is off': set('Global', 'SSESpecification.SSEEnabled', false) } },
  ...onBoth('ZT-DYNAMODB-002', {
    'it is off': ['PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', false],
    'nothing is said': ['PointInTimeRecoverySpecification'],
    'it is a parameter': ['PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', PARAMETER],
  }),
  ...onBoth('ZT-DYNAMODB-003', {
    'it is off': ['DeletionProtectionEnabled', false],
    'nothing is said': ['DeletionProtectionEnabled'],
    'it is a parameter': ['DeletionProtectionEnabled', PARAMETER],
  }),
  {
    rule: 'ZT-DYNAMODB-004',
    on: 'Table',
    secure: provisioned,
    passesWhen: {
      'it pays per request': all(set('Table', 'BillingMode', 'PAY_PER_REQUEST'), ...['Reads', 'Writes', 'IndexReads', 'IndexWrites'].map(remove)),
      'it has no index': all(set('Table', 'GlobalSecondaryIndexes'), remove('IndexReads'), remove('IndexWrites')),
      'its capacity is provisioned because nothing is said': set('Table', 'BillingMode'),
    },
    firesWhen: {
      'reads are fixed': remove('Reads'),
      'writes are fixed': remove('Writes'),
      'reads of the index are fixed': remove('IndexReads'),
      'writes of the index are fixed': remove('IndexWrites'),
      'another index is scaled': set('IndexWrites', 'ResourceId', join('table/', ref('Table'), '/index/ByMonth')),
      'another table is scaled': set('Writes', 'ResourceId', 'table/other'),
      'how it pays is a parameter': all(set('Table', 'BillingMode', PARAMETER), remove('Reads')),
    },
  },
]);
