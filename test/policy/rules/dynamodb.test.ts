import { att, PARAMETER, prove, resource, RuleCase, set } from '../support/prove';
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
]);
