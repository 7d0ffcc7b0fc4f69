/** What an action does, in the words of declared edges; `admin` changes the target itself. */
export type ActionIntent = 'read' | 'write' | 'invoke' | 'publish' | 'consume' | 'use' | 'admin';

/** Which ARN an action is about: the target's own, one below it, or either. */
export type Place = 'self' | 'inside' | 'either';

export interface TargetAction {
  /** As IAM writes it. */
  readonly name: string;
  readonly intent: ActionIntent;
  readonly place: Place;
  /** What of the key it needs, where the target is under one of the customer. */
  readonly key?: 'kms:Decrypt' | 'kms:GenerateDataKey';
}

/** A type of target that policies name, how its ARN is made, and which actions mean something on it. */
export interface TargetType {
  readonly type: string;
  /** The ARN, with `{}` for the name and without `arn:aws:`; `R` and `A` stand for Region and account. */
  readonly arn: string;
  /** The property that gives the physical name. */
  readonly name?: string;
  /** Whether `Ref` is the ARN; else it is the name. */
  readonly refIsArn: boolean;
  /** What is between the ARN and what is inside. */
  readonly separator: '/' | ':';
  readonly actions: readonly TargetAction[];
}

const list = (service: string, words: string) => words.split(' ').map((word) => `${service}:${word}`);

interface Words {
  readonly self?: Partial<Record<ActionIntent, string>>;
  readonly inside?: Partial<Record<ActionIntent, string>>;
  readonly either?: Partial<Record<ActionIntent, string>>;
  /** Actions that need the key to decrypt, and those that need a data key of it. */
  readonly decrypts?: string;
  readonly encrypts?: string;
}

function actionsOf(service: string, words: Words): TargetAction[] {
  const keyed = (name: string) => {
    const verb = name.slice(name.indexOf(':') + 1);
    if (words.encrypts?.split(' ').includes(verb)) return { key: 'kms:GenerateDataKey' as const };
    return words.decrypts?.split(' ').includes(verb) ? { key: 'kms:Decrypt' as const } : {};
  };
  return (['self', 'inside', 'either'] as const).flatMap((place) => Object.entries(words[place] ?? {}).flatMap(([intent, verbs]) => (
    list(service, verbs).map((name) => ({ name, intent: intent as ActionIntent, place, ...keyed(name) })))));
}

