import { all, Change, join, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const [OURS, STRANGER] = ['111122223333', '999988887777'];
const OUR_ROOT = `arn:aws:iam::${OURS}:root`;
const STRANGE_ROOT = `arn:aws:iam::${STRANGER}:root`;
const OWN_ROOT = join('arn:aws:iam::', ref('AWS::AccountId'), ':root');
const ORGANISATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } };

/** A role of ours shows which account the template is for. */
const ours = resource('AWS::Lambda::Function', { Role: `arn:aws:iam::${OURS}:role/function` });

const statement = (more: object = {}) => ({ Effect: 'Allow', Principal: { AWS: OWN_ROOT }, Action: 'logs:PutSubscriptionFilter', Resource: '*', ...more });
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const text = (more: object = {}) => JSON.stringify(policy({ ...statement({ Principal: { AWS: OUR_ROOT } }), ...more }));

/** Types without a rule of their own for their policy, and where it is. A text is one in JSON. */
const ELSEWHERE: [type: string, place: string, how: 'object' | 'text'][] = [
  ['AWS::CodeArtifact::Domain', 'PermissionsPolicyDocument', 'object'],
  ['AWS::ECR::PublicRepository', 'RepositoryPolicyText', 'object'],
  ['AWS::ECR::RegistryPolicy', 'PolicyText', 'object'],
  ['AWS::ECR::Repository', 'RepositoryPolicyText', 'object'],
  ['AWS::EFS::FileSystem', 'FileSystemPolicy', 'object'],
  ['AWS::Elasticsearch::Domain', 'AccessPolicies', 'object'],
  ['AWS::Glue::DataCatalogEncryptionSettings', 'Anything.ResourcePolicy', 'object'],
  ['AWS::IoT::Policy', 'PolicyDocument', 'object'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourcePolicy', 'object'],
  ['AWS::Logs::Destination', 'DestinationPolicy', 'text'],
  ['AWS::Logs::ResourcePolicy', 'PolicyDocument', 'text'],
  ['AWS::MediaStore::Container', 'Policy', 'text'],
  ['AWS::OpenSearchService::Domain', 'AccessPolicies', 'object'],
  ['AWS::S3::MultiRegionAccessPointPolicy', 'Policy', 'object'],
  ['AWS::S3Express::BucketPolicy', 'PolicyDocument', 'object'],
  ['AWS::S3ObjectLambda::AccessPointPolicy', 'PolicyDocument', 'object'],
  ['AWS::S3Outposts::BucketPolicy', 'PolicyDocument', 'object'],
  ['AWS::S3Tables::TableBucketPolicy', 'ResourcePolicy', 'object'],
  ['AWS::SageMaker::ModelPackageGroup', 'ModelPackageGroupPolicy', 'object'],
  ['AWS::SSO::PermissionSet', 'InlinePolicy', 'object'],
  ['AWS::Unheard::Of', 'Deep.List.0.Anything', 'object'],
];

const at = (place: string, value: unknown) => place.split('.').reduceRight<any>((inner, key) => (/^\d+$/.test(key) ? [inner] : { [key]: inner }), value);

/** A secure policy of each type, and the same change of its statement in each. */
function everywhere(rule: string, firesWhen: Record<string, object>): RuleCase[] {
  return ELSEWHERE.map(([type, place, how]) => {
    const write = (more: object) => (how === 'text' ? text(more) : policy(statement(more)));
    const changes = Object.entries(firesWhen).map(([when, more]): [string, Change] => [when, set('Holder', place, write(more))]);
    return { rule, on: 'Holder', secure: { Ours: ours, Holder: resource(type, at(place, write({}))) }, firesWhen: Object.fromEntries(changes) };
  });
}

const trust = (more: object = {}) => ({ Effect: 'Allow', Principal: { AWS: OWN_ROOT }, Action: 'sts:AssumeRole', ...more });
const role = { Ours: ours, Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: policy(trust()) }) };
const trustOf = (more: object) => set('Role', 'AssumeRolePolicyDocument.Statement.0', trust(more));

