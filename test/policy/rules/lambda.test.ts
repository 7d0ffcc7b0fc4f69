import { add, all, att, join, PARAMETER, prove, ref, resource, set } from '../support/prove';
import { secureFunction } from '../support/resources';

const permission = resource('AWS::Lambda::Permission', {
  Action: 'lambda:InvokeFunction',
  FunctionName: att('Fn'),
  Principal: 'apigateway.amazonaws.com',
  SourceArn: join('arn:', ref('AWS::Partition'), ':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ref('Api'), '/prod/*/*'),
  SourceAccount: ref('AWS::AccountId'),
});
const api = resource('AWS::ApiGateway::RestApi');

prove('LAMBDA', [
  {
    rule: 'ZT-LAMBDA-001',
    on: 'Permission',
    secure: { Fn: resource('AWS::Lambda::Function'), Api: api, Role: resource('AWS::IAM::Role'), Permission: permission },
    passesWhen: {
      'an organisation takes the place of source and account': all(
        set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'PrincipalOrgID', 'o-abcdefghij')),
      'a role invokes': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'Principal', att('Role'))),
      'an account invokes': all(set('Permission', 'SourceArn'), set('Permission', 'SourceAccount'), set('Permission', 'Principal', '111122223333')),
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
      'the principal is anyone': set('Permission', 'Principal', '*'),
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
    passesWhen: { 'another group lets the function in': add('Rule', 'AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: att('Group', 'GroupId') }) },
    firesWhen: {
      'it stands in no VPC': set('Fn', 'VpcConfig'),
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
      'recursion is allowed': set('Fn', 'RecursiveLoop', 'Allow'),
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
]);