function target(type: string, arn: string, options: { name?: string; refIsArn?: boolean; separator?: ':' }, ...actions: TargetAction[][]): TargetType {
  return {
    type,
    arn,
    name: options.name,
    refIsArn: options.refIsArn ?? false,
    separator: options.separator ?? '/',
    actions: actions.flat().sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

const TABLE = actionsOf('dynamodb', {
  either: { read: 'PartiQLSelect Query Scan', write: 'PartiQLDelete PartiQLInsert PartiQLUpdate' },
  self: {
    read: 'BatchGetItem ConditionCheckItem ExportTableToPointInTime GetItem',
    write: 'BatchWriteItem DeleteItem PutItem UpdateItem',
    admin: 'CreateBackup DeleteResourcePolicy DeleteTable PutResourcePolicy RestoreTableToPointInTime UpdateContinuousBackups UpdateTable UpdateTimeToLive',
    use: 'DescribeTable',
  },
  inside: { consume: 'DescribeStream GetRecords GetShardIterator' },
  decrypts: 'PartiQLSelect Query Scan PartiQLDelete PartiQLInsert PartiQLUpdate BatchGetItem ConditionCheckItem GetItem BatchWriteItem DeleteItem PutItem UpdateItem GetRecords',
});
const EXECUTE = actionsOf('execute-api', { inside: { invoke: 'Invoke', publish: 'ManageConnections' } });
const CLUSTER = [
  ...actionsOf('rds-data', { self: { write: 'BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction' } }),
  ...actionsOf('rds-db', { inside: { write: 'connect' } }),
  ...actionsOf('rds', { self: { admin: 'DeleteDBCluster ModifyDBCluster' } }),
  // of the secret of its administrator
  ...actionsOf('secretsmanager', { self: { read: 'GetSecretValue' } }),
];

/** The types, by what policies and templates call them. Actions of read, write, invoke and so on by the service authorization reference. */
const TYPES: TargetType[] = [
  target('AWS::DynamoDB::Table', 'dynamodb:R:A:table/{}', { name: 'TableName' }, TABLE),
  target('AWS::DynamoDB::GlobalTable', 'dynamodb:R:A:table/{}', { name: 'TableName' }, TABLE),
  target('AWS::S3::Bucket', 's3:::{}', { name: 'BucketName' }, actionsOf('s3', {
    inside: {
      read: 'GetObject GetObjectAttributes GetObjectTagging GetObjectVersion',
      write: 'AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectAcl PutObjectTagging ReplicateDelete ReplicateObject RestoreObject',
      admin: 'BypassGovernanceRetention PutObjectLegalHold PutObjectRetention',
    },
    self: {
      use: 'GetBucketAcl GetBucketLocation GetEncryptionConfiguration GetLifecycleConfiguration ListBucket ListBucketMultipartUploads ListBucketVersions',
      admin: 'DeleteBucket DeleteBucketPolicy PutBucketAcl PutBucketNotification PutBucketPolicy PutBucketPublicAccessBlock PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration',
    },
    decrypts: 'GetObject GetObjectVersion',
    encrypts: 'PutObject ReplicateObject',
  })),
  target('AWS::SQS::Queue', 'sqs:R:A:{}', { name: 'QueueName' }, actionsOf('sqs', {
    self: {
      consume: 'ChangeMessageVisibility DeleteMessage ReceiveMessage',
      publish: 'SendMessage',
      use: 'GetQueueAttributes GetQueueUrl',
      admin: 'AddPermission DeleteQueue PurgeQueue RemovePermission SetQueueAttributes',
    },
    decrypts: 'ReceiveMessage',
    encrypts: 'SendMessage',
  })),
  target('AWS::SNS::Topic', 'sns:R:A:{}', { name: 'TopicName', refIsArn: true }, actionsOf('sns', {
    self: { publish: 'Publish', consume: 'Subscribe', use: 'GetTopicAttributes', admin: 'AddPermission DeleteTopic RemovePermission SetTopicAttributes' },
    encrypts: 'Publish',
  })),
  target('AWS::Events::EventBus', 'events:R:A:event-bus/{}', { name: 'Name' }, actionsOf('events', { self: { publish: 'PutEvents', admin: 'DeleteEventBus PutPermission UpdateEventBus' } })),
  target('AWS::Events::Rule', 'events:R:A:rule/{}', { name: 'Name' }, actionsOf('events', { self: { admin: 'DeleteRule DisableRule EnableRule PutRule PutTargets RemoveTargets' } })),
  target('AWS::Kinesis::Stream', 'kinesis:R:A:stream/{}', { name: 'Name' }, actionsOf('kinesis', {
    self: {
      consume: 'GetRecords GetShardIterator SubscribeToShard',
      publish: 'PutRecord PutRecords',
      use: 'DescribeStream DescribeStreamSummary ListShards',
      admin: 'DeleteStream PutResourcePolicy StopStreamEncryption',
    },
    decrypts: 'GetRecords SubscribeToShard',
    encrypts: 'PutRecord PutRecords',
  })),
  target('AWS::KinesisFirehose::DeliveryStream', 'firehose:R:A:deliverystream/{}', { name: 'DeliveryStreamName' }, actionsOf('firehose', {
    self: { publish: 'PutRecord PutRecordBatch', admin: 'DeleteDeliveryStream StopDeliveryStreamEncryption UpdateDestination' },
  })),
  target('AWS::SecretsManager::Secret', 'secretsmanager:R:A:secret:{}-AbCdEf', { name: 'Name', refIsArn: true }, actionsOf('secretsmanager', {
    self: {
      read: 'GetSecretValue',
      write: 'PutSecretValue UpdateSecretVersionStage',
      use: 'DescribeSecret ListSecretVersionIds',
      admin: 'DeleteResourcePolicy DeleteSecret PutResourcePolicy RotateSecret UpdateSecret',
    },
    decrypts: 'GetSecretValue',
    encrypts: 'PutSecretValue',
  })),
  target('AWS::SSM::Parameter', 'ssm:R:A:parameter/{}', { name: 'Name' }, actionsOf('ssm', {
    self: { read: 'GetParameter GetParameters GetParameterHistory', write: 'PutParameter', use: 'GetParametersByPath', admin: 'DeleteParameter' },
  })),
  target('AWS::KMS::Key', 'kms:R:A:key/{}', {}, actionsOf('kms', {
    self: {
      read: 'Decrypt',
      write: 'Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo',
      use: 'DescribeKey Sign Verify GenerateMac VerifyMac',
      admin: 'CreateGrant DisableKey EnableKey PutKeyPolicy ScheduleKeyDeletion',
    },
  })),
  target('AWS::Lambda::Function', 'lambda:R:A:function:{}', { name: 'FunctionName', separator: ':' }, actionsOf('lambda', {
    either: { invoke: 'InvokeFunction InvokeFunctionUrl InvokeAsync', use: 'GetFunction GetFunctionConfiguration' },
    self: {
      admin: 'AddPermission CreateAlias DeleteFunction PublishVersion PutFunctionConcurrency RemovePermission UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration',
    },
  })),
  target('AWS::StepFunctions::StateMachine', 'states:R:A:stateMachine:{}', { name: 'StateMachineName', refIsArn: true, separator: ':' }, actionsOf('states', {
    either: { invoke: 'StartExecution StartSyncExecution' }, self: { use: 'DescribeStateMachine', admin: 'DeleteStateMachine UpdateStateMachine' },
  })),
  target('AWS::ApiGateway::RestApi', 'execute-api:R:A:{}', {}, EXECUTE),
  target('AWS::ApiGatewayV2::Api', 'execute-api:R:A:{}', {}, EXECUTE),
  target('AWS::AppSync::GraphQLApi', 'appsync:R:A:apis/{}', {}, actionsOf('appsync', { either: { invoke: 'GraphQL' }, self: { admin: 'UpdateGraphqlApi' } })),
  target('AWS::VpcLattice::Service', 'vpc-lattice:R:A:service/{}', {}, actionsOf('vpc-lattice-svcs', { either: { invoke: 'Invoke' } })),
  target('AWS::Logs::LogGroup', 'logs:R:A:log-group:{}', { name: 'LogGroupName', separator: ':' }, actionsOf('logs', {
    either: {
      write: 'CreateLogStream PutLogEvents',
      read: 'FilterLogEvents GetLogEvents GetLogRecord StartQuery',
      use: 'DescribeLogStreams',
      admin: 'DeleteLogGroup DeleteLogStream DeleteDataProtectionPolicy PutDataProtectionPolicy PutRetentionPolicy PutSubscriptionFilter Unmask',
    },
  })),
  target('AWS::RDS::DBCluster', 'rds:R:A:cluster:{}', { name: 'DBClusterIdentifier' }, CLUSTER),
  target('AWS::RDS::DBInstance', 'rds:R:A:db:{}', { name: 'DBInstanceIdentifier' }, [
    ...actionsOf('rds-db', { inside: { write: 'connect' } }), ...actionsOf('rds', { self: { admin: 'DeleteDBInstance ModifyDBInstance' } }),
  ]),
  target('AWS::VerifiedPermissions::PolicyStore', 'verifiedpermissions::A:policy-store/{}', {}, actionsOf('verifiedpermissions', {
    self: { use: 'BatchIsAuthorized BatchIsAuthorizedWithToken IsAuthorized IsAuthorizedWithToken', admin: 'CreatePolicy DeletePolicy PutSchema UpdatePolicy UpdatePolicyStore' },
  })),
  target('AWS::Cognito::UserPool', 'cognito-idp:R:A:userpool/{}', {}, actionsOf('cognito-idp', {
    self: {
      read: 'AdminGetUser ListUsers', admin: 'AdminAddUserToGroup AdminCreateUser AdminDeleteUser AdminSetUserPassword AdminUpdateUserAttributes CreateUserPoolClient UpdateUserPool UpdateUserPoolClient',
    },
  })),
  target('AWS::ECR::Repository', 'ecr:R:A:repository/{}', { name: 'RepositoryName' }, actionsOf('ecr', {
    self: { read: 'BatchGetImage GetDownloadUrlForLayer', write: 'CompleteLayerUpload PutImage UploadLayerPart', admin: 'DeleteRepository SetRepositoryPolicy' },
  })),
  target('AWS::OpenSearchService::Domain', 'es:R:A:domain/{}', { name: 'DomainName' }, actionsOf('es', {
    either: { read: 'ESHttpGet ESHttpHead', write: 'ESHttpDelete ESHttpPatch ESHttpPost ESHttpPut' }, self: { admin: 'DeleteDomain UpdateDomainConfig' },
  })),
  target('AWS::CloudTrail::Trail', 'cloudtrail:R:A:trail/{}', { name: 'TrailName' }, actionsOf('cloudtrail', { self: { admin: 'DeleteTrail PutEventSelectors StopLogging UpdateTrail' } })),
  target('AWS::GuardDuty::Detector', 'guardduty:R:A:detector/{}', {}, actionsOf('guardduty', { self: { admin: 'DeleteDetector UpdateDetector' }, inside: { admin: 'CreateFilter' } })),
  target('AWS::CodeBuild::Project', 'codebuild:R:A:project/{}', { name: 'Name' }, actionsOf('codebuild', { self: { invoke: 'StartBuild StartBuildBatch', admin: 'DeleteProject UpdateProject' } })),
  target('AWS::CodePipeline::Pipeline', 'codepipeline:R:A:{}', { name: 'Name' }, actionsOf('codepipeline', { self: { invoke: 'StartPipelineExecution', admin: 'UpdatePipeline' } })),
  target('AWS::CloudFormation::Stack', 'cloudformation:R:A:stack/{}/id', { refIsArn: true }, actionsOf('cloudformation', { self: { admin: 'CreateChangeSet DeleteStack ExecuteChangeSet UpdateStack' } })),
  target('AWS::CloudFormation::StackSet', 'cloudformation:R:A:stackset/{}', { name: 'StackSetName' }, actionsOf('cloudformation', { either: { admin: 'UpdateStackSet CreateStackInstances' } })),
  target('AWS::EC2::Instance', 'ec2:R:A:instance/{}', {}, [
    ...actionsOf('ec2', { self: { admin: 'ModifyInstanceAttribute StartInstances StopInstances TerminateInstances' } }),
    ...actionsOf('ssm', { self: { admin: 'SendCommand StartSession' } }), ...actionsOf('ec2-instance-connect', { self: { admin: 'SendSSHPublicKey' } }),
  ]),
  target('AWS::EC2::LaunchTemplate', 'ec2:R:A:launch-template/{}', {}, actionsOf('ec2', { self: { admin: 'CreateLaunchTemplateVersion ModifyLaunchTemplate' } })),
  target('AWS::SageMaker::NotebookInstance', 'sagemaker:R:A:notebook-instance/{}', { name: 'NotebookInstanceName', refIsArn: true }, actionsOf('sagemaker', {
    self: { admin: 'CreatePresignedNotebookInstanceUrl StartNotebookInstance StopNotebookInstance UpdateNotebookInstance' },
  })),
  target('AWS::Glue::DevEndpoint', 'glue:R:A:devEndpoint/{}', { name: 'EndpointName' }, actionsOf('glue', { self: { admin: 'UpdateDevEndpoint' } })),
  target('AWS::Glue::Job', 'glue:R:A:job/{}', { name: 'Name' }, actionsOf('glue', { self: { invoke: 'StartJobRun', admin: 'UpdateJob' } })),
  target('AWS::AppRunner::Service', 'apprunner:R:A:service/{}/id', { name: 'ServiceName' }, actionsOf('apprunner', { self: { admin: 'UpdateService' } })),
  target('AWS::BedrockAgentCore::CodeInterpreterCustom', 'bedrock-agentcore:R:A:code-interpreter/{}', {}, actionsOf('bedrock-agentcore', {
    self: { admin: 'InvokeCodeInterpreter StartCodeInterpreterSession' },
  })),
  target('AWS::ECS::TaskDefinition', 'ecs:R:A:task-definition/{}:1', { name: 'Family', refIsArn: true }, actionsOf('ecs', { self: { invoke: 'RunTask StartTask' } })),
  target('AWS::IAM::Role', 'iam::A:role/{}', { name: 'RoleName' }, [
    ...actionsOf('sts', { self: { admin: 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity SetSourceIdentity TagSession' } }),
    ...actionsOf('iam', { self: { admin: 'AttachRolePolicy DeleteRolePermissionsBoundary PassRole PutRolePermissionsBoundary PutRolePolicy TagRole UpdateAssumeRolePolicy' } }),
  ]),
  target('AWS::IAM::User', 'iam::A:user/{}', { name: 'UserName' }, actionsOf('iam', {
    self: { admin: 'AttachUserPolicy CreateAccessKey CreateLoginProfile DeleteAccessKey DeleteUserPermissionsBoundary PutUserPermissionsBoundary PutUserPolicy UpdateLoginProfile' },
  })),
  target('AWS::IAM::Group', 'iam::A:group/{}', { name: 'GroupName' }, actionsOf('iam', { self: { admin: 'AddUserToGroup AttachGroupPolicy PutGroupPolicy' } })),
  target('AWS::IAM::ManagedPolicy', 'iam::A:policy/{}', { name: 'ManagedPolicyName', refIsArn: true }, actionsOf('iam', { self: { admin: 'CreatePolicyVersion SetDefaultPolicyVersion' } })),
];

export const TARGET_TYPES: ReadonlyMap<string, TargetType> = new Map(TYPES.map((one) => [one.type, one]));

/** The services that each type's actions belong to. */
export const SERVICES_OF: ReadonlyMap<string, ReadonlySet<string>> = new Map(TYPES.map(({ type, actions }) => [type, new Set(actions.map(({ name }) => name.split(':')[0]))]));

/** Names of a type's actions: the same list each time, so that coverage of it is kept. */
export const ACTION_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  TYPES.map(({ type, actions }) => [type, actions.map(({ name }) => name)]),
);

/** The intent of some actions on a target, as declared edges call it. */
export function intentOf(intents: ReadonlySet<ActionIntent>): string {
  const [reads, writes] = [intents.has('read'), intents.has('write')];
  if (reads && writes) return 'read-write';
  if (reads || writes) return reads ? 'read' : 'write';
  return (['invoke', 'publish', 'consume'] as const).find((one) => intents.has(one)) ?? 'use';
}
