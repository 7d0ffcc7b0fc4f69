import { add, all, att, attribute, Change, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { role } from '../support/resources';

const keyOf = (dataClass: string) => resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:data-class', Value: dataClass }] });
const table = (keyId: string) => resource('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: att(keyId) } });
const policy = (action: unknown, on: unknown, effect = 'Allow') => resource('AWS::IAM::ManagedPolicy', {
  Roles: [ref('Role')], PolicyDocument: { Statement: [{ Effect: effect, Action: action, Resource: on }] },
});
const NAME = 'arn:aws:dataprotection::aws:data-identifier/Name';
const MASK = { Statement: [{ DataIdentifier: [NAME], Operation: { Deidentify: { MaskConfig: {} } } }] };

const reads = {
  Restricted: keyOf('RESTRICTED'),
  Internal: keyOf('INTERNAL'),
  Cards: table('Restricted'),
  Role: role(),
  Reading: policy('dynamodb:GetItem', att('Cards')),
  Logs: resource('AWS::Logs::LogGroup', { DataProtectionPolicy: MASK }),
  Fn: resource('AWS::Lambda::Function', { Role: att('Role'), LoggingConfig: { LogGroup: ref('Logs') } }),
};
const queue = (keyId: string) => resource('AWS::SQS::Queue', { KmsMasterKeyId: att(keyId) });
const writes = {
  ...reads,
  Fn: resource('AWS::Lambda::Function', { Role: att('Role'), DeadLetterConfig: { TargetArn: att('Dead') } }),
  Dead: queue('Internal'),
  Report: queue('Restricted'),
  Writing: policy(['sqs:SendMessage'], [att('Report'), att('Dead')]),
};
const DECLARED = [{ From: 'RESTRICTED', To: 'INTERNAL', Reason: 'counts only' }];

const unmask = set('Logs', 'DataProtectionPolicy');
/** Lets the role do something else to another resource. */
const may = (which: 'Reading' | 'Writing', action: string, on: unknown) => all(
  set(which, 'PolicyDocument.Statement.0.Action', action), set(which, 'PolicyDocument.Statement.0.Resource', on));
const lower = set('Report', 'KmsMasterKeyId', att('Internal'));
const makes = (id: string, made: any): Change => (resources) => void (resources[id] = made);
const bucket = (keyId: string) => resource('AWS::S3::Bucket', {
  BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: att(keyId) } }] },
});

