import { add, all, att, formsOf, join, NO_ECHO, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { role, secureFunction } from '../support/resources';

const permission = resource('AWS::Lambda::Permission', {
  Action: 'lambda:InvokeFunction',
  FunctionName: att('Fn'),
  Principal: 'apigateway.amazonaws.com',
  SourceArn: join('arn:', ref('AWS::Partition'), ':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ref('Api'), '/prod/*/*'),
  SourceAccount: ref('AWS::AccountId'),
});
const api = resource('AWS::ApiGateway::RestApi');

const variables = (values: object) => set('Fn', 'Environment.Variables', values);
const ALLOW = 'PolicyDocument.Statement.0';
const writes = (on: unknown) => resource('AWS::IAM::ManagedPolicy', {
  Roles: [ref('Role')],
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: on }] },
});

const invocationsOf = (logicalId: string, attribute: string) => join(
  'arn:', ref('AWS::Partition'), ':apigateway:', ref('AWS::Region'), ':lambda:path/2015-03-31/functions/', attribute === 'Ref' ? ref(logicalId) : att(logicalId), '/invocations',
);
const tenantFrom = (source: unknown) => set('Method', 'Integration.RequestParameters', { 'integration.request.header.X-Amz-Tenant-Id': source });

/** Hash of a layer. */
const GUARD = 'a'.repeat(64);

/** What proves the rules of LAMBDA. */
export const lambdaCases: RuleCase[] = [
  {
    rule: 'ZT-LAMBDA-001',
    on: 'Permission',
    secure: { Fn: resource('AWS::Lambda::Function'), Api: api, Role: resource('AWS::IAM::Role'), Permission: permission },
    passesWhen: {
      'an organisation takes the place of source and account': all(
        set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'PrincipalOrgID', 'o-abcdefghij')),
      'anyone of an organisation invokes': all(set('Permission', 'Principal', '*'), set('Permission', 'PrincipalOrgID', 'o-abcdefghij')),
      'a role invokes': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'Principal', att('Role'))),
      'an account invokes': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'Principal', '111122223333')),
      'the source is a bucket of a named account': all(set('Permission', 'Principal', 's3.amazonaws.com'), set('Permission', 'SourceArn', 'arn:aws:s3:::photos')),
      'only the account is named': set('Permission', 'SourceArn'),
      'only a source that holds the account is named': set('Permission', 'SourceAccount'),
      'only a topic is named': all(
        add('Topic', 'AWS::SNS::Topic', {}), set('Permission', 'Principal', 'sns.amazonaws.com'), set('Permission', 'SourceArn', ref('Topic')), set('Permission', 'SourceAccount')),
      'only a literal ARN with an account is named': all(
        set('Permission', 'SourceArn', 'arn:aws:sns:eu-west-1:111122223333:orders'), set('Permission', 'SourceAccount')),
      'whoever deploys gives the ARN': all(
        set('Permission', 'SourceArn', { 'Fn::ImportValue': 'topic' }), set('Permission', 'SourceAccount')),
      'a skill of Alexa is named': all(
        set('Permission', 'Principal', 'alexa-appkit.amazon.com'), set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'),
        set('Permission', 'EventSourceToken', 'amzn1.ask.skill.1')),
    },
    firesWhen: {
      'source and account are gone': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount')),
      'the source is empty, and the account gone': all(set('Permission', 'SourceArn', ''), set('Permission', 'SourceAccount')),
      'the source is a bucket of nobody knows whom': all(
        set('Permission', 'Principal', 's3.amazonaws.com'), set('Permission', 'SourceArn', 'arn:aws:s3:::photos'), set('Permission', 'SourceAccount')),
      'the source is a bucket of the template, by name': all(
        add('Bucket', 'AWS::S3::Bucket', {}), set('Permission', 'Principal', 's3.amazonaws.com'), set('Permission', 'SourceArn', att('Bucket')),
        set('Permission', 'SourceAccount')),
      'a parameter is the bucket': all(
        set('Permission', 'Principal', 's3.amazonaws.com'), set('Permission', 'SourceArn', PARAMETER), set('Permission', 'SourceAccount')),
      'a function gives the source': all(
        add('Custom', 'Custom::Topic', {}), set('Permission', 'SourceArn', att('Custom')), set('Permission', 'SourceAccount')),
      'the source is of any account': all(set('Permission', 'SourceArn', 'arn:aws:sns:eu-west-1:*:orders'), set('Permission', 'SourceAccount')),
      'the source is anything': all(set('Permission', 'SourceArn', '*'), set('Permission', 'SourceAccount')),
      'the source is every service': all(set('Permission', 'SourceArn', 'arn:aws:*:*:*:*'), set('Permission', 'SourceAccount')),
      'the principal is anyone': set('Permission', 'Principal', '*'),
      'the principal is anyone, of a pattern of organisations': all(set('Permission', 'Principal', '*'), set('Permission', 'PrincipalOrgID', 'o-*')),
      'the principal is a parameter': set('Permission', 'Principal', PARAMETER),
      'the principal is gone': set('Permission', 'Principal'),
      'whether it opens a public URL is a parameter': set('Permission', 'FunctionUrlAuthType', PARAMETER),
      'it opens a public URL': set('Permission', 'FunctionUrlAuthType', 'NONE'),
    },
  },
  {
    rule: 'ZT-LAMBDA-002',
    on: 'Fn',
    secure: secureFunction(),
    passesWhen: {
      'there is no environment': all(set('Fn', 'Environment'), set('Fn', 'KmsKeyArn')),
      'the key is an alias': all(add('Alias', 'AWS::KMS::Alias', { TargetKeyId: ref('Key') }), set('Fn', 'KmsKeyArn', att('Alias'))),
      'the key is a literal ARN': set('Fn', 'KmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555'),
    },
    firesWhen: {
      'the key is gone': set('Fn', 'KmsKeyArn'),
      'the key is AWS\'s': set('Fn', 'KmsKeyArn', 'alias/aws/lambda'),
      'the key is AWS\'s, by ARN': set('Fn', 'KmsKeyArn', join('arn:', ref('AWS::Partition'), ':kms:eu-west-1:111122223333:alias/aws/lambda')),
      'the key is no key': set('Fn', 'KmsKeyArn', att('Role')),
      'the key is empty': set('Fn', 'KmsKeyArn', ''),
      'the key is a parameter': set('Fn', 'KmsKeyArn', PARAMETER),
      'the environment is a parameter': all(set('Fn', 'Environment', PARAMETER), set('Fn', 'KmsKeyArn')),
    },
  },
  {
    rule: 'ZT-LAMBDA-003',
    on: 'Fn',
    secure: secureFunction(),
    passesWhen: {
      'it judges templates for CloudFormation': all(set('Fn', 'VpcConfig'), add('Hook', 'AWS::CloudFormation::LambdaHook', { LambdaFunction: att('Fn'), TargetOperations: ['STACK'] })),
      'another group lets the function in': add('Rule', 'AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: att('Group', 'GroupId') }),
    },
    firesWhen: {
      'it is not in a VPC': set('Fn', 'VpcConfig'),
      'it judges single resources for CloudFormation': all(
        set('Fn', 'VpcConfig'), add('Hook', 'AWS::CloudFormation::LambdaHook', { LambdaFunction: att('Fn'), TargetOperations: ['RESOURCE'] })),
      'another function judges templates': all(
        set('Fn', 'VpcConfig'), add('Other', 'AWS::Lambda::Function', {}), add('Hook', 'AWS::CloudFormation::LambdaHook', { LambdaFunction: att('Other'), TargetOperations: ['STACK'] })),
      'the role of a hook names it': all(
        set('Fn', 'VpcConfig'), add('Hook', 'AWS::CloudFormation::LambdaHook', { LambdaFunction: 'other', ExecutionRole: att('Fn'), TargetOperations: ['STACK'] })),
      'it has no subnets': set('Fn', 'VpcConfig.SubnetIds', []),
      'it has no group': set('Fn', 'VpcConfig.SecurityGroupIds'),
      'it is in a group that is not in the templates': set('Fn', 'VpcConfig.SecurityGroupIds', ['sg-0123456789']),
      'its groups are a parameter': set('Fn', 'VpcConfig.SecurityGroupIds', PARAMETER),
      'its VPC is a parameter': set('Fn', 'VpcConfig', PARAMETER),
      'another function is in its group': add('Other', 'AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [att('Group', 'GroupId')] } }),
      'an endpoint is in its group': add('Other', 'AWS::EC2::VPCEndpoint', { SecurityGroupIds: [att('Group', 'GroupId')] }),
    },
  },
  {
    rule: 'ZT-LAMBDA-004',
    on: 'Mapping',
    secure: {
      Fn: resource('AWS::Lambda::Function', { Timeout: 10 }),
      Dead: resource('AWS::SQS::Queue'),
      Queue: resource('AWS::SQS::Queue', { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: att('Dead'), maxReceiveCount: 3 } }),
      Stream: resource('AWS::DynamoDB::Table'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: att('Queue'), FunctionName: ref('Fn') }),
    },
    passesWhen: {
      'the defaults of both fit': all(set('Fn', 'Timeout'), set('Queue', 'VisibilityTimeout')),
      'the source is a stream': set('Mapping', 'EventSourceArn', att('Stream', 'StreamArn')),
      'an alias stands before the function': all(add('Alias', 'AWS::Lambda::Alias', { FunctionName: ref('Fn') }), set('Mapping', 'FunctionName', ref('Alias'))),
      'an alias is named as the CDK does': all(
        add('Alias', 'AWS::Lambda::Alias', { FunctionName: ref('Fn') }),
        set('Mapping', 'FunctionName', join({ 'Fn::Select': [6, { 'Fn::Split': [':', ref('Alias')] }] }, ':live')),
      ),
    },
    firesWhen: {
      'messages are hidden for less than six timeouts': set('Queue', 'VisibilityTimeout', 59),
      'the function takes longer': set('Fn', 'Timeout', 11),
      'messages are hidden by default': set('Queue', 'VisibilityTimeout'),
      'there are no dead letters': set('Queue', 'RedrivePolicy'),
      'the visibility is a parameter': set('Queue', 'VisibilityTimeout', PARAMETER),
      'the timeout is a parameter': set('Fn', 'Timeout', PARAMETER),
      'the queue is not in the templates': set('Mapping', 'EventSourceArn', 'arn:aws:sqs:eu-west-1:111122223333:other'),
      'the source is a parameter': set('Mapping', 'EventSourceArn', PARAMETER),
      'the function is not in the templates': set('Mapping', 'FunctionName', 'other'),
    },
  },
  {
    rule: 'ZT-LAMBDA-005',
    on: 'Fn',
    secure: secureFunction(),
    passesWhen: {
      'an OnFailure destination takes the place': all(set('Fn', 'DeadLetterConfig'), add('Config', 'AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref('Fn'), DestinationConfig: { OnFailure: { Destination: att('Dead') } },
      })),
    },
    firesWhen: {
      'the dead letters are gone': set('Fn', 'DeadLetterConfig'),
      'the target is empty': set('Fn', 'DeadLetterConfig.TargetArn', ''),
      'the target is a parameter': set('Fn', 'DeadLetterConfig.TargetArn', PARAMETER),
      'there is a destination for successes only': all(set('Fn', 'DeadLetterConfig'), add('Config', 'AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref('Fn'), DestinationConfig: { OnSuccess: { Destination: att('Dead') } },
      })),
    },
  },
  {
    rule: 'ZT-LAMBDA-006',
    on: 'Fn',
    secure: secureFunction(),
    firesWhen: {
      'logs are text': set('Fn', 'LoggingConfig.LogFormat', 'Text'),
      'the format is left out': set('Fn', 'LoggingConfig.LogFormat'),
      'the group is left out': set('Fn', 'LoggingConfig.LogGroup'),
      'the group is not in the templates': set('Fn', 'LoggingConfig.LogGroup', '/aws/lambda/shared'),
      'the group is a parameter': set('Fn', 'LoggingConfig.LogGroup', PARAMETER),
      'another function writes to the group': add('Other', 'AWS::Lambda::Function', { LoggingConfig: { LogGroup: ref('Logs') } }),
      'the logging is gone': set('Fn', 'LoggingConfig'),
    },
  },
  {
    rule: 'ZT-LAMBDA-007',
    on: 'Fn',
    secure: secureFunction(),
    passesWhen: { 'nothing is said, which ends recursion too': set('Fn', 'RecursiveLoop') },
    firesWhen: {
      'recursive loops are allowed': set('Fn', 'RecursiveLoop', 'Allow'),
      'recursion is a parameter': set('Fn', 'RecursiveLoop', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-008',
    on: 'Url',
    secure: { Url: resource('AWS::Lambda::Url', { AuthType: 'AWS_IAM' }) },
    firesWhen: {
      'it is open': set('Url', 'AuthType', 'NONE'),
      'nothing is said': set('Url', 'AuthType'),
      'it is a parameter': set('Url', 'AuthType', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-009',
    on: 'Fn',
    secure: { Fn: resource('AWS::Lambda::Function', { Runtime: 'nodejs24.x' }) },
    passesWhen: {
      'it is an image': all(set('Fn', 'Runtime'), set('Fn', 'PackageType', 'Image')),
      'it is Java on Amazon Linux 2': set('Fn', 'Runtime', 'java8.al2'),
      'it brings its own runtime': set('Fn', 'Runtime', 'provided.al2023'),
      'it is Python 3.13': set('Fn', 'Runtime', 'python3.13'),
      'it is .NET 8': set('Fn', 'Runtime', 'dotnet8'),
    },
    firesWhen: {
      'it is Node.js 18': set('Fn', 'Runtime', 'nodejs18.x'),
      'it is Node.js 20': set('Fn', 'Runtime', 'nodejs20.x'),
      'it is Node.js 8': set('Fn', 'Runtime', 'nodejs8.10'),
      'it is the first Node.js': set('Fn', 'Runtime', 'nodejs'),
      'it is Python 3.8': set('Fn', 'Runtime', 'python3.8'),
      'it is Python 3.10': set('Fn', 'Runtime', 'python3.10'),
      'it is Ruby 3.2': set('Fn', 'Runtime', 'ruby3.2'),
      'it is Go 1': set('Fn', 'Runtime', 'go1.x'),
      'it is .NET 6': set('Fn', 'Runtime', 'dotnet6'),
      'it is Ruby 2.7': set('Fn', 'Runtime', 'ruby2.7'),
      'it brings its own on the first Amazon Linux': set('Fn', 'Runtime', 'provided'),
      'the runtime is a parameter': set('Fn', 'Runtime', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-010',
    on: 'Fn',
    secure: {
      Fn: resource('AWS::Lambda::Function', { ReservedConcurrentExecutions: 10 }),
      Url: resource('AWS::Lambda::Url', { TargetFunctionArn: att('Fn', 'Arn'), AuthType: 'NONE' }),
    },
    passesWhen: {
      'it is stopped': set('Fn', 'ReservedConcurrentExecutions', 0),
      'nothing is reserved for a URL that requires IAM': all(
        set('Fn', 'ReservedConcurrentExecutions'), set('Url', 'AuthType', 'AWS_IAM')),
      'nothing is reserved, and there is no URL': all(remove('Url'), set('Fn', 'ReservedConcurrentExecutions')),
    },
    firesWhen: {
      'nothing is reserved for a public URL': set('Fn', 'ReservedConcurrentExecutions'),
      'less than nothing is reserved': set('Fn', 'ReservedConcurrentExecutions', -1),
      'it is no number': set('Fn', 'ReservedConcurrentExecutions', 'many'),
      'it is empty': set('Fn', 'ReservedConcurrentExecutions', ''),
      'it is a parameter': set('Fn', 'ReservedConcurrentExecutions', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-010',
    on: 'Fn',
    secure: {
      Fn: resource('AWS::Lambda::Function'),
      Live: resource('AWS::Lambda::Alias', { FunctionName: ref('Fn') }),
      Queue: resource('AWS::SQS::Queue'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', {
        FunctionName: ref('Fn'), EventSourceArn: att('Queue', 'Arn'), ScalingConfig: { MaximumConcurrency: 10 },
      }),
      Url: resource('AWS::Lambda::Url', { TargetFunctionArn: att('Fn', 'Arn'), AuthType: 'AWS_IAM' }),
    },
    passesWhen: {
      'pollers are provisioned': all(set('Mapping', 'ScalingConfig'), set('Mapping', 'ProvisionedPollerConfig', { MaximumPollers: 5 })),
      'a stream is read, by as many as it has shards': all(
        set('Mapping', 'ScalingConfig'), set('Mapping', 'EventSourceArn', 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders')),
      'the queue of another function has no maximum': all(
        add('Other', 'AWS::Lambda::Function', {}), set('Mapping', 'FunctionName', ref('Other')), set('Mapping', 'ScalingConfig')),
    },
    firesWhen: {
      'its queue has no maximum concurrency': set('Mapping', 'ScalingConfig'),
      'the maximum of its queue is a parameter': set('Mapping', 'ScalingConfig.MaximumConcurrency', PARAMETER),
      'the queue of its alias has no maximum': all(set('Mapping', 'FunctionName', ref('Live')), set('Mapping', 'ScalingConfig')),
      'its URL is public': set('Url', 'AuthType', 'NONE'),
      'the URL of its alias is public': all(set('Url', 'TargetFunctionArn', ref('Live')), set('Url', 'AuthType', 'NONE')),
      'its URL is as a parameter says': set('Url', 'AuthType', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-011',
    on: 'Url',
    secure: { Url: resource('AWS::Lambda::Url', { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['https://orders.example.com', 'https://www.example.com'] } }) },
    passesWhen: { 'there is no CORS': set('Url', 'Cors') },
    firesWhen: {
      'every origin is allowed': set('Url', 'Cors.AllowOrigins', ['*']),
      'every origin is allowed too': set('Url', 'Cors.AllowOrigins.1', '*'),
      'every origin with TLS is allowed': set('Url', 'Cors.AllowOrigins.0', 'https://*'),
      'an origin is a parameter': set('Url', 'Cors.AllowOrigins.0', PARAMETER),
      'the origins are a parameter': set('Url', 'Cors.AllowOrigins', PARAMETER),
      'the configuration is a parameter': set('Url', 'Cors', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-012',
    on: 'Fn',
    secure: {
      Layer: resource('AWS::Lambda::LayerVersion'),
      Fn: resource('AWS::Lambda::Function', { Layers: [ref('Layer'), join('arn:', ref('AWS::Partition'), ':lambda:', ref('AWS::Region'), ':111122223333:layer:tools:7')] }),
    },
    passesWhen: { 'it has none': set('Fn', 'Layers') },
    firesWhen: {
      'the version is gone': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:111122223333:layer:tools'),
      'the version is any': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:*'),
      'the account is any': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:*:layer:tools:7'),
      'the version is a parameter': set('Fn', 'Layers.1', join('arn:aws:lambda:eu-west-1:111122223333:layer:tools:', PARAMETER)),
      'the layer is a parameter': set('Fn', 'Layers.0', PARAMETER),
      'the layers are a parameter': set('Fn', 'Layers', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-013',
    on: 'Fn',
    secure: { Repo: resource('AWS::ECR::Repository'), Fn: resource('AWS::Lambda::Function', { Code: { ImageUri: join(att('Repo', 'RepositoryUri'), `@sha256:${'0a'.repeat(32)}`) } }) },
    passesWhen: {
      'the tag is a hash': set('Fn', 'Code.ImageUri', `111122223333.dkr.ecr.eu-west-1.amazonaws.com/assets:${'0a'.repeat(32)}`),
      'it is no image': set('Fn', 'Code', { ZipFile: '' }),
    },
    firesWhen: {
      'the tag is a name': set('Fn', 'Code.ImageUri', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:latest'),
      'there is no tag': set('Fn', 'Code.ImageUri', att('Repo', 'RepositoryUri')),
      'the digest is cut': set('Fn', 'Code.ImageUri', `app@sha256:${'0a'.repeat(31)}`),
      'the tag is a parameter': set('Fn', 'Code.ImageUri', join('app:', PARAMETER)),
      'the image is a parameter': set('Fn', 'Code.ImageUri', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-014',
    on: 'Mapping',
    secure: {
      Stream: resource('AWS::Kinesis::Stream'),
      Dead: resource('AWS::SQS::Queue'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: att('Stream'), StartingPosition: 'LATEST', MaximumRetryAttempts: 3, DestinationConfig: { OnFailure: { Destination: att('Dead') } },
      }),
    },
    passesWhen: {
      'the age is bounded': all(set('Mapping', 'MaximumRetryAttempts'), set('Mapping', 'MaximumRecordAgeInSeconds', 3600)),
      'it is a queue': all(set('Mapping', 'StartingPosition'), set('Mapping', 'DestinationConfig')),
      'it is a topic of Kafka': all(set('Mapping', 'Topics', ['orders']), set('Mapping', 'DestinationConfig')),
    },
    firesWhen: {
      'nothing bounds retries': set('Mapping', 'MaximumRetryAttempts'),
      'retries are without end': set('Mapping', 'MaximumRetryAttempts', -1),
      'neither retries nor age have an end': all(set('Mapping', 'MaximumRetryAttempts', -1), set('Mapping', 'MaximumRecordAgeInSeconds', -1)),
      'the destination is gone': set('Mapping', 'DestinationConfig'),
      'the destination is a parameter': set('Mapping', 'DestinationConfig.OnFailure.Destination', PARAMETER),
      'the retries are a parameter': set('Mapping', 'MaximumRetryAttempts', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-015',
    on: 'Mapping',
    secure: { Queue: resource('AWS::SQS::Queue'), Stream: resource('AWS::Kinesis::Stream'), Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: att('Queue'), FunctionResponseTypes: ['ReportBatchItemFailures'] }) },
    passesWhen: {
      'a batch is one message': all(set('Mapping', 'FunctionResponseTypes'), set('Mapping', 'BatchSize', 1)),
      'it is a stream': all(set('Mapping', 'FunctionResponseTypes'), set('Mapping', 'EventSourceArn', att('Stream'))),
    },
    firesWhen: {
      'nothing is said': set('Mapping', 'FunctionResponseTypes'),
      'the list is empty': set('Mapping', 'FunctionResponseTypes', []),
      'a batch is ten messages': all(set('Mapping', 'FunctionResponseTypes'), set('Mapping', 'BatchSize', 10)),
      'the queue is not in the templates': all(set('Mapping', 'FunctionResponseTypes'), set('Mapping', 'EventSourceArn', 'arn:aws:sqs:eu-west-1:111122223333:other')),
      'the batch is a parameter': all(set('Mapping', 'FunctionResponseTypes'), set('Mapping', 'BatchSize', PARAMETER)),
      'what it reports is a parameter': set('Mapping', 'FunctionResponseTypes', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-016',
    on: 'Config',
    secure: {
      Profile: resource('AWS::Signer::SigningProfile'),
      Config: resource('AWS::Lambda::CodeSigningConfig', {
        AllowedPublishers: { SigningProfileVersionArns: [att('Profile', 'ProfileVersionArn')] }, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      }),
    },
    firesWhen: {
      'it only warns': set('Config', 'CodeSigningPolicies.UntrustedArtifactOnDeployment', 'Warn'),
      'nothing is said, so it only warns': set('Config', 'CodeSigningPolicies'),
      'it has no signing profile': set('Config', 'AllowedPublishers.SigningProfileVersionArns', []),
      'the signers are gone': set('Config', 'AllowedPublishers'),
      'the signers are a parameter': set('Config', 'AllowedPublishers.SigningProfileVersionArns', PARAMETER),
      'the policy is a parameter': set('Config', 'CodeSigningPolicies.UntrustedArtifactOnDeployment', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-017',
    on: 'Permission',
    secure: { Permission: resource('AWS::Lambda::LayerVersionPermission', { Action: 'lambda:GetLayerVersion', Principal: '111122223333' }) },
    passesWhen: {
      'an organisation is named': all(set('Permission', 'Principal', '*'), set('Permission', 'OrganizationId', 'o-abcdefghij')),
      'the account is a number': set('Permission', 'Principal', 111122223333),
    },
    firesWhen: {
      'it is for everyone': set('Permission', 'Principal', '*'),
      'it is for nobody named': set('Permission', 'Principal'),
      'it is empty': set('Permission', 'Principal', ''),
      'it is a parameter': set('Permission', 'Principal', PARAMETER),
      'the organisation is empty': all(set('Permission', 'Principal', '*'), set('Permission', 'OrganizationId', '')),
      'the organisation is a parameter': all(set('Permission', 'Principal', '*'), set('Permission', 'OrganizationId', PARAMETER)),
    },
  },
  {
    rule: 'ZT-LAMBDA-018',
    on: 'Fn',
    secure: {
      A: resource('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }),
      B: resource('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] } }),
      Fn: resource('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('A'), ref('B')] } }),
    },
    passesWhen: {
      'it is in no VPC': set('Fn', 'VpcConfig'),
      'the subnets are not in the templates': set('Fn', 'VpcConfig.SubnetIds', ['subnet-1', 'subnet-2']),
    },
    firesWhen: {
      'it is in one subnet': set('Fn', 'VpcConfig.SubnetIds.1'),
      'it is in one subnet twice': set('Fn', 'VpcConfig.SubnetIds.1', ref('A')),
      'a subnet names no zone': set('B', 'AvailabilityZone'),
      'both subnets are in one zone': set('B', 'AvailabilityZone', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }),
      'it is in no subnet': set('Fn', 'VpcConfig.SubnetIds', []),
      'the subnets are a parameter': set('Fn', 'VpcConfig.SubnetIds', PARAMETER),
      'the VPC is a parameter': set('Fn', 'VpcConfig', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-019',
    on: 'Fn',
    secure: { Fn: resource('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } }) },
    firesWhen: {
      'it only passes traces through': set('Fn', 'TracingConfig.Mode', 'PassThrough'),
      'nothing is said': set('Fn', 'TracingConfig'),
      'the mode is a parameter': set('Fn', 'TracingConfig.Mode', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-020',
    on: 'Fn',
    secure: {
      Secret: resource('AWS::SecretsManager::Secret'),
      Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { SECRET_ARN: ref('Secret'), TABLE: 'orders', REGION: ref('AWS::Region') } } }),
    },
    passesWhen: {
      'JSON and texts name secrets that are elsewhere': variables({
        CFG: JSON.stringify({ secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db', tokenUrl: 'https://id.example.com/token', password: '' }),
        LINE: 'host=db.example.com;password=${PASSWORD};token=%s',
        TEXT: { 'Fn::Base64': 'mode=strict level=debug' },
      }),
      'it has no environment': set('Fn', 'Environment'),
      'a variable is a NoEcho parameter, which another rule tells': variables({ DB_PASSWORD: NO_ECHO }),
      'a variable is a parameter': set('Fn', 'Environment.Variables.TABLE', PARAMETER),
      'a secret is named': variables({ DB_SECRET: 'prod/orders/database', SECRET_ID: 'Orders9', TOKEN_TABLE: 'Tokens2', API_KEY_PARAMETER: '/orders/key1', secretName: 'OrdersKey1' }),
      'a secret is named by its ARN': variables({ DB_PASSWORD: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf' }),
      'how long a token holds is written there': variables({ TOKEN_TTL: '3600', PASSWORD_MIN_LENGTH: '14', TOKEN: '900', SECRETS_CACHE_ENABLED: 'true' }),
      'an address is written there': variables({ URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders-1a2B3c4D5e6F7g8H9i0J', TOKEN_ISSUER: 'https://login.example.com/t1' }),
      'an id is written there': variables({ POOL: 'eu-west-1_AbCd12345', CLIENT: '7abcdefgh1ijklmnop2qrstuvw', RUN: '2f1c7a52-93d1-4a55-a7ad-0b1f8c2f7d10' }),
      'a digest is written there': variables({ COMMIT: '356a192b7913b04c54574d18c28d46e6395428ab', DIGEST: 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855' }),
      'a long name is written there': variables({ TABLE: 'MyStack-OrdersTableA9B65338-1ABCDEFGHIJKL', CLASS: 'OrdersApplicationConfigurationProviderV2Factory' }),
      'configuration is Base64': variables({ CONFIG: Buffer.from('{"retries":3,"Queue":"Orders","Zones":["a","b"],"Level":"INFO"}').toString('base64') }),
      'configuration is JSON': variables({ CONFIG: '{"tokenUse":"access","clients":["1a2B3c4D5e6F7g8H9i0J"]}' }),
      'a parameter of Systems Manager is resolved': variables({ LEVEL: '{{resolve:ssm:/orders/level:1}}' }),
    },
    firesWhen: {
      'a text in Base64 has a password': variables({ CFG: { 'Fn::Base64': 'password=hunter2hunter2' } }),
      'JSON has a password': variables({ CFG: JSON.stringify({ db: { password: 'hunter2hunter2' } }) }),
      'JSON in Base64 has an API key': variables({ CFG: Buffer.from(JSON.stringify({ apiKey: 'a1b2c3d4e5f6' })).toString('base64') }),
      'a connection text has a password': variables({ CFG: 'host=db.example.com;user=app;password=hunter2hunter2' }),
      'it is an access key': variables({ KEY: 'AKIA' + 'QWERTYUIOPASDFGH' }),
      'it is a token of GitHub': variables({ REPO: 'ghp_' + 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8' }),
      'it is a key of Stripe': variables({ PAY: 'sk_live_' + 'abcdefghij0123456789' }),
      'it is a private key': variables({ PEM: '-----BEGIN RSA ' + 'PRIVATE KEY-----\nMIIB' }),
      'it is a signed token': variables({ JWT: 'eyJhbGciOiJIUzI1NiJ9.' + 'eyJzdWIiOiIxMjM0NTY3ODkwIn0.' + 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P' }),
      'a URL has a password': variables({ DATABASE: 'postgres://orders:' + 'hunter2@db.example.com/orders' }),
      'a connection string has a key': variables({ BUS: 'Endpoint=sb://x/;SharedAccessKey=' + 'abcdefghijklmnopqrstuv=' }),
      'a variable is called a password': variables({ DB_PASSWORD: 'correcthorse' }),
      'a variable is called an API key': variables({ vendorApiKey: 'orders-2024-key' }),
      'a variable is called a token, and is a digest': variables({ AUTH_TOKEN: '356a192b7913b04c54574d18c28d46e6395428ab' }),
      'its value looks like a random key': variables({ SALT: 'wJalrXUtnFEMI' + 'K7MDENGbPxRfiCYz9A1b2C3d' }),
      'a dynamic reference puts a secret there': variables({ KEY: '{{resolve:secretsmanager:orders:SecretString:key}}' }),
      'a dynamic reference to a secret of the template puts it there': variables({ KEY: join('{{resolve:secretsmanager:', ref('Secret'), ':SecretString:::}}') }),
      'the environment is a parameter': set('Fn', 'Environment.Variables', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-021',
    on: 'Fn',
    secure: {
      Fn: resource('AWS::Lambda::Function', { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
      Version: resource('AWS::Lambda::Version', { FunctionName: ref('Fn') }),
    },
    passesWhen: {
      'it has no tenants, and a URL': all(set('Fn', 'TenancyConfig'), add('Url', 'AWS::Lambda::Url', { TargetFunctionArn: att('Fn') })),
      'snapshots are off': set('Fn', 'SnapStart', { ApplyOn: 'None' }),
    },
    firesWhen: {
      'the mode is another': set('Fn', 'TenancyConfig.TenantIsolationMode', 'SHARED'),
      'the mode is a parameter': set('Fn', 'TenancyConfig.TenantIsolationMode', PARAMETER),
      'it starts from a snapshot': set('Fn', 'SnapStart', { ApplyOn: 'PublishedVersions' }),
      'it has a URL': add('Url', 'AWS::Lambda::Url', { TargetFunctionArn: att('Fn') }),
      'a version has concurrency provisioned': set('Version', 'ProvisionedConcurrencyConfig', { ProvisionedConcurrentExecutions: 1 }),
      'an alias has concurrency provisioned': add('Alias', 'AWS::Lambda::Alias', { FunctionName: ref('Fn'), ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } }),
    },
  },
  {
    rule: 'ZT-LAMBDA-022',
    on: 'Policy',
    secure: {
      Fn: resource('AWS::Lambda::Function'),
      Other: resource('AWS::Lambda::Function'),
      Policy: resource('AWS::Lambda::ResourcePolicy', { ResourceArn: att('Fn') }),
    },
    passesWhen: { 'another function has a permission': add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Other') }) },
    firesWhen: {
      'its function has a permission': add('Permission', 'AWS::Lambda::Permission', { FunctionName: att('Fn') }),
      'its function is not in the templates': set('Policy', 'ResourceArn', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-023',
    on: 'Fn',
    secure: {
      ...secureFunction(),
      Signing: resource('AWS::Lambda::CodeSigningConfig'),
      Fn: resource('AWS::Lambda::Function', { Code: { S3Bucket: 'assets', S3Key: 'code.zip' }, CodeSigningConfigArn: att('Signing', 'CodeSigningConfigArn') }),
    },
    passesWhen: {
      'no code signing configuration in the app': all(remove('Signing'), set('Fn', 'CodeSigningConfigArn')),
      'its code is in the template': all(set('Fn', 'Code', { ZipFile: 'exports.handler = 1' }), set('Fn', 'CodeSigningConfigArn')),
      'it is an image': all(set('Fn', 'Code', { ImageUri: 'x@sha256:1' }), set('Fn', 'CodeSigningConfigArn')),
      'which image it is is a parameter': all(set('Fn', 'PackageType', 'Image'), set('Fn', 'Code', { ImageUri: PARAMETER }), set('Fn', 'CodeSigningConfigArn')),
    },
    firesWhen: {
      'nobody knows what its code is, and it asks for no signature': all(set('Fn', 'Code', PARAMETER), set('Fn', 'CodeSigningConfigArn')),
      'it asks for no signature': set('Fn', 'CodeSigningConfigArn'),
      'whether it asks is a parameter': set('Fn', 'CodeSigningConfigArn', PARAMETER),
      'what it asks for is empty': set('Fn', 'CodeSigningConfigArn', ''),
    },
  },
  {
    rule: 'ZT-LAMBDA-024',
    on: 'Fn',
    secure: {
      Guard: resource('AWS::Lambda::LayerVersion'),
      Fn: resource('AWS::Lambda::Function', { Layers: [ref('Guard')], Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/guard' } } }),
    },
    passesWhen: {
      'it has no wrapper': all(set('Fn', 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER'), set('Fn', 'Layers')),
      'the wrapper is in its package': all(variables({ AWS_LAMBDA_EXEC_WRAPPER: '/var/task/guard' }), set('Fn', 'Layers')),
      'it is an image': all(set('Fn', 'PackageType', 'Image'), set('Fn', 'Layers')),
    },
    firesWhen: {
      'the layer is gone': set('Fn', 'Layers'),
      'there are no layers': set('Fn', 'Layers', []),
      'the layers are a parameter': set('Fn', 'Layers', PARAMETER),
      'the wrapper is nowhere': variables({ AWS_LAMBDA_EXEC_WRAPPER: 'guard' }),
      'the wrapper is a parameter, and there is no layer': all(variables({ AWS_LAMBDA_EXEC_WRAPPER: PARAMETER }), set('Fn', 'Layers')),
    },
  },
  {
    rule: 'ZT-LAMBDA-025',
    on: 'Fn',
    secure: { ...secureFunction(), Other: resource('AWS::Logs::LogGroup'), Writes: writes(att('Logs')) },
    passesWhen: {
      'it writes nothing': remove('Writes'),
      'its log group is named by a text': all(
        set('Fn', 'LoggingConfig.LogGroup', '/orders/fn'), set('Writes', `${ALLOW}.Resource`, 'arn:aws:logs:eu-west-1:111122223333:log-group:/orders/fn:*')),
    },
    firesWhen: {
      'it writes to another log group': set('Writes', `${ALLOW}.Resource`, att('Other')),
      'it writes to one more': set('Writes', `${ALLOW}.Resource`, [att('Logs'), att('Other')]),
      'it writes everywhere': set('Writes', `${ALLOW}.Resource`, '*'),
      'it writes to those of all functions': set('Writes', `${ALLOW}.Resource`, 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*'),
      'where it writes is a parameter': set('Writes', `${ALLOW}.Resource`, PARAMETER),
      'its log group is another one': set('Fn', 'LoggingConfig.LogGroup', ref('Other')),
      'its log group has a name that begins like it': all(
        set('Fn', 'LoggingConfig.LogGroup', '/orders/fn'), set('Writes', `${ALLOW}.Resource`, 'arn:aws:logs:eu-west-1:111122223333:log-group:/orders/fn-2:*')),
    },
  },
  {
    rule: 'ZT-LAMBDA-026',
    on: 'Fn',
    secure: {
      ...secureFunction(),
      Fn: resource('AWS::Lambda::Function', { Role: att('Role'), TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
      Reads: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')],
        PolicyDocument: {
          Statement: [{
            Effect: 'Allow',
            Action: ['dynamodb:GetItem', 'dynamodb:Query'],
            Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
            Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } },
          }],
        },
      }),
    },
    passesWhen: {
      'it assumes a role of the tenant': all(set('Reads', `${ALLOW}.Action`, ['sts:AssumeRole', 'sts:TagSession']), set('Reads', `${ALLOW}.Condition`)),
      'it has no tenants': all(set('Fn', 'TenancyConfig'), set('Reads', `${ALLOW}.Condition`)),
    },
    firesWhen: {
      'every key is allowed': set('Reads', `${ALLOW}.Condition`),
      'the condition is of something else': set('Reads', `${ALLOW}.Condition`, { StringEquals: { 'aws:PrincipalTag/tenant': 'a' } }),
      'it only asks that there are keys': set('Reads', `${ALLOW}.Condition`, { Null: { 'dynamodb:LeadingKeys': 'false' } }),
    },
  },
  {
    rule: 'ZT-LAMBDA-027',
    on: 'Fn',
    secure: { Fn: resource('AWS::Lambda::Function', { Timeout: 10, MemorySize: 256 }) },
    firesWhen: {
      'nothing is said of time': set('Fn', 'Timeout'),
      'nothing is said of memory': set('Fn', 'MemorySize'),
      'the time is a parameter': set('Fn', 'Timeout', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-028',
    on: 'Method',
    secure: {
      Fn: resource('AWS::Lambda::Function', { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
      Alias: resource('AWS::Lambda::Alias', { FunctionName: ref('Fn') }),
      Shared: resource('AWS::Lambda::Function'),
      Method: resource('AWS::ApiGateway::Method', {
        AuthorizationType: 'COGNITO_USER_POOLS',
        Integration: {
          Type: 'AWS_PROXY',
          Uri: invocationsOf('Fn', 'Arn'),
          RequestParameters: { 'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.claims.tenant' },
        },
      }),
    },
    passesWhen: {
      'a function answers with the tenant': tenantFrom('context.authorizer.tenant'),
      'the caller signed': tenantFrom('context.identity.userArn'),
      'there is one tenant only': tenantFrom("'acme'"),
      'the name of the header is in small letters': set('Method', 'Integration.RequestParameters', { 'integration.request.header.x-amz-tenant-id': 'context.authorizer.tenant' }),
      'the function has no tenants': all(set('Method', 'Integration.Uri', invocationsOf('Shared', 'Arn')), set('Method', 'Integration.RequestParameters')),
      'the function has no tenants and other parameters are not known': all(
        set('Method', 'Integration.Uri', invocationsOf('Shared', 'Arn')), set('Method', 'Integration.RequestParameters', PARAMETER)),
      'nothing is called': set('Method', 'Integration', { Type: 'MOCK' }),
    },
    firesWhen: {
      'the tenant comes from a header': tenantFrom('method.request.header.x-tenant-id'),
      'the tenant comes from the query': tenantFrom('method.request.querystring.tenant'),
      'the tenant comes from the path': tenantFrom('method.request.path.tenant'),
      'the tenant is the address of the caller': tenantFrom('context.identity.sourceIp'),
      'the function shares its environments between tenants': set('Fn', 'TenancyConfig'),
      'the tenant comes from a header, for any function': all(
        set('Method', 'Integration.Uri', invocationsOf('Shared', 'Arn')), tenantFrom('method.request.header.x-tenant-id')),
      'no tenant is told': set('Method', 'Integration.RequestParameters'),
      'no tenant is told to an alias': all(set('Method', 'Integration.Uri', invocationsOf('Alias', 'Ref')), set('Method', 'Integration.RequestParameters')),
      'nobody knows what is told': set('Method', 'Integration.RequestParameters', PARAMETER),
      'nobody knows where the tenant comes from': tenantFrom(PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-029',
    on: 'Fn',
    secure: {
      Config: { ...resource('AWS::Lambda::CodeSigningConfig'), Metadata: { 'zero-trust:layer-accounts': ['111122223333', 'aws-us-gov:444455556666'] } },
      Layer: resource('AWS::Lambda::LayerVersion'),
      Fn: resource('AWS::Lambda::Function', {
        CodeSigningConfigArn: att('Config', 'CodeSigningConfigArn'),
        Layers: [ref('Layer'), 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7', 'arn:aws-us-gov:lambda:us-gov-west-1:444455556666:layer:tools:7'],
      }),
    },
    passesWhen: {
      'it has none': set('Fn', 'Layers'),
      'it has one of its own account': set('Fn', 'Layers.1', join('arn:', ref('AWS::Partition'), ':lambda:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':layer:own:1')),
      'the partition of one is that of the stack': set('Fn', 'Layers.2', join('arn:', ref('AWS::Partition'), ':lambda:us-gov-west-1:444455556666:layer:tools:7')),
      'nobody listed accounts': all((resources) => void delete resources.Config.Metadata, set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:777788889999:layer:tools:7')),
      'its code is not signed': all(set('Fn', 'CodeSigningConfigArn'), set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:777788889999:layer:tools:7')),
    },
    firesWhen: {
      'one is of another account': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:777788889999:layer:tools:7'),
      'one is of an account that is allowed in another partition': set('Fn', 'Layers.2', 'arn:aws:lambda:eu-west-1:444455556666:layer:tools:7'),
      'the account is a parameter': set('Fn', 'Layers.1', join('arn:aws:lambda:eu-west-1:', PARAMETER, ':layer:tools:7')),
      'one is a parameter': set('Fn', 'Layers.0', PARAMETER),
      'they are a parameter': set('Fn', 'Layers', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-029',
    on: 'Fn',
    secure: {
      Config: { ...resource('AWS::Lambda::CodeSigningConfig'), Metadata: { 'zero-trust:layer-accounts': [] } },
      Layer: resource('AWS::Lambda::LayerVersion'),
      Fn: resource('AWS::Lambda::Function', { CodeSigningConfigArn: att('Config', 'CodeSigningConfigArn'), Layers: [ref('Layer')] }),
    },
    firesWhen: { 'it has one of another account where none is allowed': set('Fn', 'Layers.0', 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7') },
  },
  {
    rule: 'ZT-LAMBDA-030',
    on: 'Mapping',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders', StartingPosition: 'LATEST', BisectBatchOnFunctionError: true,
      }),
    },
    passesWhen: {
      'failures are reported': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'FunctionResponseTypes', ['ReportBatchItemFailures'])),
      'a batch is one record': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'BatchSize', 1)),
      'it is a queue': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'StartingPosition'), set('Mapping', 'EventSourceArn', att('Queue'))),
      'it is a topic of Kafka': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'Topics', ['orders'])),
    },
    firesWhen: {
      'nothing is said': set('Mapping', 'BisectBatchOnFunctionError'),
      'batches stay whole': set('Mapping', 'BisectBatchOnFunctionError', false),
      'a batch is ten records': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'BatchSize', 10)),
      'it reports nothing': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'FunctionResponseTypes', [])),
      'whether it halves is a parameter': set('Mapping', 'BisectBatchOnFunctionError', PARAMETER),
      'what it reports is a parameter': all(set('Mapping', 'BisectBatchOnFunctionError'), set('Mapping', 'FunctionResponseTypes', PARAMETER)),
    },
  },
  {
    rule: 'ZT-LAMBDA-031',
    on: 'Mapping',
    secure: {
      Key: resource('AWS::KMS::Key'),
      Queue: resource('AWS::SQS::Queue'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: att('Queue'), FilterCriteria: { Filters: [{ Pattern: '{"body":{"customer":["c-1"]}}' }] }, KmsKeyArn: att('Key'),
      }),
    },
    passesWhen: {
      'there are no filters': all(set('Mapping', 'FilterCriteria'), set('Mapping', 'KmsKeyArn')),
      'the key is of another stack': set('Mapping', 'KmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:key/123e4567-e89b-12d3-a456-426614174000'),
    },
    firesWhen: {
      'there is no key': set('Mapping', 'KmsKeyArn'),
      'the key is one of AWS': set('Mapping', 'KmsKeyArn', 'alias/aws/lambda'),
      'the key is a parameter': set('Mapping', 'KmsKeyArn', PARAMETER),
      'the filters are a parameter and there is no key': all(set('Mapping', 'FilterCriteria', PARAMETER), set('Mapping', 'KmsKeyArn')),
    },
  },
  {
    rule: 'ZT-LAMBDA-032',
    on: 'Mapping',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Fn: resource('AWS::Lambda::Function', { ReservedConcurrentExecutions: 10 }),
      Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: att('Queue'), FunctionName: ref('Fn'), ScalingConfig: { MaximumConcurrency: 10 } }),
    },
    passesWhen: {
      'it polls for less': set('Mapping', 'ScalingConfig.MaximumConcurrency', 2),
      'one run is reserved and it polls for two, the least that there is': all(set('Fn', 'ReservedConcurrentExecutions', 1), set('Mapping', 'ScalingConfig.MaximumConcurrency', 2)),
      'nothing is reserved': all(set('Fn', 'ReservedConcurrentExecutions'), set('Mapping', 'ScalingConfig')),
      'pollers are provisioned': all(set('Mapping', 'ScalingConfig'), set('Mapping', 'ProvisionedPollerConfig', { MaximumPollers: 5 })),
      'it is a stream': all(set('Mapping', 'ScalingConfig'), set('Mapping', 'EventSourceArn', 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders')),
      'the function is not in the templates': all(set('Mapping', 'ScalingConfig'), set('Mapping', 'FunctionName', 'elsewhere')),
    },
    firesWhen: {
      'it polls for more': set('Mapping', 'ScalingConfig.MaximumConcurrency', 11),
      'fewer runs are reserved': set('Fn', 'ReservedConcurrentExecutions', 9),
      'nothing bounds it': set('Mapping', 'ScalingConfig'),
      'an alias stands before the function': all(
        add('Alias', 'AWS::Lambda::Alias', { FunctionName: ref('Fn') }), set('Mapping', 'FunctionName', ref('Alias')), set('Mapping', 'ScalingConfig')),
      'the queue is not in the templates': all(set('Mapping', 'ScalingConfig'), set('Mapping', 'EventSourceArn', 'arn:aws:sqs:eu-west-1:111122223333:other')),
      'the bound is a parameter': set('Mapping', 'ScalingConfig.MaximumConcurrency', PARAMETER),
      'what is reserved is a parameter': set('Fn', 'ReservedConcurrentExecutions', PARAMETER),
      'the function is a parameter': set('Mapping', 'FunctionName', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-033',
    on: 'Permission',
    secure: { Fn: resource('AWS::Lambda::Function'), Api: api, Role: resource('AWS::IAM::Role'), Permission: permission },
    passesWhen: {
      'an organisation takes the place of source and account': all(
        set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'PrincipalOrgID', 'o-abcdefghij')),
      'a skill of Alexa takes their place': all(
        set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'EventSourceToken', 'amzn1.ask.skill.1')),
      'no service invokes': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'Principal', att('Role'))),
      'the source is a bucket': set('Permission', 'SourceArn', 'arn:aws:s3:::photos'),
    },
    firesWhen: {
      'the source is gone': set('Permission', 'SourceArn'),
      'the account is gone': set('Permission', 'SourceAccount'),
      'the source is empty': set('Permission', 'SourceArn', ''),
      'the source is a parameter': set('Permission', 'SourceArn', PARAMETER),
      'the source is every bucket': set('Permission', 'SourceArn', join('arn:', ref('AWS::Partition'), ':s3:::*')),
      'the source is anything': set('Permission', 'SourceArn', '*'),
      'the source is every service': set('Permission', 'SourceArn', 'arn:aws:*:*:*:*'),
      'the source is the console\'s test stage': set('Permission', 'SourceArn', join('arn:aws:execute-api:::', ref('Api'), '/test-invoke-stage/*')),
    },
  },
  {
    rule: 'ZT-LAMBDA-034',
    on: 'Fn',
    secure: { Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { TABLE: 'orders', STAGE: PARAMETER } } }) },
    passesWhen: {
      'it has no environment': set('Fn', 'Environment'),
      'another element of a list is a NoEcho parameter': variables({ DB_USER: { 'Fn::Select': [0, ['app', NO_ECHO]] } }),
      'a NoEcho parameter is the key of a mapping': variables({ SIZE: { 'Fn::FindInMap': ['None', NO_ECHO, 'none', { DefaultValue: 'small' }] } }),
    },
    firesWhen: Object.fromEntries(Object.entries(formsOf(NO_ECHO)).map(([form, value]) => [`a variable takes a NoEcho parameter ${form}`, variables({ DATABASE: value })])),
  },
  {
    rule: 'ZT-LAMBDA-035',
    on: 'Fn',
    secure: {
      Role: role(),
      Tenant: role(),
      May: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: att('Tenant') }] },
      }),
      Fn: resource('AWS::Lambda::Function', { Role: att('Role'), TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
    },
    passesWhen: {
      'it assumes without tags': all(set('Fn', 'TenancyConfig'), set('May', 'PolicyDocument.Statement.0.Action', 'sts:AssumeRole')),
      'the role is of another account': all(set('Fn', 'TenancyConfig'), set('May', 'PolicyDocument.Statement.0.Resource', 'arn:aws:iam::444455556666:role/other')),
    },
    firesWhen: {
      'it shares its environments between tenants': set('Fn', 'TenancyConfig'),
      'a wildcard allows the tags': all(set('Fn', 'TenancyConfig'), set('May', 'PolicyDocument.Statement.0.Action', 'sts:*')),
      'its isolation is a parameter': set('Fn', 'TenancyConfig.TenantIsolationMode', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-036',
    on: 'Fn',
    secure: {
      Agent: resource('AWS::Lambda::LayerVersion'),
      Fn: resource('AWS::Lambda::Function', {
        Layers: [ref('Agent')],
        Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps --require /opt/agent.js', AWS_LAMBDA_EXEC_WRAPPER: '/opt/start', STAGE: 'prod' } },
      }),
    },
    passesWhen: {
      'it has no environment': set('Fn', 'Environment'),
      'certificates are verified': variables({ NODE_TLS_REJECT_UNAUTHORIZED: '1', PYTHONHTTPSVERIFY: '1', VAULT_SKIP_VERIFY: 'false' }),
      'PostgreSQL is verified, and .NET is profiled by a layer': variables({ PGSSLMODE: 'verify-full', CORECLR_PROFILER_PATH: '/opt/profiler.so' }),
      'Vault is known by a certificate of its package': variables({ VAULT_CACERT: '/var/task/vault-ca.pem' }),
      'code is of its package': all(set('Fn', 'Layers'), variables({
        NODE_OPTIONS: '--import ./start.mjs -r dd-trace/init --max-old-space-size=512',
        AWS_LAMBDA_EXEC_WRAPPER: '/var/task/start',
        LD_LIBRARY_PATH: '/var/task/lib:/opt/lib:$LD_LIBRARY_PATH',
        PYTHONPATH: '/opt/python:./lib',
        NODE_EXTRA_CA_CERTS: '/var/task/root.pem',
      })),
      'the layer is of AWS': set('Fn', 'Layers', ['arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-18-1:4']),
      'the layer is of its own account': set('Fn', 'Layers', [join('arn:aws:lambda:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':layer:agent:3')]),
      'it is an image': all(set('Fn', 'PackageType', 'Image'), set('Fn', 'Layers')),
      'endpoints are of AWS': variables({
        AWS_ENDPOINT_URL_SQS: join('https://sqs.', ref('AWS::Region'), '.', ref('AWS::URLSuffix')), AWS_ENDPOINT_URL: 'https://dynamodb.eu-west-1.api.aws',
      }),
      'the endpoint is of its VPC': all(
        add('Endpoint', 'AWS::EC2::VPCEndpoint', {}),
        variables({ AWS_ENDPOINT_URL_SQS: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Endpoint', 'DnsEntries')] }] }] } })),
      'names that end so are of a database, or except from proxies': all(
        add('Db', 'AWS::RDS::DBProxy', {}), variables({ DB_PROXY: att('Db', 'Endpoint'), ORDERS_PROXY: PARAMETER, NO_PROXY: '169.254.169.254', USE_PROXY: 'false' })),
    },
    firesWhen: {
      'certificates are not verified': variables({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      'certificates are not verified, by a number': variables({ NODE_TLS_REJECT_UNAUTHORIZED: 0 }),
      'PostgreSQL takes connections without TLS': variables({ PGSSLMODE: 'prefer' }),
      '.NET loads a profiler that can be written': variables({ CORECLR_PROFILER_PATH_64: '/tmp/profiler.so' }),
      'Vault is not verified': variables({ VAULT_SKIP_VERIFY: 'true' }),
      'Vault is known by a certificate that the function wrote': variables({ VAULT_CAPATH: '/tmp/certs' }),
      'Python does not verify certificates': variables({ PYTHONHTTPSVERIFY: '0' }),
      'requests does not verify certificates': variables({ CURL_CA_BUNDLE: '' }),
      'certificates that the function wrote are trusted': variables({ NODE_EXTRA_CA_CERTS: '/tmp/ca.pem' }),
      'keys of sessions are written': variables({ SSLKEYLOGFILE: '/tmp/keys' }),
      'a library is preloaded': variables({ LD_PRELOAD: '/opt/lib/hook.so' }),
      'libraries are searched where they can be written': variables({ LD_LIBRARY_PATH: '/opt/lib:/tmp/lib' }),
      'modules are searched on a file system': variables({ PYTHONPATH: '/mnt/shared' }),
      'Python runs a file at its start': variables({ PYTHONSTARTUP: '/tmp/start.py' }),
      'Node.js requires what can be written': variables({ NODE_OPTIONS: '--require=/tmp/hook.js' }),
      'Node.js requires what is beside a layer': variables({ NODE_OPTIONS: '-r /opt/../tmp/hook.js' }),
      'Node.js imports from a URL': variables({ NODE_OPTIONS: '--enable-source-maps --import data:text/javascript,fetch' }),
      'Node.js opens a debugger': variables({ NODE_OPTIONS: '--inspect=0.0.0.0:9229' }),
      'Node.js writes the keys of TLS': variables({ NODE_OPTIONS: '--tls-keylog=/tmp/keys' }),
      'Node.js takes TLS 1.0': variables({ NODE_OPTIONS: '--tls-min-v1.0' }),
      'Java opens a debugger': variables({ JAVA_TOOL_OPTIONS: '-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005' }),
      'Java has an agent that can be written': variables({ JAVA_TOOL_OPTIONS: '-Xmx512m -javaagent:/tmp/agent.jar' }),
      'the wrapper can be written': variables({ AWS_LAMBDA_EXEC_WRAPPER: '/tmp/start' }),
      'the layer is of another account': set('Fn', 'Layers', ['arn:aws:lambda:eu-west-1:999988887777:layer:agent:3']),
      'one layer is of another account': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:999988887777:layer:agent:3'),
      'there is no layer': set('Fn', 'Layers'),
      'the layers are a parameter': set('Fn', 'Layers', PARAMETER),
      'requests of the SDK go elsewhere': variables({ AWS_ENDPOINT_URL: 'https://sqs.example.com' }),
      'requests of the SDK go to a host that is named like AWS': variables({ AWS_ENDPOINT_URL_S3: 'https://s3.amazonaws.com.example.com' }),
      'requests of the SDK are not encrypted': variables({ AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb.eu-west-1.amazonaws.com' }),
      'requests go through a proxy': variables({ HTTPS_PROXY: 'http://proxy.example.com:3128' }),
      'requests go through a proxy, in lower case': variables({ https_proxy: 'proxy:3128' }),
      'requests of one kind go through a proxy': variables({ PAYMENTS_PROXY: 'http://user:word@proxy.example.com' }),
      'the proxy is a parameter': variables({ HTTP_PROXY: PARAMETER }),
      'the endpoint is a parameter': variables({ AWS_ENDPOINT_URL: PARAMETER }),
      'the environment is a parameter': set('Fn', 'Environment', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-037',
    on: 'Fn',
    secure: {
      Check: resource('AWS::Lambda::LayerVersion', { Description: 'Checks events of App/Fn against their schemas' }),
      Fn: {
        ...resource('AWS::Lambda::Function', {
          Handler: '/opt/cdk-zero-trust-event-check/index.handler',
          Layers: [ref('Check')],
          Environment: { Variables: { CDK_ZERO_TRUST_HANDLER: 'index.handler', CDK_ZERO_TRUST_SOURCES: '[]' } },
        }),
        Metadata: { 'aws:cdk:path': 'App/Fn/Resource' },
      },
    },
    passesWhen: {
      'no source has a schema': all(remove('Check'), set('Fn', 'Handler', 'index.handler'), set('Fn', 'Layers'), set('Fn', 'Environment')),
      'a layer checks the events of another one': all(
        set('Check', 'Description', 'Checks events of App/FnOther against their schemas'), set('Fn', 'Handler', 'index.handler'), set('Fn', 'Layers'), set('Fn', 'Environment')),
      'it has a further layer': set('Fn', 'Layers.1', 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-18-1:4'),
    },
    firesWhen: {
      'the handler is its own again': set('Fn', 'Handler', 'index.handler'),
      'the layer is gone': set('Fn', 'Layers'),
      'the layer is another one': set('Fn', 'Layers', ['arn:aws:lambda:eu-west-1:999988887777:layer:agent:3']),
      'its own handler is not named': set('Fn', 'Environment.Variables.CDK_ZERO_TRUST_HANDLER'),
      'its sources are not named': set('Fn', 'Environment.Variables.CDK_ZERO_TRUST_SOURCES'),
      'only the layer is left of it': all(set('Fn', 'Handler', 'index.handler'), set('Fn', 'Environment')),
      'nothing of it is left, and the layer says whose events it checks': all(
        set('Fn', 'Handler', 'index.handler'), set('Fn', 'Layers'), set('Fn', 'Environment')),
      'the handler is a parameter': set('Fn', 'Handler', PARAMETER),
      'the layers are a parameter': set('Fn', 'Layers', PARAMETER),
    },
  },
  {
    rule: 'ZT-LAMBDA-038',
    on: 'Fn',
    secure: {
      Guard: resource('AWS::Lambda::LayerVersion', { Description: `RuntimeGuard of cdk-zero-trust, ${GUARD}`, Content: { S3Bucket: 'assets', S3Key: `${GUARD}.zip` } }),
      Table: resource('AWS::DynamoDB::Table', {}),
      Fn: {
        ...resource('AWS::Lambda::Function', {
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Layers: ['arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-18-1:4', ref('Guard')],
          Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/zt-guard', ZT_GUARD: { 'Fn::Join': ['', ['{"v":1,"m":"block","h":["s3:', ref('Table'), '"],"x":{"code":true}}']] } } },
        }),
        Metadata: { 'zero-trust:guard': { Mode: 'block', Layer: GUARD, Openings: [{ Name: 'code', Reason: 'templates' }] } },
      },
    },
    passesWhen: {
      'it has no runtime guard': all(
        remove('Guard'), set('Fn', 'Layers'), set('Fn', 'Environment'), (resources) => { delete resources.Fn.Metadata; }),
      'it only reports, as is declared': all(
        set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":1,"m":"monitor","h":[]}'), (resources) => { (resources.Fn.Metadata as any)['zero-trust:guard'].Mode = 'monitor'; }),
      'it is packaged as a ZIP': set('Fn', 'PackageType', 'Zip'),
      'it runs on Python': set('Fn', 'Runtime', 'python3.13'),
      'its signed layer is declared': all(
        set('Fn', 'Layers', ['arn:aws:lambda:eu-west-1:111122223333:layer:signed-guard:1']), (resources) => { (resources.Fn.Metadata as any)['zero-trust:guard'].Layer = 'signed'; }),
    },
    firesWhen: {
      'the wrapper is another one': set('Fn', 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', '/opt/otel-handler'),
      'the wrapper is gone': set('Fn', 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER'),
      'the wrapper is a parameter': set('Fn', 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', PARAMETER),
      'NODE_OPTIONS are set': set('Fn', 'Environment.Variables.NODE_OPTIONS', '--enable-source-maps'),
      'the policy is gone': set('Fn', 'Environment.Variables.ZT_GUARD'),
      'all variables are gone': set('Fn', 'Environment'),
      'the policy is a parameter': set('Fn', 'Environment.Variables.ZT_GUARD', PARAMETER),
      'the policy is no JSON': set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":1,"m":"block","h":['),
      'the policy is of another version': set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":2,"m":"block","h":[]}'),
      'the policy names its mode where the wrapper does not look': set('Fn', 'Environment.Variables.ZT_GUARD', '{"m":"block","v":1,"h":[]}'),
      'the policy has no hosts': set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":1,"m":"block","h":"*"}'),
      'the policy only reports': set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":1,"m":"monitor","h":[]}'),
      'the policy has an opening that is not declared': set('Fn', 'Environment.Variables.ZT_GUARD', '{"v":1,"m":"block","h":[],"x":{"code":true,"workers":true}}'),
      'the layers are gone': set('Fn', 'Layers'),
      'the layers are a parameter': set('Fn', 'Layers', PARAMETER),
      'another layer comes last': set('Fn', 'Layers', [ref('Guard'), 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-18-1:4']),
      'a parameter comes last': set('Fn', 'Layers', [ref('Guard'), PARAMETER]),
      'the layer is of another version': set('Guard', 'Description', `RuntimeGuard of cdk-zero-trust, ${'b'.repeat(64)}`),
      'the layer is another one': set('Guard', 'Description', 'tools'),
      'the layer holds other code': set('Guard', 'Content.S3Key', `${'b'.repeat(64)}.zip`),
      'the code of the layer is a parameter': set('Guard', 'Content.S3Key', PARAMETER),
      'its signed layer is gone': all(set('Fn', 'Layers', []), (resources) => { (resources.Fn.Metadata as any)['zero-trust:guard'].Layer = 'signed'; }),
      'the declaration is gone': (resources) => { delete resources.Fn.Metadata; },
      'only its layer is left': all(set('Fn', 'Environment'), (resources) => { delete resources.Fn.Metadata; }),
      'the runtime runs no wrapper': set('Fn', 'Runtime', 'provided.al2023'),
      'the runtime is not known': set('Fn', 'Runtime', PARAMETER),
      'there is no runtime': set('Fn', 'Runtime'),
      'it is an image': set('Fn', 'Code.ImageUri', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/repo@sha256:00'),
      'it is packaged as an image': set('Fn', 'PackageType', 'Image'),
      'its package type is a parameter': set('Fn', 'PackageType', PARAMETER),
      'it is durable': set('Fn', 'DurableConfig', { ExecutionTimeout: 3600 }),
    },
  },
  {
    rule: 'ZT-LAMBDA-039',
    on: 'Fn',
    secure: { Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { LOG_LEVEL: 'INFO', POWERTOOLS_SERVICE_NAME: 'orders', POWERTOOLS_LOGGER_LOG_EVENT: 'false' } } }) },
    passesWhen: {
      'it has no environment': set('Fn', 'Environment'),
      'the switches are off': variables({ POWERTOOLS_LOGGER_LOG_EVENT: '0', POWERTOOLS_DEV: 'false', DD_CAPTURE_LAMBDA_PAYLOAD: false, DEBUG: '' }),
      'a log level is low, of which the code decides': variables({ LOG_LEVEL: 'TRACE', POWERTOOLS_LOG_LEVEL: 'DEBUG', AWS_LAMBDA_LOG_LEVEL: PARAMETER }),
      'modules of its own are debugged': variables({ DEBUG: 'app:*,-*', NODE_DEBUG: 'app,timer*,fs', RUST_LOG: 'info,app=trace' }),
      'it samples debug logs': variables({ POWERTOOLS_LOGGER_SAMPLE_RATE: '0.1', PYTHONDEBUG: '1' }),
      'a variable is called alike': variables({ APP_DEBUG: '*', NODE_DEBUGGER: 'http' }),
      'Java has other options': variables({ JAVA_TOOL_OPTIONS: '-Djavax.net.debug=ssl:handshake -Dorg.apache.http.wire=error' }),
    },
    firesWhen: {
      ...Object.fromEntries(['true', 'True', '1', true].map((on) => [`Powertools logs the event, by ${JSON.stringify(on)}`, variables({ POWERTOOLS_LOGGER_LOG_EVENT: on })])),
      'Powertools is in development mode': variables({ POWERTOOLS_DEV: 'true' }),
      'the event handler is debugged': variables({ POWERTOOLS_EVENT_HANDLER_DEBUG: 'true' }),
      'Datadog captures payloads': variables({ DD_CAPTURE_LAMBDA_PAYLOAD: 'true' }),
      ...Object.fromEntries(['http', 'HTTP2', 'fs, https', 'http*', '*', 'ht*2'].map((text) => [`Node.js debugs ${text}`, variables({ NODE_DEBUG: text })])),
      ...Object.fromEntries(['*', 'app,*', '* -express'].map((text) => [`every module of npm prints, by ${text}`, variables({ DEBUG: text })])),
      ...Object.fromEntries(['trace', 'info,aws_smithy_http=trace', 'hyper=TRACE'].map((text) => [`Rust traces requests by ${text}`, variables({ RUST_LOG: text })])),
      'the SDK of a model prints prompts': variables({ OPENAI_LOG: 'debug' }),
      'Java prints what it sends by TLS': variables({ JAVA_TOOL_OPTIONS: '-Xmx512m -Djavax.net.debug=all' }),
      'the HTTP client of Java prints headers': variables({ JAVA_TOOL_OPTIONS: '-Djdk.httpclient.HttpClient.log=errors,headers' }),
      'the SDK of Java prints the wire': variables({ JAVA_TOOL_OPTIONS: '-Dorg.slf4j.simpleLogger.log.org.apache.http.wire=debug' }),
      'a parameter decides': variables({ POWERTOOLS_LOGGER_LOG_EVENT: PARAMETER }),
      'a branch switches it on': variables({ POWERTOOLS_LOGGER_LOG_EVENT: { 'Fn::If': ['OneMore', 'true', 'false'] } }),
    },
  },
  {
    rule: 'ZT-LAMBDA-060',
    on: 'Fn',
    secure: {
      Key: resource('AWS::KMS::Key'),
      Fn: resource('AWS::Lambda::Function', { Code: { S3Bucket: 'assets', S3Key: 'code.zip', SourceKMSKeyArn: att('Key') } }),
    },
    passesWhen: { 'Lambda encrypts the code under a key of its own': set('Fn', 'Code.SourceKMSKeyArn') },
    firesWhen: {
      'the key is that of AWS': set('Fn', 'Code.SourceKMSKeyArn', 'alias/aws/lambda'),
      'the key is a parameter': set('Fn', 'Code.SourceKMSKeyArn', PARAMETER),
      'the code is a parameter': set('Fn', 'Code', PARAMETER),
    },
  },
];
