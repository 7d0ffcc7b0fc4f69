import { all, att, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
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

const readers = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/reader' }, Action: 'dynamodb:GetItem', Resource: '*' };
const STATEMENT = 'ResourcePolicy.PolicyDocument.Statement.0';

/** What proves the rules of DYNAMODB. */
export const dynamodbCases: RuleCase[] = [
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
  {
    rule: 'ZT-DYNAMODB-005',
    on: 'Table',
    secure: { Table: resource('AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: { Statement: [readers] } } }) },
    passesWhen: {
      'there is no policy': set('Table', 'ResourcePolicy'),
      'everyone of the organisation may read': set('Table', STATEMENT, { ...readers, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    },
    firesWhen: {
      'everyone may read': set('Table', `${STATEMENT}.Principal`, '*'),
      'every account may read': set('Table', `${STATEMENT}.Principal`, { AWS: '*' }),
      'everyone may read the stream': set('Table', 'StreamSpecification', { ResourcePolicy: { PolicyDocument: { Statement: [{ ...readers, Principal: '*' }] } } }),
      'the condition names nobody': set('Table', STATEMENT, { ...readers, Principal: '*', Condition: { StringLike: { 'aws:PrincipalArn': '*' } } }),
      'the policy is a parameter': set('Table', 'ResourcePolicy.PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-DYNAMODB-005',
    on: 'Global',
    secure: { Global: resource('AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'eu-west-1', ResourcePolicy: { PolicyDocument: { Statement: [readers] } } }] }) },
    firesWhen: {
      'everyone may read a replica': set('Global', 'Replicas.0.ResourcePolicy.PolicyDocument.Statement.0.Principal', '*'),
      'everyone may read the stream of a replica': set('Global', 'Replicas.0.ReplicaStreamSpecification', { ResourcePolicy: { PolicyDocument: { Statement: [{ ...readers, Principal: '*' }] } } }),
    },
  },
];