/** What proves the rules of DATAFLOW. */
export const dataflowCases: RuleCase[] = [
  {
    rule: 'ZT-DATAFLOW-001',
    on: 'Fn',
    secure: reads,
    passesWhen: {
      'it reads nothing': all(unmask, remove('Reading')),
      'the data is of a lower class': all(unmask, set('Restricted', 'Tags.0.Value', 'CONFIDENTIAL')),
      'nobody tells the class': all(unmask, set('Restricted', 'Tags')),
      'the class is not known before deployment': all(unmask, set('Restricted', 'Tags.0.Value', PARAMETER)),
      'the key is not in the templates': all(unmask, set('Cards', 'SSESpecification.KMSMasterKeyId', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555')),
      'it only writes': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Action', ['dynamodb:PutItem', 'dynamodb:DeleteItem'])),
      'it only lists': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Action', 'dynamodb:DescribeTable')),
      'it is denied what it was allowed': all(unmask, makes('No', policy('dynamodb:*', att('Cards'), 'Deny'))),
      'the right is on a table of others': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Resource', 'arn:aws:dynamodb:eu-west-1:111122223333:table/other')),
      'its role is not in the templates': all(unmask, set('Fn', 'Role', 'arn:aws:iam::111122223333:role/other')),
      'it reads a secret': all(unmask, set('Reading', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ref('Secret') }),
        makes('Secret', resource('AWS::SecretsManager::Secret', { KmsKeyId: att('Restricted') }))),
      'the account masks all logs': all(unmask, add('Account', 'AWS::Logs::AccountPolicy', {
        PolicyType: 'DATA_PROTECTION_POLICY', PolicyName: 'all', PolicyDocument: JSON.stringify(MASK),
      })),
    },
    firesWhen: {
      'nothing is masked': unmask,
      'the policy only audits': set('Logs', 'DataProtectionPolicy.Statement.0.Operation', { Audit: { FindingsDestination: {} } }),
      'masking is for nothing': set('Logs', 'DataProtectionPolicy.Statement.0.DataIdentifier', []),
      'what is masked is not known before deployment': set('Logs', 'DataProtectionPolicy.Statement.0.DataIdentifier', PARAMETER),
      'the policy is not known before deployment': set('Logs', 'DataProtectionPolicy', PARAMETER),
      'the log group is the one that Lambda makes': set('Fn', 'LoggingConfig'),
      'the log group is not in the templates': set('Fn', 'LoggingConfig.LogGroup', '/of/others'),
      'the log group is a parameter': set('Fn', 'LoggingConfig.LogGroup', PARAMETER),
      'the account only audits': all(unmask, add('Account', 'AWS::Logs::AccountPolicy', {
        PolicyType: 'DATA_PROTECTION_POLICY', PolicyDocument: '{"Statement":[{"Operation":{"Audit":{}}}]}',
      })),
      'the account masks only what it forwards': all(unmask, add('Account', 'AWS::Logs::AccountPolicy', {
        PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: JSON.stringify(MASK),
      })),
      'the right is by a wildcard': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Action', 'dynamodb:*')),
      'the right is on everything': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Resource', '*')),
      'the right is on an index': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Resource', join(att('Cards'), '/index/*')),
        set('Reading', 'PolicyDocument.Statement.0.Action', 'dynamodb:Query')),
      'the right is on the stream': all(unmask, set('Reading', 'PolicyDocument.Statement.0.Resource', att('Cards', 'StreamArn')),
        set('Reading', 'PolicyDocument.Statement.0.Action', 'dynamodb:GetRecords')),
      'the right is in the role itself': all(unmask, remove('Reading'), set('Role', 'Policies', [{
        PolicyName: 'inline', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: att('Cards') }] },
      }])),
      'the denial is under a condition': all(unmask, makes('No', policy('dynamodb:*', att('Cards'), 'Deny')),
        set('No', 'PolicyDocument.Statement.0.Condition', { Bool: { 'aws:SecureTransport': 'false' } })),
      'the denial is for something else': all(unmask, makes('No', policy('dynamodb:PutItem', att('Cards'), 'Deny'))),
      'the table is global': all(unmask, may('Reading', 'dynamodb:Scan', att('Other')), makes('Other', resource('AWS::DynamoDB::GlobalTable', {
        Replicas: [{ Region: 'eu-west-1', SSESpecification: { KMSMasterKeyId: att('Internal') } }, { Region: 'eu-west-2', SSESpecification: { KMSMasterKeyId: att('Restricted') } }],
      }))),
      'the store is a bucket': all(unmask, makes('Other', bucket('Restricted')), may('Reading', 's3:GetObject', join(att('Other'), '/*'))),
      'the store is a queue': all(unmask, makes('Other', resource('AWS::SQS::Queue', { KmsMasterKeyId: ref('Restricted') })), may('Reading', 'sqs:ReceiveMessage', att('Other'))),
      'the store is a Kinesis stream': all(unmask, makes('Other', resource('AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: att('Restricted') } })),
        may('Reading', 'kinesis:GetRecords', att('Other'))),
      'the key is named by an alias': all(unmask, add('Alias', 'AWS::KMS::Alias', { AliasName: 'alias/cards', TargetKeyId: ref('Restricted') }), set('Cards', 'SSESpecification.KMSMasterKeyId', ref('Alias'))),
      'a topic delivers to it': all(unmask, remove('Reading'), add('Topic', 'AWS::SNS::Topic', { KmsMasterKeyId: att('Restricted') }),
        add('Subscription', 'AWS::SNS::Subscription', { Protocol: 'lambda', TopicArn: ref('Topic'), Endpoint: att('Fn') })),
      'a bus delivers to its alias': all(unmask, remove('Reading'), add('Bus', 'AWS::Events::EventBus', { KmsKeyIdentifier: att('Restricted') }),
        add('Live', 'AWS::Lambda::Alias', { FunctionName: ref('Fn'), FunctionVersion: '1' }),
        add('Rule', 'AWS::Events::Rule', { EventBusName: ref('Bus'), Targets: [{ Id: 'Fn', Arn: ref('Live') }] })),
    },
  },
  {
    rule: 'ZT-DATAFLOW-002',
    on: 'Fn',
    secure: writes,
    passesWhen: {
      'it is declared': all(lower, attribute('Fn', 'Metadata', { 'zero-trust:declassification': DECLARED })),
      'a deeper downgrade is declared': all(set('Report', 'KmsMasterKeyId', att('Internal')), set('Internal', 'Tags.0.Value', 'CONFIDENTIAL'),
        attribute('Fn', 'Metadata', { 'zero-trust:declassification': DECLARED })),
      'it writes to a higher class': all(set('Restricted', 'Tags.0.Value', 'CONFIDENTIAL'), set('Internal', 'Tags.0.Value', 'RESTRICTED'), lower),
      'it reads nothing': all(lower, remove('Reading')),
      'it writes nothing': all(lower, remove('Writing')),
      'nobody tells the class of what it writes to': all(lower, set('Internal', 'Tags')),
      'the class is no class': all(lower, set('Internal', 'Tags.0.Value', 'SECRET')),
      'what it writes to is under a key of others': set('Report', 'KmsMasterKeyId', 'alias/aws/sqs'),
      'the lower store is where its failed events go': all(lower, set('Fn', 'DeadLetterConfig', { TargetArn: att('Report') }), set('Dead', 'KmsMasterKeyId')),
      'the lower store is where failed invocations go': all(lower, add('Config', 'AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref('Fn'), DestinationConfig: { OnFailure: { Destination: att('Report') } },
      })),
      'it only deletes there': all(makes('Other', bucket('Internal')), may('Writing', 's3:DeleteObject', join(att('Other'), '/*'))),
    },
    firesWhen: {
      'it writes to a lower class': lower,
      'one of two is of a lower class': all(add('Other', 'AWS::SQS::Queue', { KmsMasterKeyId: att('Internal') }),
        set('Writing', 'PolicyDocument.Statement.0.Resource', [att('Report'), att('Other')])),
      'the queue of its failed events is another one': set('Fn', 'DeadLetterConfig.TargetArn', att('Report')),
      'it writes on everything': all(lower, set('Writing', 'PolicyDocument.Statement.0.Resource', '*')),
      'results of invocations go to a lower class': all(lower, add('Config', 'AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref('Fn'), DestinationConfig: { OnSuccess: { Destination: att('Report') } },
      })),
      'the lower store is a bucket': all(makes('Other', bucket('Internal')), may('Writing', 's3:PutObject', join(att('Other'), '/*'))),
      'the lower store is a table': all(makes('Other', table('Internal')), may('Writing', 'dynamodb:UpdateItem', att('Other'))),
      'the lower store is a topic': all(makes('Other', resource('AWS::SNS::Topic', { KmsMasterKeyId: att('Internal') })), may('Writing', 'sns:Publish', ref('Other'))),
      'the lower store is a bus': all(makes('Other', resource('AWS::Events::EventBus', { KmsKeyIdentifier: att('Internal') })), may('Writing', 'events:PutEvents', att('Other'))),
      'the lower store is a state machine': all(makes('Other', resource('AWS::StepFunctions::StateMachine', { EncryptionConfiguration: { KmsKeyId: att('Internal') } })),
        may('Writing', 'states:StartExecution', ref('Other'))),
      'the lower store is a delivery stream': all(
        makes('Other', resource('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamEncryptionConfigurationInput: { KeyARN: att('Internal') } })),
        may('Writing', 'firehose:PutRecord', att('Other'))),
      'it takes from a queue of a higher class': all(lower, makes('Other', resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Restricted') })),
        may('Reading', 'sqs:ReceiveMessage', att('Other'))),
    },
  },
  {
    rule: 'ZT-DATAFLOW-003',
    on: 'Patients',
    secure: {
      Key: resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:residency', Value: 'eu-central-1 eu-west-1' }] }),
      Patients: resource('AWS::DynamoDB::GlobalTable', {
        Replicas: ['eu-central-1', 'eu-west-1'].map((region) => ({ Region: region, SSESpecification: { KMSMasterKeyId: att('Key') } })),
      }),
    },
    passesWhen: {
      'the key names no regions': all(set('Key', 'Tags'), set('Patients', 'Replicas.1.Region', 'us-east-1')),
      'it has one replica': set('Patients', 'Replicas.1'),
    },
    firesWhen: {
      'a replica is elsewhere': set('Patients', 'Replicas.1.Region', 'us-east-1'),
      'the region of a replica is a parameter': set('Patients', 'Replicas.1.Region', PARAMETER),
      'the region of a replica is that of a stack that may be anywhere': set('Patients', 'Replicas.0.Region', ref('AWS::Region')),
      'the key names other regions': set('Key', 'Tags.0.Value', 'us-east-1'),
    },
  },
  {
    rule: 'ZT-DATAFLOW-002',
    on: 'Machine',
    secure: { ...writes, Writing: policy('sqs:SendMessage', att('Report')), Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('Role') }) },
    firesWhen: { 'a state machine writes to a lower class': lower },
  },
  {
    rule: 'ZT-DATAFLOW-002',
    on: 'Pipe',
    secure: { ...writes, Writing: policy('sqs:SendMessage', att('Report')), Pipe: resource('AWS::Pipes::Pipe', { RoleArn: att('Role') }) },
    firesWhen: { 'a pipe writes to a lower class': lower },
  },
];