const keyStatement = (more: object = {}) => ({ Effect: 'Allow', Principal: { AWS: OWN_ROOT }, Action: 'kms:*', Resource: '*', ...more });
const key = { Ours: ours, Key: resource('AWS::KMS::Key', { KeyPolicy: policy(keyStatement()) }) };
const keyPolicyOf = (more: object) => set('Key', 'KeyPolicy.Statement.0', keyStatement(more));

const identity = {
  Ours: ours,
  Policy: resource('AWS::IAM::ManagedPolicy', {
    PolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: join('arn:aws:iam::', ref('AWS::AccountId'), ':role/reader') }),
  }),
};
const permits = (more: object) => set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', ...more });

const arnIn = (account: string, service: string, name: string) => `arn:aws:${service}:eu-west-1:${account}:${name}`;
/** Where resources name who may use them, or where data goes: with something of an account in it. */
const TARGETS: [type: string, place: string, of: (account: string) => string][] = [
  ['AWS::ApiGateway::Authorizer', 'AuthorizerUri', (account) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arnIn(account, 'lambda', 'function:f')}/invocations`],
  ['AWS::ApiGateway::Method', 'Integration.Uri', (account) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arnIn(account, 'lambda', 'function:f')}/invocations`],
  ['AWS::ApiGatewayV2::Authorizer', 'AuthorizerUri', (account) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arnIn(account, 'lambda', 'function:f')}/invocations`],
  ['AWS::ApiGatewayV2::Integration', 'IntegrationUri', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::Backup::BackupPlan', 'BackupPlan.BackupPlanRule.0.CopyActions.0.DestinationBackupVaultArn', (account) => arnIn(account, 'backup', 'backup-vault:v')],
  ['AWS::Cognito::UserPool', 'LambdaConfig.PreSignUp', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::Cognito::UserPool', 'LambdaConfig.CustomEmailSender.LambdaArn', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::CleanRooms::Collaboration', 'Members.0.AccountId', (account) => account],
  ['AWS::Config::AggregationAuthorization', 'AuthorizedAccountId', (account) => account],
  ['AWS::DynamoDB::Table', 'SSESpecification.KMSMasterKeyId', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::EC2::NetworkInterfacePermission', 'AwsAccountId', (account) => account],
  ['AWS::EC2::TransitGatewayPeeringAttachment', 'PeerAccountId', (account) => account],
  ['AWS::EC2::VPCEndpointServicePermissions', 'AllowedPrincipals.0', (account) => `arn:aws:iam::${account}:root`],
  ['AWS::EC2::VPCPeeringConnection', 'PeerOwnerId', (account) => account],
  ['AWS::ECR::ReplicationConfiguration', 'ReplicationConfiguration.Rules.0.Destinations.0.RegistryId', (account) => account],
  ['AWS::Events::EventBusPolicy', 'Principal', (account) => account],
  ['AWS::EKS::AccessEntry', 'PrincipalArn', (account) => `arn:aws:iam::${account}:role/r`],
  ['AWS::Events::Rule', 'Targets.0.Arn', (account) => arnIn(account, 'events', 'event-bus/b')],
  ['AWS::Events::Rule', 'Targets.0.Arn', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::GuardDuty::Master', 'MasterId', (account) => account],
  ['AWS::GuardDuty::PublishingDestination', 'DestinationProperties.KmsKeyArn', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::ImageBuilder::DistributionConfiguration', 'Distributions.0.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserIds.0', (account) => account],
  ['AWS::ImageBuilder::DistributionConfiguration', 'Distributions.0.AmiDistributionConfiguration.TargetAccountIds.0', (account) => account],
  ['AWS::KinesisFirehose::DeliveryStream', 'KinesisStreamSourceConfiguration.KinesisStreamARN', (account) => arnIn(account, 'kinesis', 'stream/s')],
  ['AWS::LakeFormation::DataLakeSettings', 'Admins.0.DataLakePrincipalIdentifier', (account) => `arn:aws:iam::${account}:role/r`],
  ['AWS::LakeFormation::Permissions', 'DataLakePrincipal.DataLakePrincipalIdentifier', (account) => account],
  ['AWS::LakeFormation::PrincipalPermissions', 'Principal.DataLakePrincipalIdentifier', (account) => account],
  ['AWS::Lambda::EventInvokeConfig', 'DestinationConfig.OnFailure.Destination', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::Lambda::EventSourceMapping', 'EventSourceArn', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::Lambda::Function', 'Layers.0', (account) => arnIn(account, 'lambda', 'layer:l:1')],
  ['AWS::Lambda::Function', 'Code.ImageUri', (account) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/f:1`],
  ['AWS::Lambda::Function', 'DeadLetterConfig.TargetArn', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::Lambda::LayerVersionPermission', 'Principal', (account) => account],
  ['AWS::Lambda::Permission', 'Principal', (account) => account],
  ['AWS::Lambda::Permission', 'SourceAccount', (account) => account],
  ['AWS::Lambda::Permission', 'SourceArn', (account) => arnIn(account, 'sns', 't')],
  ['AWS::Logs::Destination', 'TargetArn', (account) => arnIn(account, 'kinesis', 'stream/s')],
  ['AWS::Logs::LogGroup', 'KmsKeyId', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::Logs::SubscriptionFilter', 'DestinationArn', (account) => arnIn(account, 'logs', 'destination:d')],
  ['AWS::Oam::Link', 'SinkIdentifier', (account) => arnIn(account, 'oam', 'sink/s')],
  ['AWS::Pipes::Pipe', 'Source', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::Pipes::Pipe', 'Enrichment', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::Pipes::Pipe', 'Target', (account) => arnIn(account, 'states', 'stateMachine:s')],
  ['AWS::NetworkManager::CrossAccountAttachment', 'Principals.0', (account) => account],
  ['AWS::RAM::ResourceShare', 'Principals.0', (account) => account],
  ['AWS::Redshift::EndpointAuthorization', 'Account', (account) => account],
  ['AWS::S3::AccessPoint', 'BucketAccountId', (account) => account],
  ['AWS::S3::Bucket', 'ReplicationConfiguration.Rules.0.Destination.Account', (account) => account],
  ['AWS::S3::Bucket', 'NotificationConfiguration.QueueConfigurations.0.Queue', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::SecurityLake::Subscriber', 'SubscriberIdentity.Principal', (account) => account],
  ['AWS::ServiceCatalog::PortfolioPrincipalAssociation', 'PrincipalARN', (account) => `arn:aws:iam::${account}:role/r`],
  ['AWS::Signer::ProfilePermission', 'Principal', (account) => account],
  ['AWS::SNS::Subscription', 'Endpoint', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::SNS::Subscription', 'TopicArn', (account) => arnIn(account, 'sns', 't')],
  ['AWS::SNS::Topic', 'Subscription.0.Endpoint', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::SQS::Queue', 'RedrivePolicy.deadLetterTargetArn', (account) => arnIn(account, 'sqs', 'q')],
  ['AWS::SQS::Queue', 'KmsMasterKeyId', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::Scheduler::Schedule', 'Target.Arn', (account) => arnIn(account, 'events', 'event-bus/b')],
  ['AWS::Scheduler::Schedule', 'Target.Input', (account) => JSON.stringify({ QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/q` })],
  ['AWS::Scheduler::Schedule', 'Target.Input', (account) => JSON.stringify({ TopicArn: arnIn(account, 'sns', 't') })],
  ['AWS::SecretsManager::Secret', 'KmsKeyId', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::ServiceCatalog::PortfolioShare', 'AccountId', (account) => account],
];

/** Whoever has an account of these is let in, or runs there; the account of the template is theirs or ours. */
const ANYWHERE: [type: string, place: string, of: (account: string) => string][] = [
  ['AWS::AppSync::DataSource', 'LambdaConfig.LambdaFunctionArn', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::ApiGateway::RestApi', 'Body.paths./x.get.uri', (account) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arnIn(account, 'lambda', 'function:f')}/invocations`],
  ['AWS::CloudFront::Distribution', 'DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations.0.LambdaFunctionARN', (account) => arnIn(account, 'lambda', 'function:f:1')],
  ['AWS::CloudWatch::Alarm', 'AlarmActions.0', (account) => arnIn(account, 'sns', 't')],
  ['AWS::CodeBuild::Project', 'Environment.Image', (account) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/build:1`],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions.0.Image', (account) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/app:1`],
  ['AWS::EFS::FileSystem', 'KmsKeyId', (account) => arnIn(account, 'kms', 'key/k')],
  ['AWS::Glue::Database', 'DatabaseInput.TargetDatabase.CatalogId', (account) => account],
  ['AWS::KinesisFirehose::DeliveryStream', 'ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors.0.Parameters.0.ParameterValue', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::Logs::AccountPolicy', 'PolicyDocument', (account) => JSON.stringify({ DestinationArn: arnIn(account, 'logs', 'destination:d'), FilterPattern: '' })],
  ['AWS::RDS::DBInstance', 'DBSnapshotIdentifier', (account) => arnIn(account, 'rds', 'snapshot:s')],
  ['AWS::S3::StorageLens', 'StorageLensConfiguration.DataExport.S3BucketDestination.AccountId', (account) => account],
  ['AWS::StepFunctions::StateMachine', 'Definition.States.A.Credentials.RoleArn', (account) => `arn:aws:iam::${account}:role/r`],
  ['AWS::StepFunctions::StateMachine', 'DefinitionString', (account) => JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource: arnIn(account, 'lambda', 'function:f'), End: true } } })],
  ['AWS::StepFunctions::StateMachine', 'DefinitionString', (account) => JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Parameters: { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/q` }, End: true } } })],
  ['AWS::StepFunctions::StateMachine', 'DefinitionSubstitutions.Function', (account) => arnIn(account, 'lambda', 'function:f')],
  ['AWS::Unheard::Of', 'Deep.List.0.Arn', (account) => arnIn(account, 'anything', 'a/b')],
  ['Custom::Made', 'ServiceToken', (account) => arnIn(account, 'lambda', 'function:f')],
];

const universal = (call: string) => set('Schedule', 'Target.Arn', `arn:aws:scheduler:::aws-sdk:${call}`);

/** What proves the rules of TRUST. */
export const trustCases: RuleCase[] = [
  {
    rule: 'ZT-TRUST-001',
    on: 'Repository',
    secure: { Repository: resource('AWS::ECR::Repository', { RepositoryPolicyText: policy(statement({ Principal: { Service: 'lambda.amazonaws.com' } })) }) },
    passesWhen: {
      'everyone of an organisation may': set('Repository', 'RepositoryPolicyText', policy(statement({ Principal: '*', Condition: ORGANISATION }))),
      'everyone is denied': set('Repository', 'RepositoryPolicyText', policy(statement({ Effect: 'Deny', Principal: '*' }))),
      'a policy is part of an order for something else': set('Repository', 'Order', { Statement: 'permit(principal, action, resource);' }),
    },
    firesWhen: {
      'its policy is a parameter': set('Repository', 'RepositoryPolicyText', PARAMETER),
      'its policy has a statement that is a parameter': set('Repository', 'RepositoryPolicyText', policy(statement(), PARAMETER)),
      'who may is a parameter': set('Repository', 'RepositoryPolicyText', policy(statement({ Principal: { AWS: PARAMETER } }))),
      'whether it allows is a parameter': set('Repository', 'RepositoryPolicyText', policy(statement({ Effect: PARAMETER, Principal: '*' }))),
      'its policy is a text with what deployment fills in': set('Repository', 'RepositoryPolicyText', {
        'Fn::Sub': '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage","Condition":{"StringEquals":{"aws:PrincipalArn":"${Unknown}*"}}}}',
      }),
      'its policy is a text made of parts': set('Repository', 'RepositoryPolicyText', join('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"', PARAMETER, '"}]}')),
      'its policy is a text of a text': set('Repository', 'RepositoryPolicyText', { 'Fn::Sub': ['${Text}', { Text: text({ Principal: '*' }) }] }),
      'a key of its policy is filled in': set('Repository', 'RepositoryPolicyText', { 'Fn::Sub': ['{"${Key}":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}', { Key: 'Statement' }] }),
      'a key of its policy has escapes': set('Repository', 'RepositoryPolicyText', text({ Principal: '*' }).replace('Statement', '\\u0053tatement')),
      'a key of its policy is in two parts': set('Repository', 'RepositoryPolicyText', join('{"State', join('ment":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]', '}'))),
      'a policy is in a text of JSON in a text of JSON': set('Repository', 'Call', JSON.stringify({ action: 'setRepositoryPolicy', parameters: { policyText: text({ Principal: '*' }) } })),
      'its policy is made a text': set('Repository', 'RepositoryPolicyText', { 'Fn::ToJsonString': policy(statement({ Principal: '*' })) }),
    },
  },
  {
    rule: 'ZT-TRUST-002',
    on: 'Role',
    secure: role,
    passesWhen: {
      'it trusts the account that the template is for': trustOf({ Principal: { AWS: OUR_ROOT } }),
      'it trusts the SAML provider of its account': trustOf({ Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: `arn:aws:iam::${OURS}:saml-provider/idp` } }),
      'it trusts a service': trustOf({ Principal: { Service: 'lambda.amazonaws.com' } }),
      'load balancers write logs': trustOf({ Principal: { AWS: 'arn:aws:iam::127311923021:root' } }),
      'a stranger is denied': trustOf({ Effect: 'Deny', Principal: { AWS: STRANGE_ROOT } }),
      'a stranger is named, and all are held to our account': trustOf({ Principal: { AWS: STRANGE_ROOT }, Condition: { StringEquals: { 'aws:PrincipalAccount': OURS } } }),
    },
    firesWhen: {
      'it trusts a stranger': trustOf({ Principal: { AWS: STRANGE_ROOT } }),
      'it trusts the SAML provider of a stranger': trustOf({ Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: `arn:aws:iam::${STRANGER}:saml-provider/idp` } }),
      'it trusts the OIDC provider of a stranger': trustOf({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::${STRANGER}:oidc-provider/idp.example.com` } }),
      'it trusts a role of a stranger': trustOf({ Principal: { AWS: `arn:aws:iam::${STRANGER}:role/vendor` } }),
      'an external ID is all that it asks of a stranger': trustOf({ Principal: { AWS: STRANGER }, Condition: { StringEquals: { 'sts:ExternalId': 'not-a-secret' } } }),
      'it asks a stranger for MFA': trustOf({ Principal: { AWS: STRANGER }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    },
  },
  {
    rule: 'ZT-TRUST-003',
    on: 'Role',
    secure: role,
    passesWhen: {
      'a session may have tags': trustOf({ Action: ['sts:AssumeRole', 'sts:TagSession'] }),
      'everything is denied': trustOf({ Effect: 'Deny', Action: '*' }),
      'a policy of the role has its own rule': set('Role', 'Policies', [{ PolicyName: 'p', PolicyDocument: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) }]),
    },
    firesWhen: {
      'its trust is for everything': trustOf({ Action: '*' }),
      'its trust is for all of STS': trustOf({ Action: 'sts:*' }),
      'its trust is for all of every service': trustOf({ Action: '*:*' }),
      'its trust is for all but some': trustOf({ Action: undefined, NotAction: 's3:GetObject' }),
      'what its trust is for is a parameter': trustOf({ Action: PARAMETER }),
    },
  },
  {
    rule: 'ZT-TRUST-004',
    on: 'Share',
    secure: { Ours: ours, Share: resource('AWS::RAM::ResourceShare', { AllowExternalPrincipals: false, Principals: ['arn:aws:organizations::444455556666:organization/o-abcdefghij', ref('AWS::AccountId')] }) },
    passesWhen: {
      'it takes an account that is trusted': (resources) => void (resources.Share.Properties = { Principals: [OURS] }),
      'it names a part of the organization only': (resources) => void (resources.Share.Properties = { Principals: ['arn:aws:organizations::444455556666:ou/o-abcdefghij/ou-ab12-34567890'] }),
    },
    firesWhen: {
      'it takes others as well': set('Share', 'AllowExternalPrincipals', true),
      'it takes others, and is for no one yet': (resources) => void (resources.Share.Properties = { Principals: [] }),
      'it takes others as nothing is said, and is for an account that is not known as well': (resources) => void (resources.Share.Properties = { Principals: ['arn:aws:organizations::444455556666:ou/o-abcdefghij/ou-ab12-34567890', PARAMETER] }),
      'whether it takes others is a parameter': set('Share', 'AllowExternalPrincipals', PARAMETER),
      // RAM refuses them where AllowExternalPrincipals is false
      'it takes others, and is for everyone': (resources) => void (resources.Share.Properties = { AllowExternalPrincipals: true, Principals: ['*'] }),
      'it takes others, and is for a stranger': (resources) => void (resources.Share.Properties = { AllowExternalPrincipals: true, Principals: [STRANGER] }),
      'it takes others, and whom it is for is a parameter': (resources) => void (resources.Share.Properties = { AllowExternalPrincipals: true, Principals: [PARAMETER] }),
    },
  },
  {
    rule: 'ZT-TRUST-004',
    on: 'Queue',
    secure: { Queue: resource('AWS::SQS::Queue', { KmsMasterKeyId: arnIn(OURS, 'kms', 'key/k') }) },
    firesWhen: { 'its dead letters go to a stranger': set('Queue', 'RedrivePolicy', { deadLetterTargetArn: arnIn(STRANGER, 'sqs', 'q') }) },
  },
  {
    rule: 'ZT-TRUST-005',
    on: 'Permission',
    secure: { Permission: resource('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', Principal: OURS }) },
    passesWhen: { 'it is for a URL': set('Permission', 'Action', 'lambda:InvokeFunctionUrl') },
    firesWhen: {
      'the code may be read': set('Permission', 'Action', 'lambda:GetFunction'),
      'the code may be changed': set('Permission', 'Action', 'lambda:UpdateFunctionCode'),
      'all is allowed': set('Permission', 'Action', 'lambda:*'),
      'everything is allowed': set('Permission', 'Action', '*'),
      'every form of invocation is allowed, and what else begins so': set('Permission', 'Action', 'lambda:Inv*'),
      'what is allowed is a parameter': set('Permission', 'Action', PARAMETER),
    },
  },
  {
    rule: 'ZT-TRUST-006',
    on: 'Schedule',
    secure: { Schedule: resource('AWS::Scheduler::Schedule', { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' } }) },
    passesWhen: {
      'it calls a function': set('Schedule', 'Target.Arn', arnIn(OURS, 'lambda', 'function:f')),
      'it starts instances': universal('ec2:startInstances'),
      'it reports on credentials': universal('iam:generateCredentialReport'),
      'it changes how something scales': universal('applicationautoscaling:putScalingPolicy'),
    },
    firesWhen: {
      'it attaches a policy': universal('iam:attachRolePolicy'),
      'it creates a user': universal('iam:createUser'),
      'it opens a bucket': universal('s3:putBucketPolicy'),
      'it opens a function': universal('lambda:addPermission'),
      'it shares a snapshot': universal('rds:modifyDBSnapshotAttribute'),
      'it replaces code': universal('lambda:updateFunctionCode'),
      'it stops the trail': universal('cloudtrail:stopLogging'),
      'it opens a security group': universal('ec2:authorizeSecurityGroupIngress'),
      'it takes the block of public access away': universal('s3:deletePublicAccessBlock'),
      'it gives a function a URL': universal('lambda:createFunctionUrlConfig'),
      'it sends logs elsewhere': universal('logs:putSubscriptionFilter'),
      'it stops the recorder': universal('configservice:stopConfigurationRecorder'),
      'it disables a key': universal('kms:disableKey'),
      'what it calls is a parameter': set('Schedule', 'Target.Arn', PARAMETER),
      'what it calls is partly a parameter': set('Schedule', 'Target.Arn', join('arn:aws:scheduler:::aws-sdk:', PARAMETER)),
    },
  },
  {
    rule: 'ZT-TRUST-007',
    on: 'Alarm',
    secure: { Ours: ours, Alarm: resource('AWS::CloudWatch::Alarm', { AlarmActions: [arnIn(OURS, 'sns', 't')] }) },
    passesWhen: {
      'nothing shows the account of the template': all(set('Ours', 'Role', 'function'), set('Alarm', 'AlarmActions.0', arnIn(STRANGER, 'sns', 't'))),
      'a topic is of AWS': set('Alarm', 'AlarmActions.1', arnIn('806199016981', 'sns', 'AmazonIpSpaceChanged')),
      'an image is of AWS': set('Alarm', 'Image', '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2'),
      'a text for people names a stranger': set('Alarm', 'Description', arnIn(STRANGER, 'sns', 't')),
      'a tag names a stranger': set('Alarm', 'Tags', [{ Key: 'from', Value: arnIn(STRANGER, 'sns', 't') }]),
      'a name has twelve digits': set('Alarm', 'AlarmName', `alarm-${STRANGER}`),
      'a policy names a stranger, as another rule tells': set('Alarm', 'ResourcePolicy', policy(statement({ Principal: { AWS: STRANGE_ROOT } }))),
    },
    firesWhen: {
      'a topic is of a stranger': set('Alarm', 'AlarmActions.1', arnIn(STRANGER, 'sns', 't')),
      'a topic is of a stranger, by an ARN in parts': set('Alarm', 'AlarmActions.1', join('arn:', ref('AWS::Partition'), ':sns:', ref('AWS::Region'), ':', STRANGER, ':t')),
      'what is no topic is of the account of topics of AWS': set('Alarm', 'AlarmActions.1', arnIn('806199016981', 'lambda', 'function:f')),
      'an image is of a stranger': set('Alarm', 'Image', `${STRANGER}.dkr.ecr.eu-west-1.amazonaws.com/app:1`),
      'a stranger is the owner': set('Alarm', 'ResourceOwner', STRANGER),
    },
  },
];

/** The same on all that they look at: for the rules' own test only, as mutants of one are those of all. */
export const trustEverywhereCases: RuleCase[] = [
  ...everywhere('ZT-TRUST-001', {
    'everyone may': { Principal: '*' },
    'all of AWS may': { Principal: { AWS: ['*'] } },
    'everyone but one may': { Principal: undefined, NotPrincipal: { AWS: STRANGE_ROOT } },
    'everyone of any organisation may': { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } },
    'everyone who says who they are may': { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } } },
    'everyone from two halves of the internet may': { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } } },
  }),
  {
    rule: 'ZT-TRUST-001',
    on: 'Access',
    secure: {
      Access: resource('AWS::OpenSearchServerless::AccessPolicy', {
        Type: 'data', Policy: JSON.stringify([{ Rules: [{ ResourceType: 'index', Resource: ['index/orders/*'], Permission: ['aoss:ReadDocument'] }], Principal: [`arn:aws:iam::${OURS}:role/reader`] }]),
      }),
    },
    firesWhen: {
      'everyone may read': set('Access', 'Policy', JSON.stringify([{ Rules: [{ ResourceType: 'index', Resource: ['index/orders/*'], Permission: ['aoss:ReadDocument'] }], Principal: ['*'] }])),
      'its policy is a parameter': set('Access', 'Policy', PARAMETER),
    },
  },
  ...everywhere('ZT-TRUST-002', {
    'a stranger may': { Principal: { AWS: STRANGE_ROOT } },
    'a stranger may beside us': { Principal: { AWS: [OUR_ROOT, STRANGER] } },
    'a canonical user may': { Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' } },
    'everyone of a stranger may': { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': STRANGER } } },
    'a service may for a stranger': { Principal: { Service: 'logs.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': STRANGER } } },
  }),
  {
    rule: 'ZT-TRUST-002',
    on: 'Key',
    secure: key,
    firesWhen: {
      'a stranger is its owner too': keyPolicyOf({ Principal: { AWS: [OUR_ROOT, STRANGE_ROOT] } }),
      'a stranger may decrypt': keyPolicyOf({ Principal: { AWS: STRANGER }, Action: 'kms:Decrypt' }),
      'a stranger may decrypt through S3': keyPolicyOf({ Principal: '*', Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:CallerAccount': STRANGER, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
    },
  },
  {
    rule: 'ZT-TRUST-008',
    on: 'Policy',
    secure: identity,
    passesWhen: {
      'the account is named': permits({ Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${OURS}:role/audit` }),
      'the role has to be of the organization': permits({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/audit', Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } } }),
      'it is denied': permits({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/audit' }),
    },
    firesWhen: {
      'it allows assuming a role of a name anywhere': permits({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/audit' }),
      'it allows assuming it beside another': permits({ Action: 'sts:*', Resource: [`arn:aws:iam::${OURS}:role/audit`, 'arn:aws:iam::*:role/audit'] }),
      'its condition is any organization': permits({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/audit', Condition: { StringLike: { 'aws:ResourceOrgID': '*' } } }),
    },
  },
  {
    rule: 'ZT-TRUST-002',
    on: 'Policy',
    secure: identity,
    passesWhen: {
      'it reads a layer of AWS': permits({ Action: 'lambda:GetLayerVersion', Resource: 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38' }),
      'assuming a role of a stranger is denied': permits({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${STRANGER}:role/theirs` }),
    },
    firesWhen: {
      'it allows assuming a role of a stranger': permits({ Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${STRANGER}:role/theirs` }),
      'it allows everything on a role of a stranger': permits({ Action: 'sts:*', Resource: [`arn:aws:iam::${STRANGER}:role/*`] }),
      'it allows sending to a stranger': permits({ Action: 'sqs:SendMessage', Resource: arnIn(STRANGER, 'sqs', 'q') }),
    },
  },
  ...everywhere('ZT-TRUST-003', {
    'all of AWS is allowed': { Action: '*' },
    'all of a service is allowed': { Action: ['logs:PutSubscriptionFilter', 'sqs:*'] },
    'all but some is allowed': { Action: undefined, NotAction: 'logs:DeleteDestination' },
  }),
  {
    rule: 'ZT-TRUST-003',
    on: 'Key',
    secure: key,
    firesWhen: {
      'a role has all of it': keyPolicyOf({ Principal: { AWS: `arn:aws:iam::${OURS}:role/function` } }),
      'everything of everything is allowed': keyPolicyOf({ Action: '*' }),
      'the account has all but some': keyPolicyOf({ Action: undefined, NotAction: 'kms:PutKeyPolicy' }),
    },
  },
  {
    rule: 'ZT-TRUST-003',
    on: 'Set',
    secure: { Set: resource('AWS::SSO::PermissionSet', { InlinePolicy: policy({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }) }) },
    firesWhen: {
      'it allows to widen itself': set('Set', 'InlinePolicy.Statement.0.Action', ['iam:PutRolePolicy']),
      'it allows to widen itself by a pattern': set('Set', 'InlinePolicy.Statement.0.Action', 'iam:Put*'),
      'it is a text': set('Set', 'InlinePolicy', JSON.stringify(policy({ Effect: 'Allow', Action: '*', Resource: '*' }))),
    },
  },
  ...TARGETS.map(([type, place, of]): RuleCase => ({
    rule: 'ZT-TRUST-004',
    on: 'Target',
    secure: { Ours: ours, Target: resource(type, at(place, of(OURS))) },
    firesWhen: { 'it is of a stranger': set('Target', place, of(STRANGER)) },
  })),
  ...ANYWHERE.map(([type, place, of]): RuleCase => ({
    rule: 'ZT-TRUST-007',
    on: 'Holder',
    secure: { Ours: ours, Holder: resource(type, at(place, of(OURS))) },
    firesWhen: { 'it is of a stranger': set('Holder', place, of(STRANGER)) },
  })),
  {
    rule: 'ZT-TRUST-004',
    on: 'Function',
    secure: { Function: resource('AWS::Lambda::Function', { Role: `arn:aws:iam::${OURS}:role/function`, Layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38'] }) },
    passesWhen: { 'a layer is a parameter, as other rules tell': set('Function', 'Layers.1', PARAMETER) },
    firesWhen: { 'it has a layer of a stranger as well': set('Function', 'Layers.1', arnIn(STRANGER, 'lambda', 'layer:l:1')) },
  },
  {
    rule: 'ZT-TRUST-004',
    on: 'Service',
    secure: { Service: resource('AWS::EC2::VPCEndpointServicePermissions', { AllowedPrincipals: [OWN_ROOT] }) },
    firesWhen: { 'everyone may connect': set('Service', 'AllowedPrincipals', ['*']) },
  },
  {
    rule: 'ZT-TRUST-004',
    on: 'Permission',
    secure: { Permission: resource('AWS::Lambda::Permission', { FunctionName: arnIn(OURS, 'lambda', 'function:f'), Principal: OURS, SourceArn: ref('Topic') }), Topic: resource('AWS::SNS::Topic') },
    firesWhen: { 'a stranger may invoke': set('Permission', 'Principal', STRANGE_ROOT) },
  },
];
