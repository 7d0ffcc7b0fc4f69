import { drop, gone, more, notRetained, openToAll, set, without } from './removals';
import { notAsked, Requirement, seen } from './requirement';

const FN = 'AWS::Lambda::Function';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const SECRET = 'AWS::SecretsManager::Secret';
const SECRET_POLICY = 'AWS::SecretsManager::ResourcePolicy';
const TRAIL = 'AWS::CloudTrail::Trail';
const STATEMENT = 'PolicyDocument.Statement';

/** Data, secrets and code. */
export const ROWS_20_TO_29: Requirement[] = [
  {
    row: 20,
    practice: 'encryption at rest',
    mustBeSeen: [
      ...[
        seen('backup vaults', 'ZT-BACKUP-001', without('AWS::Backup::BackupVault', 'EncryptionKeyArn')),
        seen('trails', 'ZT-CLOUDTRAIL-001', without(TRAIL, 'KMSKeyId')),
        seen('tables', 'ZT-DYNAMODB-001', without('AWS::DynamoDB::GlobalTable', 'SSESpecification')),
        seen('buckets', 'ZT-S3-008', set('AWS::S3::Bucket', 'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault', { SSEAlgorithm: 'AES256' })),
        seen('secrets', 'ZT-SECRETS-001', without(SECRET, 'KmsKeyId')),
        seen('topics', 'ZT-SNS-001', without('AWS::SNS::Topic', 'KmsMasterKeyId')),
        seen('queues', 'ZT-SQS-001', without('AWS::SQS::Queue', 'KmsMasterKeyId')),
        seen('log groups', 'ZT-LOGS-002', without(LOG_GROUP, 'KmsKeyId')),
        seen('environments of functions', 'ZT-LAMBDA-002', without(FN, 'KmsKeyArn', /"Environment"/)),
        seen('state machines', 'ZT-STATES-003', without('AWS::StepFunctions::StateMachine', 'EncryptionConfiguration')),
        seen('event buses and archives', 'ZT-EVENTS-003', without('AWS::Events::EventBus', 'KmsKeyIdentifier'), without('AWS::Events::Archive', 'KmsKeyIdentifier')),
        seen('policy stores', 'ZT-VERIFIEDPERMISSIONS-005', without('AWS::VerifiedPermissions::PolicyStore', 'EncryptionSettings')),
        seen('delivery streams, streams, pipes and schedules', 'ZT-FIREHOSE-001', 'ZT-KINESIS-001', 'ZT-PIPES-001', 'ZT-SCHEDULER-001',
          without('AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamEncryptionConfigurationInput'), without('AWS::Scheduler::Schedule', 'KmsKeyArn')),
      ].map((store) => ({ ...store, says: `${store.says} are under a customer managed KMS key` })),
      notAsked('the code of functions is under a customer managed KMS key',
        'Packages are in the bucket of the bootstrap, whose key is the account\'s; Lambda keeps its copy encrypted.'),
      seen('keys rotate', 'ZT-KMS-001', set('AWS::KMS::Key', 'EnableKeyRotation', false)),
      seen('keys outlive their stack', 'ZT-KMS-002', notRetained('AWS::KMS::Key')),
      seen('references to keys of other stacks are strong', 'ZT-KMS-007',
        set(LOG_GROUP, 'KmsKeyId', { 'Fn::GetStackOutput': { StackName: 'Keys', OutputName: 'Arn' } })),
    ],
  },
  {
    row: 21,
    practice: 'no secret in code',
    mustBeSeen: [
      seen('the value of a secret is not in the template', 'ZT-SECRETS-008', set(SECRET, 'SecretString', 'hunter2-hunter2')),
      seen('environments of functions hold no secret', 'ZT-LAMBDA-020', set(FN, 'Environment', { Variables: { DB_PASSWORD: 'c0rrect-h0rse-battery-9staple' } })),
      seen('origin headers hold no secret', 'ZT-CLOUDFRONT-008', set('AWS::CloudFront::Distribution', 'DistributionConfig.Origins.*.OriginCustomHeaders',
        [{ HeaderName: 'x-origin-secret', HeaderValue: 'c0rrect-h0rse-battery-9staple' }])),
      seen('builds, connections and parameters hold no secret', 'ZT-CODEBUILD-002', 'ZT-EVENTS-004', 'ZT-SECRETS-006'),
    ],
  },
  {
    row: 22,
    practice: 'secrets rotate, readers are restricted and watched',
    mustBeSeen: [
      seen('secrets rotate within 30 days', 'ZT-SECRETS-002', gone('AWS::SecretsManager::RotationSchedule'),
        set('AWS::SecretsManager::RotationSchedule', 'RotationRules', { AutomaticallyAfterDays: 90 })),
      seen('policies deny reads except by their readers', 'ZT-SECRETS-003', gone(SECRET_POLICY), drop(SECRET_POLICY, 'ResourcePolicy.Statement', /"Deny"/)),
      seen('policies block public access', 'ZT-SECRETS-003', without(SECRET_POLICY, 'BlockPublicPolicy')),
      // an Allow for all beside the Deny of all others opens nothing
      seen('policies grant access to named principals only', 'ZT-SECRETS-004', set(SECRET_POLICY, 'ResourcePolicy.Statement', [
        { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' },
      ])),
      seen('reads are watched', 'ZT-SECRETS-007', gone('AWS::Logs::MetricFilter')),
      notAsked('the rotation function works end to end', 'It is code: test/lambda runs it against a fake Secrets Manager.'),
    ],
  },
  {
    row: 23,
    practice: 'function hardening',
    mustBeSeen: [
      seen('runtimes are supported', 'ZT-LAMBDA-009', set(FN, 'Runtime', 'nodejs16.x')),
      seen('timeout and memory are declared', 'ZT-LAMBDA-027', without(FN, 'Timeout'), without(FN, 'MemorySize')),
      seen('recursion is terminated', 'ZT-LAMBDA-007', set(FN, 'RecursiveLoop', 'Allow')),
      seen('logs are JSON', 'ZT-LAMBDA-006', set(FN, 'LoggingConfig.LogFormat', 'Text')),
      seen('failures of asynchronous calls are kept', 'ZT-LAMBDA-005', without(FN, 'DeadLetterConfig')),
      seen('failures of streams are kept', 'ZT-LAMBDA-014', without('AWS::Lambda::EventSourceMapping', 'DestinationConfig', /Stream/)),
    ],
  },
  {
    row: 24,
    practice: 'code integrity',
    mustBeSeen: [
      seen('code signing configurations enforce', 'ZT-LAMBDA-016',
        set('AWS::Lambda::CodeSigningConfig', 'CodeSigningPolicies', { UntrustedArtifactOnDeployment: 'Warn' })),
      seen('every function of an app that signs has one', 'ZT-LAMBDA-023', without(FN, 'CodeSigningConfigArn')),
      seen('signing profiles sign for Lambda', 'ZT-SIGNER-001', set('AWS::Signer::SigningProfile', 'PlatformId', 'AmazonFreeRTOS-Default')),
      seen('the app signs its code at all, if required', 'ZT-CAPABILITY-004', {
        says: 'no code signing',
        from: (template) => without(FN, 'CodeSigningConfigArn').from(gone('AWS::Lambda::CodeSigningConfig').from(template) ?? template),
      }),
    ],
  },
  {
    row: 25,
    practice: 'secure coding',
    mustBeSeen: [notAsked('code, dependencies and secrets are scanned', 'SecurePipeline runs them in its gate: which, the configuration of the gate has, and no template.')],
  },
  {
    row: 26,
    practice: 'runtime self-protection (RASP)',
    mustBeSeen: [
      seen('functions with a wrapper have the layer that holds it', 'ZT-LAMBDA-024',
        set(FN, 'Environment', { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/guard' } })),
      seen('layers are of named accounts and versions', 'ZT-LAMBDA-012', set(FN, 'Layers', [{ Ref: 'AnyLayer' }])),
      seen('metrics of metric filters have an alarm', 'ZT-CLOUDWATCH-002', gone('AWS::CloudWatch::Alarm')),
      seen('alarms have an action', 'ZT-CLOUDWATCH-001', without('AWS::CloudWatch::Alarm', 'AlarmActions')),
      seen('guarded functions keep layer, exec wrapper and policy', 'ZT-LAMBDA-038', without(FN, 'Layers', /ZT_GUARD/), without(FN, 'Environment.Variables.ZT_GUARD', /ZT_GUARD/),
        set(FN, 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', '/opt/other', /ZT_GUARD/), set(FN, 'Environment.Variables.NODE_OPTIONS', '--require /tmp/x.js', /ZT_GUARD/)),
      seen('every function has a guard, if required', 'ZT-CAPABILITY-010', without(FN, 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', /ZT_GUARD/)),
    ],
  },
  {
    row: 27,
    practice: 'data movement is watched',
    mustBeSeen: [
      seen('Macie is enabled, publishes findings and has valid identifiers', 'ZT-MACIE-001', 'ZT-MACIE-002',
        set('AWS::Macie::Session', 'Status', 'PAUSED'), set('AWS::Macie::CustomDataIdentifier', 'Regex', '')),
      seen('trails record data events of tables and buckets', 'ZT-CLOUDTRAIL-004', drop(TRAIL, 'AdvancedEventSelectors', /"Data"/)),
      notAsked('trails record invocations of functions', 'Each invocation costs an event, and the log of the function tells of it too: the app decides.'),
    ],
  },
  {
    row: 28,
    practice: 'personal data is masked',
    mustBeSeen: [
      seen('data protection policies audit and mask the same identifiers', 'ZT-LOGS-005',
        drop(LOG_GROUP, 'DataProtectionPolicy.Statement', /Deidentify/)),
      seen('functions that read RESTRICTED data have masked logs', 'ZT-DATAFLOW-001', without(LOG_GROUP, 'DataProtectionPolicy')),
      seen('stages do not log the data of requests', 'ZT-APIGATEWAY-003', set('AWS::ApiGateway::Stage', 'MethodSettings.*.DataTraceEnabled', true)),
      seen('state machines do not log the data that they handle', 'ZT-STATES-001',
        set('AWS::StepFunctions::StateMachine', 'LoggingConfiguration.IncludeExecutionData', true)),
      seen('HTTP APIs, pipes and GraphQL APIs do not log content', 'ZT-APIGATEWAY-018', 'ZT-PIPES-002', 'ZT-APPSYNC-002'),
      seen('logs of web ACLs hide credentials', 'ZT-WAF-003', without('AWS::WAFv2::LoggingConfiguration', 'RedactedFields')),
    ],
  },
  {
    row: 29,
    practice: 'exfiltration is blocked',
    mustBeSeen: [
      ...([
        ['ZT-S3-005', 'AWS::S3::BucketPolicy', STATEMENT, 's3:GetObject'], ['ZT-SQS-003', 'AWS::SQS::QueuePolicy', STATEMENT, 'sqs:ReceiveMessage'],
        ['ZT-SNS-003', 'AWS::SNS::TopicPolicy', STATEMENT, 'sns:Subscribe'], ['ZT-KMS-003', 'AWS::KMS::Key', 'KeyPolicy.Statement', 'kms:Decrypt'],
        ['ZT-DYNAMODB-005', 'AWS::DynamoDB::GlobalTable', 'Replicas.*.ResourcePolicy.PolicyDocument.Statement', 'dynamodb:Scan'],
      ] as const).map(([rule, type, path, action]) => seen(`policies of ${type} grant access to named principals only`, rule, openToAll(type, path, action))),
      seen('policies of AWS::Events::EventBusPolicy grant access to named principals only', 'ZT-EVENTS-002',
        set('AWS::Events::EventBusPolicy', 'Statement', { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' })),
      seen('perimeter Deny statements exempt AWS services', 'ZT-IAM-016', more('AWS::S3::BucketPolicy', STATEMENT, {
        Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
      })),
      seen('endpoints take principals of this account or organisation only', 'ZT-EC2-004', without('AWS::EC2::VPCEndpoint', 'PolicyDocument.Statement.*.Condition')),
      seen('endpoints lead to resources of this account or organisation only', 'ZT-EC2-011',
        more('AWS::EC2::VPCEndpoint', STATEMENT, { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' })),
      seen('SCPs and RCPs deny something, and have a target', 'ZT-ORGANIZATIONS-001'),
      seen('a perimeter that some stores have, all have', 'ZT-IAM-018', without('AWS::DynamoDB::GlobalTable', 'Replicas.*.ResourcePolicy')),
      notAsked('every store has a perimeter', 'Which organisation an account is in is in no template, and a store that names its principals admits no stranger.'),
    ],
  },
];
