import { add, all, att, attribute, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const secure = { Key: key(), Group: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key'), RetentionInDays: 365 }) };
const EMAIL = 'arn:aws:dataprotection::aws:data-identifier/EmailAddress';

/** Where a delivery stream names its function; the form of its processors does not matter to who refers to whom. */
const TRANSFORMATION = 'ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors';

/** What proves the rules of LOGS. */
export const logsCases: RuleCase[] = [
  {
    rule: 'ZT-LOGS-001',
    on: 'Group',
    secure,
    firesWhen: {
      'events are kept for less': set('Group', 'RetentionInDays', 364),
      'nothing is said': set('Group', 'RetentionInDays'),
      'the retention is a parameter': set('Group', 'RetentionInDays', PARAMETER),
      'the retention is no number': set('Group', 'RetentionInDays', 'a year'),
    },
  },
  {
    rule: 'ZT-LOGS-002',
    on: 'Group',
    secure,
    firesWhen: {
      'the key is gone': set('Group', 'KmsKeyId'),
      'the key is a parameter': set('Group', 'KmsKeyId', PARAMETER),
    },
  },
  {
    rule: 'ZT-LOGS-003',
    on: 'Group',
    secure,
    passesWhen: {
      'there is no key': set('Group', 'KmsKeyId'),
      'the key allows more': set('Key', 'KeyPolicy.Statement.0.Action', ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']),
    },
    firesWhen: {
      'the key does not let CloudWatch Logs use it': set('Key', 'KeyPolicy.Statement.0'),
      'the key lets CloudWatch Logs decrypt only': set('Key', 'KeyPolicy.Statement.0.Action', ['kms:Decrypt']),
      'the key lets an account use it, and not CloudWatch Logs': set('Key', 'KeyPolicy.Statement.0.Principal', { AWS: '*' }),
      'the key is not in the templates': set('Group', 'KmsKeyId', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555'),
      'the key has no policy': set('Key', 'KeyPolicy'),
    },
  },
  {
    rule: 'ZT-LOGS-004',
    on: 'Group',
    secure: { Group: { ...resource('AWS::Logs::LogGroup'), DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } },
    passesWhen: { 'it goes only when its creation fails': attribute('Group', 'DeletionPolicy', 'RetainExceptOnCreate') },
    firesWhen: {
      'it is deleted with its stack': attribute('Group', 'DeletionPolicy', 'Delete'),
      'nothing is said': attribute('Group', 'DeletionPolicy'),
      'it is snapshot': attribute('Group', 'DeletionPolicy', 'Snapshot'),
      'it goes when it is replaced': attribute('Group', 'UpdateReplacePolicy', 'Delete'),
      'nothing is said on replacing': attribute('Group', 'UpdateReplacePolicy'),
    },
  },
  {
    rule: 'ZT-LOGS-005',
    on: 'Group',
    secure: {
      Group: resource('AWS::Logs::LogGroup', {
        DataProtectionPolicy: {
          Statement: [
            { DataIdentifier: [EMAIL], Operation: { Audit: { FindingsDestination: {} } } },
            { DataIdentifier: [EMAIL], Operation: { Deidentify: { MaskConfig: {} } } },
          ],
        },
      }),
    },
    passesWhen: { 'there is no policy': set('Group', 'DataProtectionPolicy') },
    firesWhen: {
      'nothing is masked': set('Group', 'DataProtectionPolicy.Statement.1'),
      'what is found is not what is masked': set('Group', 'DataProtectionPolicy.Statement.0.DataIdentifier', ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber']),
      'one more is found': set('Group', 'DataProtectionPolicy.Statement.0.DataIdentifier.1', 'arn:aws:dataprotection::aws:data-identifier/CreditCardNumber'),
      'the operation is gone': set('Group', 'DataProtectionPolicy.Statement.1.Operation'),
      'masking is for nothing': set('Group', 'DataProtectionPolicy.Statement.1.DataIdentifier', []),
      'there are no statements': set('Group', 'DataProtectionPolicy.Statement', []),
      'a statement is a parameter': set('Group', 'DataProtectionPolicy.Statement.1', PARAMETER),
      'the policy is a parameter': set('Group', 'DataProtectionPolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-LOGS-010',
    on: 'Group',
    secure: {
      Key: resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:profile', Value: 'HIPAA' }] }),
      Group: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key'), RetentionInDays: 2192 }),
    },
    passesWhen: {
      'the key tells no profile': all(set('Key', 'Tags'), set('Group', 'RetentionInDays', 365)),
      'the profile is one of the organisation': all(set('Key', 'Tags.0.Value', 'ACME'), set('Group', 'RetentionInDays', 365)),
      'the profile asks for a year': all(set('Key', 'Tags.0.Value', 'PCI_DSS'), set('Group', 'RetentionInDays', 365)),
      'it is kept for longer': set('Group', 'RetentionInDays', 3653),
    },
    firesWhen: {
      'it is kept for less': set('Group', 'RetentionInDays', 1827),
      'it does not say how long': set('Group', 'RetentionInDays'),
      'how long is a parameter': set('Group', 'RetentionInDays', PARAMETER),
      'the profile asks for a year, and it is kept for less': all(set('Key', 'Tags.0.Value', 'GDPR'), set('Group', 'RetentionInDays', 180)),
    },
  },
  {
    rule: 'ZT-LOGS-011',
    on: 'Policy',
    secure: { Policy: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:GetLogEvents'], Resource: '*' }] } }) },
    passesWhen: {
      'it is denied': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Deny', Action: 'logs:Unmask', Resource: '*' }),
      'everything of all services is allowed, which another rule tells': set('Policy', 'PolicyDocument.Statement.0.Action', '*'),
    },
    firesWhen: {
      'it is allowed': set('Policy', 'PolicyDocument.Statement.0.Action.1', 'logs:Unmask'),
      'it is allowed in other letters': set('Policy', 'PolicyDocument.Statement.0.Action', 'LOGS:unmask'),
      'a wildcard covers it': set('Policy', 'PolicyDocument.Statement.0.Action', 'logs:U*'),
      'everything of logs is allowed': set('Policy', 'PolicyDocument.Statement.0.Action', 'logs:*'),
    },
  },
  {
    rule: 'ZT-LOGS-006',
    on: 'Group',
    secure: { Group: resource('AWS::Logs::LogGroup', { DeletionProtectionEnabled: true }) },
    firesWhen: {
      'it is not protected': set('Group', 'DeletionProtectionEnabled', false),
      'nothing is said': set('Group', 'DeletionProtectionEnabled'),
      'whether it is protected is a parameter': set('Group', 'DeletionProtectionEnabled', PARAMETER),
    },
  },
  {
    rule: 'ZT-LOGS-007',
    on: 'Detector',
    secure: {
      Key: resource('AWS::KMS::Key'),
      Group: resource('AWS::Logs::LogGroup'),
      Detector: resource('AWS::Logs::LogAnomalyDetector', { LogGroupArnList: [att('Group')], KmsKeyId: att('Key'), AnomalyVisibilityTime: 30 }),
    },
    passesWhen: { 'how long anomalies are shown is the default': set('Detector', 'AnomalyVisibilityTime') },
    firesWhen: {
      'it looks at nothing': set('Detector', 'LogGroupArnList', []),
      'the list is gone': set('Detector', 'LogGroupArnList'),
      'it has no key': set('Detector', 'KmsKeyId'),
      'the key is a parameter': set('Detector', 'KmsKeyId', PARAMETER),
      'anomalies are shown for a day': set('Detector', 'AnomalyVisibilityTime', 1),
    },
  },
  {
    rule: 'ZT-LOGS-008',
    on: 'Filter',
    secure: {
      Group: resource('AWS::Logs::LogGroup'),
      Fn: resource('AWS::Lambda::Function'),
      Permission: resource('AWS::Lambda::Permission', { FunctionName: att('Fn'), Principal: 'logs.amazonaws.com', Action: 'lambda:InvokeFunction' }),
      Filter: resource('AWS::Logs::SubscriptionFilter', { LogGroupName: ref('Group'), DestinationArn: att('Fn'), FilterPattern: '' }),
    },
    passesWhen: {
      'the function is of another app': set('Filter', 'DestinationArn', 'arn:aws:lambda:eu-west-1:111122223333:function:detect'),
      'the destination is of another account': set('Filter', 'DestinationArn', 'arn:aws:logs:eu-west-1:111122223333:destination:all'),
    },
    firesWhen: {
      'nothing lets it invoke the function': remove('Permission'),
      'somebody else may': set('Permission', 'Principal', 'events.amazonaws.com'),
      'the permission is of another function': set('Permission', 'FunctionName', 'other'),
      'who may is a parameter': set('Permission', 'Principal', PARAMETER),
      'the destination is a parameter': set('Filter', 'DestinationArn', PARAMETER),
      'it has no destination': set('Filter', 'DestinationArn'),
    },
  },
  {
    rule: 'ZT-LOGS-008',
    on: 'Filter',
    secure: {
      Role: resource('AWS::IAM::Role'),
      Stream: resource('AWS::KinesisFirehose::DeliveryStream'),
      Filter: resource('AWS::Logs::SubscriptionFilter', { DestinationArn: att('Stream'), RoleArn: att('Role'), FilterPattern: '' }),
    },
    firesWhen: {
      'it has no role': set('Filter', 'RoleArn'),
      'its role is a parameter': set('Filter', 'RoleArn', PARAMETER),
    },
  },
  {
    rule: 'ZT-LOGS-009',
    on: 'Group',
    secure: {
      Group: resource('AWS::Logs::LogGroup'),
      Other: resource('AWS::Logs::LogGroup'),
      Stream: resource('AWS::KinesisFirehose::DeliveryStream'),
      Filter: resource('AWS::Logs::SubscriptionFilter', { LogGroupName: ref('Group'), DestinationArn: att('Stream') }),
      OtherFilter: resource('AWS::Logs::SubscriptionFilter', { LogGroupName: ref('Other'), DestinationArn: att('Stream') }),
    },
    passesWhen: {
      'none is': all(remove('Filter'), remove('OtherFilter')),
      'others go to a function': all(remove('Filter'), add('Fn', 'AWS::Lambda::Function', {}), set('OtherFilter', 'DestinationArn', att('Fn'))),
      'the account forwards all': all(remove('Filter'), add('All', 'AWS::Logs::AccountPolicy', { PolicyType: 'SUBSCRIPTION_FILTER_POLICY' })),
      'it is the log of the stream': all(
        remove('Filter'), set('Stream', 'ExtendedS3DestinationConfiguration', { CloudWatchLoggingOptions: { LogGroupName: ref('Group') } }),
      ),
      'it is the log of the function that transforms': all(
        remove('Filter'), add('Fn', 'AWS::Lambda::Function', { LoggingConfig: { LogGroup: ref('Group') } }), set('Stream', TRANSFORMATION, att('Fn')),
      ),
    },
    firesWhen: {
      'it is not, and another one is': remove('Filter'),
      'its filter is of another one': set('Filter', 'LogGroupName', ref('Other')),
      'a function logs there that transforms nothing': all(remove('Filter'), add('Fn', 'AWS::Lambda::Function', { LoggingConfig: { LogGroup: ref('Group') } })),
      'the function that transforms only knows it': all(
        remove('Filter'), add('Fn', 'AWS::Lambda::Function', { Environment: { Variables: { GROUP: ref('Group') } } }), set('Stream', TRANSFORMATION, att('Fn')),
      ),
      'the account has another policy': all(remove('Filter'), add('All', 'AWS::Logs::AccountPolicy', { PolicyType: 'DATA_PROTECTION_POLICY' })),
      'others go to a stream of another app': all(remove('Filter'), set('OtherFilter', 'DestinationArn', 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/all')),
    },
  },
  {
    rule: 'ZT-LOGS-012',
    on: 'Detector',
    secure: {
      Detector: resource('AWS::Logs::LogAnomalyDetector', { DetectorName: 'orders' }),
      Alarm: resource('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/Logs', MetricName: 'AnomalyCount', Dimensions: [{ Name: 'LogAnomalyPriority', Value: 'HIGH' }, { Name: 'LogAnomalyDetector', Value: 'orders' }],
      }),
    },
    passesWhen: {
      'the metric is in metric math': (resources) => {
        const { Namespace, MetricName, Dimensions } = resources.Alarm.Properties;
        resources.Alarm.Properties = { Metrics: [{ Id: 'e', Expression: 'a + 1' }, { Id: 'a', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Stat: 'Sum' } }] };
      },
    },
    firesWhen: {
      'there is no alarm': remove('Alarm'),
      'the alarm is on another metric': set('Alarm', 'MetricName', 'IncomingBytes'),
      'the alarm is of another namespace': set('Alarm', 'Namespace', 'Shop'),
      'the alarm is on another detector': set('Alarm', 'Dimensions.1.Value', 'payments'),
      'the detector of the alarm is a parameter': set('Alarm', 'Dimensions.1.Value', PARAMETER),
      'the name is in another dimension': set('Alarm', 'Dimensions.1.Name', 'LogGroupName'),
      'the alarm has no dimensions': set('Alarm', 'Dimensions'),
      'the name of the detector is a parameter': set('Detector', 'DetectorName', PARAMETER),
      'the detector has no name': set('Detector', 'DetectorName'),
      'nothing names or watches the detector': all(set('Detector', 'DetectorName'), remove('Alarm')),
    },
  },
  ...['AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'].map((type): RuleCase => ({
    rule: 'ZT-LOGS-013',
    on: 'Store',
    secure: { Store: resource(type, { EnableCloudwatchLogsExports: ['audit'] }) },
    passesWhen: { 'another log is exported as well': set('Store', 'EnableCloudwatchLogsExports', [PARAMETER, 'audit']) },
    firesWhen: {
      'nothing is exported': set('Store', 'EnableCloudwatchLogsExports'),
      'the list is empty': set('Store', 'EnableCloudwatchLogsExports', []),
      'another log is exported': set('Store', 'EnableCloudwatchLogsExports.0', 'profiler'),
      'the list is a parameter': set('Store', 'EnableCloudwatchLogsExports', PARAMETER),
      'its only item is a parameter': set('Store', 'EnableCloudwatchLogsExports.0', PARAMETER),
    },
  })),
  {
    rule: 'ZT-LOGS-013',
    on: 'Store',
    secure: { Store: resource('AWS::RedshiftServerless::Namespace', { LogExports: ['connectionlog', 'userlog'] }) },
    passesWhen: { 'activity is exported as well': set('Store', 'LogExports.2', 'useractivitylog') },
    firesWhen: {
      'nothing is exported': set('Store', 'LogExports'), 'sign-ins are not': set('Store', 'LogExports', ['userlog']), 'users are not': set('Store', 'LogExports', ['connectionlog']), 'it is a parameter': set('Store', 'LogExports', PARAMETER),
    },
  },
  {
    rule: 'ZT-LOGS-013',
    on: 'Store',
    secure: { Store: resource('AWS::Redshift::Cluster', { LoggingProperties: { BucketName: 'logs' } }) },
    passesWhen: { 'they go to CloudWatch Logs': set('Store', 'LoggingProperties', { LogDestinationType: 'cloudwatch', LogExports: ['connectionlog', 'userlog'] }) },
    firesWhen: { 'nothing is set': set('Store', 'LoggingProperties'), 'no place is named': set('Store', 'LoggingProperties', {}), 'it is a parameter': set('Store', 'LoggingProperties.BucketName', PARAMETER) },
  },
  {
    rule: 'ZT-LOGS-013',
    on: 'Broker',
    secure: { Broker: resource('AWS::AmazonMQ::Broker', { EngineType: 'ACTIVEMQ', Logs: { Audit: true } }) },
    passesWhen: { 'it has none to export': (resources) => { resources.Broker.Properties = { EngineType: 'RabbitMQ' }; } },
    firesWhen: {
      'it is off': set('Broker', 'Logs.Audit', false),
      'nothing is set': set('Broker', 'Logs'),
      'it is a parameter': set('Broker', 'Logs.Audit', PARAMETER),
      'the engine is a parameter': all(set('Broker', 'EngineType', PARAMETER), set('Broker', 'Logs')),
    },
  },
];
