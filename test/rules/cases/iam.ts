import { responseCases } from './iam-response';
import { takeoverCases } from './iam-takeover';
import { add, all, att, Change, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { role, secureFunction } from '../support/resources';

/** The boundary allows policies of an ARN to be attached, and no others. */
const attaching = (policy: string) => set('Boundary', 'PolicyDocument.Statement.0', {
  Effect: 'Allow', Action: 'iam:AttachRolePolicy', Resource: '*', Condition: { ArnLike: { 'iam:PolicyARN': policy } },
});
/** What a boundary denies that allows more than it should. */
const NEVER = { Effect: 'Deny', Action: ['iam:A*', 'iam:Create*', 'iam:Delete*', 'iam:Put*', 'iam:Set*', 'iam:Update*'], Resource: '*' };

const INTERFACES = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];
const allowInterfaces = { Effect: 'Allow', Action: INTERFACES, Resource: '*' };
const denyInterfaces = {
  Effect: 'Deny', Action: INTERFACES, Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
};
const traces = { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' };
const read = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: att('Table') };
export const managed = (...statements: object[]) => resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: statements } });
const table = resource('AWS::DynamoDB::Table');
const STATEMENT = 'PolicyDocument.Statement.0';
const TRUST = 'AssumeRolePolicyDocument.Statement.0';
const trusting = (statement: object) => resource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } });
const forService = (service: string, condition: object) => trusting({ Action: 'sts:AssumeRole', Principal: { Service: service }, Condition: condition });
const federated = (issuer: string, condition: object) => trusting({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: issuer }, Condition: condition });

const onAll = (...actions: string[]) => set('Policy', 'PolicyDocument.Statement.0.Action', actions);
const onResource = (arn: unknown) => set('Policy', 'PolicyDocument.Statement.3.Resource', arn);
const ofMappings = (Condition?: object) => set('Policy', 'PolicyDocument.Statement.3', {
  Effect: 'Allow', Action: 'lambda:UpdateEventSourceMapping', Resource: 'arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:*', Condition,
});
const allowing = (...actions: string[]) => set('Policy', 'PolicyDocument.Statement.0.Action', actions);

const onPrefix = (...names: string[]) => set('Policy', `${STATEMENT}.Resource`, names.map((name) => `arn:aws:iam::111122223333:${name}`));

const perimeter = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
};

const CLAIM = 'token.actions.githubusercontent.com:sub';
const subjectLike = (subject: string) => set('Role', `${TRUST}.Condition`, { StringLike: { [CLAIM]: subject } });
const withProvider = (condition?: object) => all(
  set('Role', `${TRUST}.Principal`, { Federated: PARAMETER }), set('Role', `${TRUST}.Action`, 'sts:AssumeRoleWithWebIdentity'), set('Role', `${TRUST}.Condition`, condition));

/** What proves the rules of IAM. */
export const iamCases: RuleCase[] = [
  {
    rule: 'ZT-IAM-001',
    on: 'Policy',
    secure: { Table: table, Policy: managed(traces, allowInterfaces, denyInterfaces, read) },
    passesWhen: {
      'the Deny names more actions': set('Policy', 'PolicyDocument.Statement.2.Action', 'ec2:*'),
      'a resource is an ARN with a parameter in it': set('Policy', 'PolicyDocument.Statement.3.Resource', join('arn:aws:dynamodb:::table/', PARAMETER)),
      'another resource is denied everything': set('Policy', 'PolicyDocument.Statement.3', { Effect: 'Deny', Action: '*', Resource: '*' }),
      'an action takes no resource': onAll('ec2:DescribeSubnets', 'kms:ListAliases', 'ecr:GetAuthorizationToken', 'sts:GetCallerIdentity', 'textract:DetectDocumentText'),
      'metrics of CloudWatch itself have no resource': onAll('cloudwatch:GetMetricData', 'cloudwatch:PutMetricData'),
      'everything that a wildcard matches takes no resource': onAll('xray:Put*', 'ec2:DescribeSubnet*'),
      'most descriptions that a wildcard matches take no resource': onAll('ec2:Describe*'),
      'the objects of a bucket are named by a wildcard': onResource('arn:aws:s3:::orders/*'),
      'the ARN of a bucket ends in /*': onResource(join(att('Table'), '/*')),
      'the methods of an API are named by a wildcard': onResource('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/GET/orders'),
      'the streams of a log group are named by a wildcard': onResource('arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*'),
      'names are given by how they begin': onResource('arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-??????'),
      'the account is a wildcard and the name is not': onResource('arn:aws:iam::*:role/orders'),
      'the function of an event source mapping is asked for': ofMappings({ ArnEquals: { 'lambda:FunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:ship' } }),
      'a tag of the resource is asked for': all(onResource('*'), set('Policy', 'PolicyDocument.Statement.3.Condition', { StringEquals: { 'aws:ResourceTag/app': 'orders' } })),
    },
    firesWhen: {
      'the Deny is gone': set('Policy', 'PolicyDocument.Statement.2'),
      'the Deny allows': set('Policy', 'PolicyDocument.Statement.2.Effect', 'Allow'),
      'the Deny leaves an action out': set('Policy', 'PolicyDocument.Statement.2.Action', INTERFACES.slice(1)),
      'the Deny is for one resource': set('Policy', 'PolicyDocument.Statement.2.Resource', 'arn:aws:ec2:*:*:subnet/subnet-1'),
      'the Deny holds outside of code': set('Policy', 'PolicyDocument.Statement.2.Condition.Null', { 'lambda:SourceFunctionArn': 'true' }),
      'the Deny has a further condition': set('Policy', 'PolicyDocument.Statement.2.Condition.StringEquals', { 'aws:RequestedRegion': 'eu-west-1' }),
      'an action on * could name a resource': set('Policy', 'PolicyDocument.Statement.0.Action.2', 'dynamodb:GetItem'),
      'an action on * is a wildcard': set('Policy', 'PolicyDocument.Statement.0.Action.2', 'xray:*'),
      'a named resource becomes *': set('Policy', 'PolicyDocument.Statement.3.Resource', '*'),
      '* is one of several resources': set('Policy', 'PolicyDocument.Statement.3.Resource', [att('Table'), '*']),
      'any of several actions could name a resource': onAll('xray:PutTraceSegments', 'sqs:SendMessage'),
      'something that a wildcard matches could name a resource': onAll('dynamodb:Get*'),
      'a wildcard matches nothing': onAll('xray:Fetch*'),
      'the action is not known': onAll('sqs:FetchMessage'),
      'the service is not known': onAll('nosuchservice:Get'),
      'every table is allowed by ARN': onResource('arn:aws:dynamodb:eu-west-1:111122223333:table/*'),
      'every table of every account and region is allowed': onResource('arn:aws:dynamodb:*:*:table/*'),
      'every queue is allowed by ARN': onResource(join('arn:', ref('AWS::Partition'), ':sqs:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':*')),
      'every bucket is allowed by ARN': onResource('arn:aws:s3:::*'),
      'the objects of every bucket are allowed': onResource('arn:aws:s3:::*/*'),
      'every log group is allowed by ARN': onResource('arn:aws:logs:*:*:log-group:*:*'),
      'the logs of every function are allowed': onResource('arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*'),
      'everything of a service is allowed by ARN': onResource('arn:aws:dynamodb:*'),
      'everything of AWS is allowed by ARN': onResource('arn:aws:*:eu-west-1:111122223333:orders'),
      'every event source mapping is allowed': ofMappings(),
      'the event source mapping may be of any function': ofMappings({ ArnLike: { 'lambda:FunctionArn': '*' } }),
      'the event source mapping may be without a function': ofMappings({ ArnEqualsIfExists: { 'lambda:FunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:ship' } }),
      'the event source mapping is of all functions but one': ofMappings({ ArnNotEquals: { 'lambda:FunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:ship' } }),
      'the function of the event source mapping is a parameter': ofMappings({ ArnEquals: { 'lambda:FunctionArn': PARAMETER } }),
      'any tag of the resource will do': all(onResource('*'), set('Policy', 'PolicyDocument.Statement.3.Condition', { StringLike: { 'aws:ResourceTag/app': '*' } })),
      'the tag may be missing': all(onResource('*'), set('Policy', 'PolicyDocument.Statement.3.Condition', { StringEqualsIfExists: { 'aws:ResourceTag/app': 'orders' } })),
      'the tag is a parameter': all(onResource('*'), set('Policy', 'PolicyDocument.Statement.3.Condition', { StringEquals: { 'aws:ResourceTag/app': PARAMETER } })),
      'only the region is asked for': all(onResource('*'), set('Policy', 'PolicyDocument.Statement.3.Condition', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
      'a resource is a parameter': set('Policy', 'PolicyDocument.Statement.3.Resource', PARAMETER),
      'all resources but one are allowed': all(
        set('Policy', 'PolicyDocument.Statement.3.Resource'), set('Policy', 'PolicyDocument.Statement.3.NotResource', att('Table'))),
      'all actions but one are allowed on *': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
      'a statement is a parameter': set('Policy', 'PolicyDocument.Statement.3', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-001',
    on: 'Policy',
    secure: { Role: role(), Policy: { ...managed(allowInterfaces), Properties: { PolicyDocument: { Statement: [allowInterfaces] }, Roles: [ref('Role')] } }, Deny: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [denyInterfaces] }, Roles: [ref('Role')] }) },
    passesWhen: {
      'the role lists the policy with the Deny': all(set('Deny', 'Roles'), set('Role', 'ManagedPolicyArns', [ref('Deny')])),
      'the role holds the Deny inline': all(remove('Deny'), set('Role', 'Policies', [{ PolicyDocument: { Statement: [denyInterfaces] } }])),
    },
    firesWhen: {
      'the policy with the Deny is gone': remove('Deny'),
      'the policy with the Deny is on no role': set('Deny', 'Roles'),
      'the policy is on a second role without the Deny': all(add('Other', 'AWS::IAM::Role', {}), set('Policy', 'Roles.1', ref('Other'))),
      'the policy is on no role': set('Policy', 'Roles'),
    },
  },
  {
    rule: 'ZT-IAM-001',
    on: 'Logging',
    secure: {
      Role: role('apigateway.amazonaws.com'),
      Logging: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:PutLogEvents', 'logs:FilterLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:*' }] },
      }),
    },
    firesWhen: {
      'the role is no longer that of API Gateway': set('Role', `${TRUST}.Principal.Service`, 'lambda.amazonaws.com'),
      'API Gateway shares the role': set('Role', `${TRUST}.Principal.Service`, ['apigateway.amazonaws.com', 'lambda.amazonaws.com']),
      'a second role has the policy': all(add('Other', 'AWS::IAM::Role', {}), set('Logging', 'Roles.1', ref('Other'))),
      'API Gateway may do more than log': set('Logging', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:*' }),
      'its logs are everything': set('Logging', 'PolicyDocument.Statement.0.Resource', '*'),
    },
  },
  {
    rule: 'ZT-IAM-023',
    on: 'Logging',
    secure: {
      Role: role('apigateway.amazonaws.com'),
      Logging: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:*' }] },
      }),
    },
    firesWhen: {
      'the role is no longer that of API Gateway': set('Role', `${TRUST}.Principal.Service`, 'lambda.amazonaws.com'),
      'API Gateway shares the role': set('Role', `${TRUST}.Principal.Service`, ['apigateway.amazonaws.com', 'lambda.amazonaws.com']),
      'a second role has the policy': all(add('Other', 'AWS::IAM::Role', {}), set('Logging', 'Roles.1', ref('Other'))),
      'its logs are everything': set('Logging', 'PolicyDocument.Statement.0.Resource', '*'),
    },
  },
  {
    rule: 'ZT-IAM-026',
    on: 'Policy',
    secure: { Table: table, Policy: managed(read) },
    passesWhen: {
      'other actions are allowed on everything': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: ['sqs:SendMessage', 'dynamodb:ListTables', 'dynamodb:DescribeTable'], Resource: '*' }),
      'the objects of a bucket are named by a wildcard': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }),
      'a tag of the resource is asked for': all(
        set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'PolicyDocument.Statement.0.Condition', { StringEquals: { 'aws:ResourceTag/app': 'orders' } })),
      'everything else is allowed by NotResource': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'xray:PutTraceSegments', NotResource: 'arn:aws:s3:::orders' }),
      'access is denied': all(set('Policy', 'PolicyDocument.Statement.0.Effect', 'Deny'), set('Policy', 'PolicyDocument.Statement.0.Resource', '*')),
      'what is everything is of another service': set('Policy', 'PolicyDocument.Statement.0', {
        Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'logs:PutLogEvents'], Resource: ['arn:aws:sqs:eu-west-1:111122223333:orders', 'arn:aws:logs:*:*:log-group:*:*'],
      }),
      'a text with a parameter can be no ARN': set('Policy', 'PolicyDocument.Statement.0.Resource', join('not-used_', PARAMETER)),
      'an ARN has a parameter in it': set('Policy', 'PolicyDocument.Statement.0.Resource', join('arn:aws:dynamodb:::table/', PARAMETER)),
    },
    firesWhen: {
      'every table is allowed': set('Policy', 'PolicyDocument.Statement.0.Resource', '*'),
      'every table is allowed by ARN': set('Policy', 'PolicyDocument.Statement.0.Resource', 'arn:aws:dynamodb:*:*:table/*'),
      'every table is allowed beside the one': set('Policy', 'PolicyDocument.Statement.0.Resource', [att('Table'), '*']),
      'all tables but one are allowed': all(set('Policy', 'PolicyDocument.Statement.0.Resource'), set('Policy', 'PolicyDocument.Statement.0.NotResource', att('Table'))),
      'all actions but some are allowed on everything': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      'every secret is allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'secretsmanager:Get*', Resource: '*' }),
      'every object may be lost': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::*' }),
      'every queue may be read': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:*' }),
      'everything is allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: '*', Resource: '*' }),
      'any tag will do': all(
        set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'PolicyDocument.Statement.0.Condition', { StringLike: { 'aws:ResourceTag/app': '*' } })),
      'the resource is a parameter': set('Policy', 'PolicyDocument.Statement.0.Resource', PARAMETER),
      'everything of any service is allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: 'arn:aws:*:*:*:*' }),
      'an action of any service is on all groups of logs': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: ['*'], Resource: 'arn:aws:logs:*:*:log-group:*:*' }),
      'a text with a parameter may be any ARN': set('Policy', 'PolicyDocument.Statement.0.Resource', join('arn', PARAMETER)),
      'a wildcard and a parameter are the resource': set('Policy', 'PolicyDocument.Statement.0.Resource', join('*', PARAMETER)),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
      'a statement is a parameter': set('Policy', 'PolicyDocument.Statement.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-026',
    on: 'People',
    secure: { People: resource('AWS::SSO::PermissionSet', { ManagedPolicies: ['arn:aws:iam::aws:policy/SecurityAudit'], InlinePolicy: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] } }) },
    passesWhen: { 'the inline policy is text': set('People', 'InlinePolicy', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] })) },
    firesWhen: {
      'an AWS managed policy opens every bucket': set('People', 'ManagedPolicies.1', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'),
      'an AWS managed policy opens every parameter': set('People', 'ManagedPolicies.1', 'arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess'),
      'an AWS managed policy opens every secret': set('People', 'ManagedPolicies.1', join('arn:', ref('AWS::Partition'), ':iam::aws:policy/SecretsManagerReadWrite')),
      'the inline policy opens every parameter': set('People', 'InlinePolicy.Statement.0', { Effect: 'Allow', Action: 'ssm:GetParameter*', Resource: '*' }),
      'an action is one of every service': set('People', 'InlinePolicy.Statement.0', { Effect: 'Allow', Action: '*?*zz', Resource: '*' }),
      'the inline policy is text and opens everything': set('People', 'InlinePolicy', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })),
    },
  },
  {
    rule: 'ZT-IAM-026',
    on: 'Boundary',
    secure: {
      Boundary: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }] } }),
      Role: resource('AWS::IAM::Role', { PermissionsBoundary: ref('Boundary') }),
    },
    firesWhen: { 'it is attached as well': set('Role', 'ManagedPolicyArns', [ref('Boundary')]) },
  },
  {
    rule: 'ZT-IAM-001',
    on: 'Boundary',
    secure: {
      Boundary: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }] } }),
      Role: resource('AWS::IAM::Role', { PermissionsBoundary: ref('Boundary') }),
    },
    passesWhen: {
      'it bounds a user too': add('User', 'AWS::IAM::User', { PermissionsBoundary: ref('Boundary') }),
      'another policy asks for it': add('Other', 'AWS::IAM::ManagedPolicy', {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:CreateRole', Resource: '*', Condition: { StringEquals: { 'iam:PermissionsBoundary': ref('Boundary') } } }] },
      }),
    },
    firesWhen: {
      'it bounds nobody': set('Role', 'PermissionsBoundary'),
      'it is attached to a role, by its own list': set('Boundary', 'Roles', [ref('Role')]),
      'whom it is attached to is a parameter': set('Boundary', 'Roles', PARAMETER),
      'it is attached to a group': set('Boundary', 'Groups', ['admins']),
      'it is attached to a user': set('Boundary', 'Users', ['admin']),
      'the role has it as a policy too': set('Role', 'ManagedPolicyArns', [ref('Boundary')]),
      'another role has it as a policy': add('Other', 'AWS::IAM::Role', { ManagedPolicyArns: [ref('Boundary')] }),
      'a group has it as a policy': add('Group', 'AWS::IAM::Group', { ManagedPolicyArns: [ref('Boundary')] }),
      'something else names it': add('Set', 'AWS::SSO::PermissionSet', { CustomerManagedPolicyReferences: [{ Name: ref('Boundary') }] }),
    },
  },
  {
    rule: 'ZT-IAM-001',
    on: 'Role',
    secure: { Role: role() },
    firesWhen: { 'an inline policy allows everything': set('Role', 'Policies', [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } } }]) },
  },
  {
    rule: 'ZT-IAM-002',
    on: 'Fn',
    secure: secureFunction(),
    passesWhen: {
      'a policy is attached to the role': add('Policy', 'AWS::IAM::ManagedPolicy', { Roles: [ref('Role')] }),
      'a key lets the role in': set('Key', 'KeyPolicy.Statement.2', { Effect: 'Allow', Principal: { AWS: att('Role') }, Action: 'kms:Decrypt', Resource: '*' }),
      'the function is at the edge': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', ['lambda.amazonaws.com', 'edgelambda.amazonaws.com']),
      'a topic policy lets the role in': add('Topic', 'AWS::SNS::TopicPolicy', { PolicyDocument: { Statement: [{ Principal: { AWS: att('Role') } }] } }),
    },
    firesWhen: {
      'a second function has the role': add('Other', 'AWS::Lambda::Function', { Role: att('Role') }),
      'a state machine has the role': add('Other', 'AWS::StepFunctions::StateMachine', { RoleArn: att('Role') }),
      'a schedule has the role, deep inside': add('Other', 'AWS::Scheduler::Schedule', { Target: { RoleArn: att('Role') } }),
      'an instance profile has the role': add('Other', 'AWS::IAM::InstanceProfile', { Roles: [ref('Role')] }),
      'another service may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', ['lambda.amazonaws.com', 'ec2.amazonaws.com']),
      'an account may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.AWS', '111122223333'),
      'anyone may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal', '*'),
      'who may assume the role is a parameter': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', PARAMETER),
      'the role is not in the templates': set('Fn', 'Role', 'arn:aws:iam::111122223333:role/shared'),
      'the role is a parameter': set('Fn', 'Role', PARAMETER),
      'it has no role': set('Fn', 'Role'),
    },
  },
  {
    rule: 'ZT-IAM-003',
    on: 'Role',
    secure: { Role: resource('AWS::IAM::Role', { ManagedPolicyArns: [ref('Policy'), 'arn:aws:iam::111122223333:policy/own'] }), Policy: managed(read), Table: table },
    firesWhen: {
      'a policy is inline': set('Role', 'Policies', [{ PolicyName: 'Inline' }]),
      'the list of inline policies is a parameter': set('Role', 'Policies', PARAMETER),
      'AWS manages a policy': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::aws:policy/AdministratorAccess'),
      'AWS manages a policy, by its ARN in parts': set('Role', 'ManagedPolicyArns.0', join('arn:', ref('AWS::Partition'), ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole')),
      'a policy is a parameter': set('Role', 'ManagedPolicyArns.0', PARAMETER),
      'the list of policies is a parameter': set('Role', 'ManagedPolicyArns', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-004',
    on: 'Policy',
    secure: { Table: table, Policy: managed(read, denyInterfaces) },
    passesWhen: {
      'a Deny has wildcards': set('Policy', 'PolicyDocument.Statement.1.Action', '*'),
      'a wildcard only describes and lists': allowing('ec2:Describe*', 'ecs:List*'),
      'a wildcard matches one action': allowing('sqs:Send*', 'dynamodb:GetIte?', 'DynamoDB:PutI*'),
      'an exact action is of a service that is not known': allowing('newservice:GetThing'),
    },
    firesWhen: {
      'an action ends in a wildcard': set('Policy', 'PolicyDocument.Statement.0.Action', 'dynamodb:Get*'),
      'an action has a wildcard in the middle': set('Policy', 'PolicyDocument.Statement.0.Action', ['dynamodb:GetItem', 'dynamodb:*Item']),
      'an action has a question mark for several': allowing('iam:???User'),
      'a wildcard matches two actions': allowing('kms:ReEncrypt*'),
      'a wildcard matches nothing': allowing('dynamodb:Fetch*'),
      'a wildcard is of a service that is not known': allowing('newservice:Get*'),
      'the service is a wildcard': allowing('dynamo*:GetItem'),
      'all actions of a service are allowed': set('Policy', 'PolicyDocument.Statement.0.Action', 'dynamodb:*'),
      'all actions are allowed': set('Policy', 'PolicyDocument.Statement.0.Action', '*'),
      'all actions but some are allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', NotAction: 'iam:*', Resource: att('Table') }),
      'an action is a parameter': set('Policy', 'PolicyDocument.Statement.0.Action', PARAMETER),
      'the effect is a parameter': all(set('Policy', 'PolicyDocument.Statement.1.Action', '*'), set('Policy', 'PolicyDocument.Statement.1.Effect', PARAMETER)),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-005',
    on: 'Role',
    secure: { Role: role() },
    passesWhen: {
      'the provider is a parameter, and the issuer is that of a claim': withProvider({ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }),
      'everyone of the organisation is let in': all(set('Role', `${TRUST}.Principal`, { AWS: '*' }), set('Role', `${TRUST}.Condition`, { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } })),
    },
    firesWhen: {
      'everyone is let in': set('Role', `${TRUST}.Principal`, '*'),
      'everyone of AWS is let in': set('Role', `${TRUST}.Principal`, { AWS: '*' }),
      'any service is let in': set('Role', `${TRUST}.Principal`, { Service: '*' }),
      'everyone with an external id is let in': all(set('Role', `${TRUST}.Principal`, { AWS: '*' }), set('Role', `${TRUST}.Condition`, { StringEquals: { 'sts:ExternalId': 'id' } })),
      'everyone but one is let in': all(set('Role', `${TRUST}.Principal`), set('Role', `${TRUST}.NotPrincipal`, { AWS: '111122223333' })),
      'everyone of a second statement is let in': set('Role', 'AssumeRolePolicyDocument.Statement.1', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }),
      'who is let in is a parameter': set('Role', `${TRUST}.Principal`, { AWS: PARAMETER }),
      'the provider is a parameter': withProvider(),
      'the provider is a parameter, and the claim may be left out': withProvider({ StringEqualsIfExists: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }),
      'the provider is a parameter, and the claim is of no issuer': withProvider({ StringEquals: { 'aws:sub': 'repo:octo/app:ref:refs/heads/main' } }),
      'the provider is a parameter, and another action is allowed': all(
        withProvider({ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }), set('Role', `${TRUST}.Action`, ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'])),
      'somebody who is a parameter is let in beside a provider': all(
        withProvider({ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }), set('Role', `${TRUST}.Principal.AWS`, PARAMETER)),
      'the document is a parameter': set('Role', 'AssumeRolePolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-006',
    on: 'Role',
    secure: { Role: forService('scheduler.amazonaws.com', { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } }) },
    passesWhen: {
      'the service does not say for whom': all(set('Role', `${TRUST}.Principal.Service`, 'lambda.amazonaws.com'), set('Role', `${TRUST}.Condition`)),
    },
    firesWhen: {
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'the condition is on something else': set('Role', `${TRUST}.Condition`, { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      'the account is any': set('Role', `${TRUST}.Condition`, { StringLike: { 'aws:SourceAccount': '*' } }),
      'the account is a parameter': set('Role', `${TRUST}.Condition`, { StringEquals: { 'aws:SourceAccount': PARAMETER } }),
      'it is for pipes': all(set('Role', `${TRUST}.Principal.Service`, 'pipes.amazonaws.com'), set('Role', `${TRUST}.Condition`)),
      'the service is one of two': all(set('Role', `${TRUST}.Principal.Service`, ['lambda.amazonaws.com', 'vpc-flow-logs.amazonaws.com']), set('Role', `${TRUST}.Condition`)),
      'the document is a parameter': set('Role', 'AssumeRolePolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-007',
    on: 'Role',
    secure: { Role: federated('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }) },
    passesWhen: {
      'an identity pool is named': all(set('Role', `${TRUST}.Principal.Federated`, 'cognito-identity.amazonaws.com'), set('Role', `${TRUST}.Condition`, { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:pool' } })),
      'it is for a service': set('Role', 'AssumeRolePolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }),
      'a branch is called like pull requests': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/pull_requests' }),
    },
    firesWhen: {
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'only the audience is named': set('Role', `${TRUST}.Condition`, { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
      'the subject is every repository': set('Role', `${TRUST}.Condition`, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } }),
      'the subject is every branch of a kind': subjectLike('repo:octo/app:ref:refs/heads/*'),
      'the subject is every tag of a repository': subjectLike('repo:octo/app:ref:refs/tags/*'),
      'the subject is every tag of a kind of a project': subjectLike('project_path:octo/group/app:ref_type:tag:ref:v*'),
      'the subject is every tag of every repository': subjectLike('repo:octo/*:ref:refs/tags/*'),
      'the subject is every reference that begins like tags': subjectLike('repo:octo/app:ref:refs/*'),
      'the subject is a tag of whoever is called so': subjectLike('repo:oct?/app:ref:refs/tags/v1*'),
      'the subject is every branch': set('Role', `${TRUST}.Condition`, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:*' } }),
      'one of two subjects is open': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': ['repo:octo/app:ref:refs/heads/main', '*'] }),
      'the subject may be left out': set('Role', `${TRUST}.Condition`, { StringEqualsIfExists: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' } }),
      'the subject is that of pull requests': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:pull_request' }),
      'one of two subjects is that of pull requests': set('Role', `${TRUST}.Condition.StringEquals`, {
        'token.actions.githubusercontent.com:sub': ['repo:octo/app:ref:refs/heads/main', 'repo:octo/app:pull_request'],
      }),
      'the subject names the event of pull requests': set('Role', `${TRUST}.Condition.StringEquals`, {
        'token.actions.githubusercontent.com:sub': 'repo:octo/app:event_name:pull_request_target:ref:refs/heads/main',
      }),
      'the subject is a parameter': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': PARAMETER }),
      'the condition is a parameter': set('Role', `${TRUST}.Condition`, PARAMETER),
      'the pool is not named': all(set('Role', `${TRUST}.Principal.Federated`, 'cognito-identity.amazonaws.com'), set('Role', `${TRUST}.Condition`)),
    },
  },
  {
    rule: 'ZT-IAM-062',
    on: 'Role',
    secure: {
      Role: federated('cognito-identity.amazonaws.com', {
        'StringEquals': { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:00000000-0000-0000-0000-000000000000' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
    },
    passesWhen: {
      'it is for guests': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' }),
      'it is for users of one provider': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': 'cognito-idp.*' }),
      'it is for a service': set('Role', 'AssumeRolePolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }),
      'it is for another provider': set('Role', `${TRUST}.Principal.Federated`, 'www.amazon.com'),
      'it denies': set('Role', TRUST, { Effect: 'Deny', Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
    },
    firesWhen: {
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'only the pool is named': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`),
      'any state will do': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': '*' }),
      'the list is empty': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': [] }),
      'one of two is open': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': ['authenticated', '*'] }),
      'a token without a state will do': set('Role', `${TRUST}.Condition`, { 'ForAllValues:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } }),
      'the state is a parameter': set('Role', `${TRUST}.Condition.ForAnyValue:StringLike`, { 'cognito-identity.amazonaws.com:amr': PARAMETER }),
      'the condition is a parameter': set('Role', `${TRUST}.Condition`, PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-060',
    on: 'Role',
    secure: {
      Role: federated('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' },
      }),
    },
    passesWhen: {
      'an identity pool is trusted': set('Role', `${TRUST}.Principal.Federated`, 'cognito-identity.amazonaws.com'),
      'it is for a service': set('Role', 'AssumeRolePolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }),
      'the audience is compared as a pattern without wildcards': set('Role', `${TRUST}.Condition`, { StringLike: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
    },
    firesWhen: {
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'only the subject is named': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:ref:refs/heads/main' }),
      'the audience is any': set('Role', `${TRUST}.Condition`, { StringLike: { 'token.actions.githubusercontent.com:aud': '*' } }),
      'one of two audiences is open': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com', 'sts.*'] }),
      'the list of audiences is empty': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:aud': [] }),
      'the audience may be left out': set('Role', `${TRUST}.Condition`, { StringEqualsIfExists: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
      'the audience is a parameter': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:aud': PARAMETER }),
      'the condition is a parameter': set('Role', `${TRUST}.Condition`, PARAMETER),
      'the issuer is one of the same template': all(set('Role', `${TRUST}.Principal.Federated`, ref('Provider')), set('Role', `${TRUST}.Condition`)),
    },
  },
  {
    rule: 'ZT-IAM-061',
    on: 'Role',
    secure: {
      Role: federated('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', {
        StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo@1234/app@5678:environment:prod' },
      }),
    },
    passesWhen: {
      'the id is a condition of its own': set('Role', `${TRUST}.Condition.StringEquals`, {
        'token.actions.githubusercontent.com:sub': 'repo:octo/app:environment:prod', 'token.actions.githubusercontent.com:repository_id': '5678',
      }),
      'a customised subject holds the id': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repository_id:5678:environment:prod' }),
      'GitLab is trusted': all(
        set('Role', `${TRUST}.Principal.Federated`, 'arn:aws:iam::111122223333:oidc-provider/gitlab.com'),
        set('Role', `${TRUST}.Condition.StringEquals`, { 'gitlab.com:sub': 'project_path:octo/app:ref_type:branch:ref:main' })),
      'it is for a service': set('Role', 'AssumeRolePolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }),
    },
    firesWhen: {
      'the subject is of names': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:environment:prod' }),
      'only the owner has an id': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo@1234/app:environment:prod' }),
      'one of two subjects is of names': set('Role', `${TRUST}.Condition.StringEquals`, {
        'token.actions.githubusercontent.com:sub': ['repo:octo@1234/app@5678:environment:prod', 'repo:octo/app:environment:prod'],
      }),
      'the id is any': set('Role', `${TRUST}.Condition`, {
        StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:environment:prod', 'token.actions.githubusercontent.com:repository_id': '*' },
      }),
      'the id may be left out': set('Role', `${TRUST}.Condition`, {
        StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:environment:prod' },
        StringEqualsIfExists: { 'token.actions.githubusercontent.com:repository_id': '5678' },
      }),
      'the list of ids is empty': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:repository_id': [] }),
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'the subject is a parameter': set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': PARAMETER }),
      'the issuer is one of the same template': all(
        set('Role', `${TRUST}.Principal.Federated`, ref('Provider')),
        set('Role', `${TRUST}.Condition.StringEquals`, { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:environment:prod' })),
    },
  },
  {
    rule: 'ZT-IAM-008',
    on: 'Policy',
    secure: { Role: role(), Policy: managed({ Effect: 'Allow', Action: 'iam:PassRole', Resource: att('Role') }) },
    passesWhen: {
      'it passes roles of one app to one service': all(onPrefix('role/app-*'), set('Policy', `${STATEMENT}.Condition`, { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } })),
      'it passes a service-linked role': onPrefix('role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*'),
      'passing is denied': all(set('Policy', 'PolicyDocument.Statement.0.Effect', 'Deny'), set('Policy', 'PolicyDocument.Statement.0.Resource', '*')),
      'it bounds a role, and is attached to none': all(
        set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'Roles'), set('Role', 'PermissionsBoundary', ref('Policy'))),
    },
    firesWhen: {
      'it bounds the role that has it': all(
        set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'Roles', [ref('Role')]), set('Role', 'PermissionsBoundary', ref('Policy'))),
      'it allows iam:PassRole on any role': set('Policy', 'PolicyDocument.Statement.0.Resource', '*'),
      'it allows iam:PassRole on any role of the account': set('Policy', 'PolicyDocument.Statement.0.Resource', join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':role/*')),
      'it passes roles of a prefix to any service': onPrefix('role/app-*'),
      'it passes roles below a path to any service': onPrefix('role/app/*'),
      'it passes roles by a list of prefixes': onPrefix('role/a*', 'role/A*', 'role/b*'),
      'it passes roles of a letter to one service': all(onPrefix('role/a*'), set('Policy', `${STATEMENT}.Condition`, { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } })),
      'it passes roles of a prefix to services by pattern': all(onPrefix('role/app-*'), set('Policy', `${STATEMENT}.Condition`, { StringLike: { 'iam:PassedToService': '*' } })),
      'it passes deployment roles to CloudFormation': all(onPrefix('role/cdk-hnb659fds-*'), set('Policy', `${STATEMENT}.Condition`, { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } })),
      'it passes a role and any other': set('Policy', 'PolicyDocument.Statement.0.Resource', [att('Role'), 'arn:aws:iam::*:role/*']),
      'a wildcard covers passing': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'iam:Pass*', Resource: '*' }),
      'everything is allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: '*', Resource: '*' }),
      'it passes every role but one': all(set('Policy', 'PolicyDocument.Statement.0.Resource'), set('Policy', 'PolicyDocument.Statement.0.NotResource', att('Role'))),
      'the role is a parameter': set('Policy', 'PolicyDocument.Statement.0.Resource', PARAMETER),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-009',
    on: 'Policy',
    secure: { Role: role(), Other: role(), Policy: managed({ Effect: 'Allow', Action: ['iam:AttachRolePolicy', 'iam:GetRole'], Resource: att('Role') }) },
    passesWhen: {
      'a boundary is asked for': all(set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'PolicyDocument.Statement.0.Condition', { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/boundary' } })),
      'reading is allowed on everything': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: ['iam:GetRole', 'iam:List*'], Resource: '*' }),
      'it is denied': all(set('Policy', 'PolicyDocument.Statement.0.Effect', 'Deny'), set('Policy', 'PolicyDocument.Statement.0.Resource', '*')),
      'policies are attached by name': all(onPrefix('role/app-*'), set('Policy', `${STATEMENT}.Condition`, { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/read' } })),
      'users manage their own keys': set('Policy', STATEMENT, { Effect: 'Allow', Action: ['iam:CreateAccessKey', 'iam:UpdateLoginProfile'], Resource: 'arn:aws:iam::*:user/${aws:username}' }),
      'the prefix is of what the actions are not on': set('Policy', STATEMENT, { Effect: 'Allow', Action: ['iam:PutRolePolicy'], Resource: [att('Role'), 'arn:aws:iam::111122223333:policy/p*'] }),
      'another role has the policy': set('Policy', 'Roles', [ref('Other')]),
      'it may be assumed, and not be changed': set('Policy', 'PolicyDocument.Statement.0.Action', ['sts:AssumeRole', 'iam:GetRole']),
    },
    firesWhen: {
      'roles of a prefix may get a policy': onPrefix('role/app-*'),
      'roles of a list of prefixes may get a policy': onPrefix('role/a*', 'role/A*'),
      'roles below a path may get a policy': onPrefix('role/app/*'),
      'policies of a prefix may be rewritten': all(onPrefix('policy/p*'), set('Policy', `${STATEMENT}.Action`, 'iam:CreatePolicyVersion')),
      'groups of a prefix may get members': all(onPrefix('group/g*'), set('Policy', `${STATEMENT}.Action`, 'iam:AddUserToGroup')),
      'administrators may be attached to a prefix': all(onPrefix('role/app-*'), set('Policy', `${STATEMENT}.Condition`, { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } })),
      'it may change its own role': set('Policy', 'Roles', [ref('Role')]),
      'it may rewrite its own policy': all(
        add('Role', 'AWS::IAM::Role', { ManagedPolicyArns: [ref('Own'), ref('Policy')] }), add('Own', 'AWS::IAM::ManagedPolicy', {}),
        set('Policy', STATEMENT, { Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: ref('Own') })),
      'it may change a role and assume it': set('Policy', `${STATEMENT}.Action`, ['iam:AttachRolePolicy', 'sts:AssumeRole']),
      'it may change a role and pass it': set('Policy', `${STATEMENT}.Action`, ['iam:PutRolePolicy', 'iam:PassRole']),
      'it may change a role and who assumes it': set('Policy', `${STATEMENT}.Action`, ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy']),
      'it may change who assumes a role that administers': all(
        set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']), set('Policy', `${STATEMENT}.Action`, 'iam:UpdateAssumeRolePolicy')),
      'any role may get a policy': set('Policy', 'PolicyDocument.Statement.0.Resource', '*'),
      'any role of the account may get a policy': set('Policy', 'PolicyDocument.Statement.0.Resource', 'arn:aws:iam::111122223333:role/*'),
      'any user may get keys': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' }),
      'any policy may be rewritten': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::111122223333:policy/*' }),
      'a wildcard covers it': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
      'everything is allowed': set('Policy', 'PolicyDocument.Statement.0', { Effect: 'Allow', Action: '*', Resource: '*' }),
      'any boundary does': all(set('Policy', 'PolicyDocument.Statement.0.Resource', '*'), set('Policy', 'PolicyDocument.Statement.0.Condition', { StringLike: { 'iam:PermissionsBoundary': '*' } })),
      'every role but one may get a policy': all(set('Policy', 'PolicyDocument.Statement.0.Resource'), set('Policy', 'PolicyDocument.Statement.0.NotResource', att('Role'))),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-010',
    on: 'AccessKey',
    secure: { AccessKey: resource('AWS::IAM::AccessKey', { UserName: 'app', Status: 'Inactive' }) },
    firesWhen: {
      'it is active': set('AccessKey', 'Status', 'Active'),
      'nothing is said, so it is active': set('AccessKey', 'Status'),
      'the status is a parameter': set('AccessKey', 'Status', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-010',
    on: 'User',
    secure: { User: resource('AWS::IAM::User', { UserName: 'app' }) },
    firesWhen: {
      'it has a password': set('User', 'LoginProfile', { Password: '{{resolve:secretsmanager:app}}' }),
      'whether it has a password is a parameter': set('User', 'LoginProfile', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-011',
    on: 'User',
    secure: { User: resource('AWS::IAM::User', { Groups: ['readers'] }) },
    firesWhen: {
      'it has an inline policy': set('User', 'Policies', [{ PolicyName: 'Inline' }]),
      'a policy is attached to it': set('User', 'ManagedPolicyArns', ['arn:aws:iam::111122223333:policy/own']),
      'the policies are a parameter': set('User', 'ManagedPolicyArns', PARAMETER),
      'the inline policies are a parameter': set('User', 'Policies', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-011',
    on: 'Policy',
    secure: { User: resource('AWS::IAM::User'), Table: table, Policy: managed(read) },
    firesWhen: {
      'it is attached to a user': set('Policy', 'Users', [ref('User')]),
      'its users are a parameter': set('Policy', 'Users', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-012',
    on: 'Policy',
    secure: { Table: table, Policy: managed(read, denyInterfaces) },
    passesWhen: {
      'the case of an action differs': allowing('DynamoDB:getitem'),
      'the service is not known': allowing('newservice:GetThing'),
      'an action is a wildcard that matches something': allowing('dynamodb:Get*', '*'),
    },
    firesWhen: {
      'an action that is allowed has a slip of the pen': allowing('dynamodb:GetItems'),
      'an action that is allowed is called so by the API only': allowing('s3:HeadObject'),
      'a wildcard matches nothing': allowing('dynamodb:GetItem', 'dynamodb:Fetch*'),
      'an action that is denied has a slip of the pen': set('Policy', 'PolicyDocument.Statement.1.Action.0', 'ec2:AssignPrivateIpAdresses'),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-013',
    on: 'Role',
    secure: { Role: trusting({ Action: 'sts:AssumeRole', Principal: { AWS: join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':root') }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }) },
    passesWhen: {
      'a service assumes it': all(set('Role', `${TRUST}.Principal`, { Service: 'lambda.amazonaws.com' }), set('Role', `${TRUST}.Condition`)),
      'a role assumes it': all(set('Role', `${TRUST}.Principal.AWS`, 'arn:aws:iam::111122223333:role/deployer'), set('Role', `${TRUST}.Condition`)),
      'the second factor is fresh': set('Role', `${TRUST}.Condition`, { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
      'a third party shows its external id': all(set('Role', `${TRUST}.Principal.AWS`, '444455556666'), set('Role', `${TRUST}.Condition`, { StringEquals: { 'sts:ExternalId': 'a1b2' } })),
      'the roles of the account are named': set('Role', `${TRUST}.Condition`, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/deploy-*' } }),
      'a Deny asks for the second factor': all(set('Role', `${TRUST}.Condition`), set('Role', 'AssumeRolePolicyDocument.Statement.1', {
        Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      })),
    },
    firesWhen: {
      'the condition is gone': set('Role', `${TRUST}.Condition`),
      'the second factor may be missing': set('Role', `${TRUST}.Condition`, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
      'no second factor is asked for': set('Role', `${TRUST}.Condition.Bool`, { 'aws:MultiFactorAuthPresent': 'false' }),
      'a user may assume it': all(set('Role', `${TRUST}.Principal.AWS`, 'arn:aws:iam::111122223333:user/alice'), set('Role', `${TRUST}.Condition`)),
      'an account by its number may': all(set('Role', `${TRUST}.Principal.AWS`, '111122223333'), set('Role', `${TRUST}.Condition`)),
      'any external id will do': set('Role', `${TRUST}.Condition`, { StringLike: { 'sts:ExternalId': '*' } }),
      'the condition is a parameter': set('Role', `${TRUST}.Condition`, PARAMETER),
      'a Deny holds for users only': all(set('Role', `${TRUST}.Condition`), set('Role', 'AssumeRolePolicyDocument.Statement.1', {
        Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::111122223333:user/alice' }, Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      })),
      'the document is a parameter': set('Role', 'AssumeRolePolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-014',
    on: 'Policy',
    secure: { Policy: managed({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }) },
    passesWhen: {
      'it denies something else': set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:SecureTransport': 'false' } }),
      'it allows under a second factor': all(set('Policy', `${STATEMENT}.Effect`, 'Allow'), set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
      'a second Deny meets calls without context': all(
        set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
        set('Policy', 'PolicyDocument.Statement.1', { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ),
    },
    firesWhen: {
      'what is not there does not match': set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
      'the value is a truth value': set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:multifactorauthpresent': false } }),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-015',
    on: 'Policy',
    secure: {
      Policy: managed({
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:Query'],
        Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } },
      }),
    },
    passesWhen: {
      'keys begin with the tenant': set('Policy', `${STATEMENT}.Condition`, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}#*'] } }),
      'nobody speaks of keys': all(set('Policy', `${STATEMENT}.Condition`), set('Policy', `${STATEMENT}.Action`, 'dynamodb:Scan')),
      'calls without keys are refused': all(
        set('Policy', `${STATEMENT}.Action`, ['dynamodb:Query', 'dynamodb:Scan']),
        set('Policy', `${STATEMENT}.Condition.Null`, { 'dynamodb:LeadingKeys': 'false' }),
      ),
    },
    firesWhen: {
      'a scan is allowed too': set('Policy', `${STATEMENT}.Action`, ['dynamodb:Query', 'dynamodb:Scan']),
      'a wildcard allows a scan': set('Policy', `${STATEMENT}.Action`, 'dynamodb:*'),
      'PartiQL is allowed': set('Policy', `${STATEMENT}.Action`, 'dynamodb:PartiQLSelect'),
      'one key of a batch is enough': set('Policy', `${STATEMENT}.Condition`, { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } }),
      'keys may be missing': set('Policy', `${STATEMENT}.Condition`, { 'ForAllValues:StringEqualsIfExists': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } }),
      'every key is taken': set('Policy', `${STATEMENT}.Condition`, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*'] } }),
      'whose keys is a parameter': set('Policy', `${STATEMENT}.Condition`, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [PARAMETER] } }),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-016',
    on: 'Policy',
    secure: {
      Bucket: resource('AWS::S3::Bucket'),
      Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: [perimeter] } }),
    },
    passesWhen: {
      'it is about TLS': set('Policy', 'PolicyDocument.Statement.0.Condition', { Bool: { 'aws:SecureTransport': 'false' } }),
      'it is around a network, and services may act for callers': set('Policy', 'PolicyDocument.Statement.0.Condition', {
        StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' }, BoolIfExists: { 'aws:ViaAWSService': 'false' },
      }),
      'services are named': set('Policy', 'PolicyDocument.Statement.0.Condition', {
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij', 'aws:PrincipalServiceName': 'logging.s3.amazonaws.com' },
      }),
      'callers without an organisation are let through': set('Policy', 'PolicyDocument.Statement.0.Condition', {
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, Null: { 'aws:PrincipalOrgID': 'false' },
      }),
    },
    firesWhen: {
      'services are kept out': set('Policy', 'PolicyDocument.Statement.0.Condition.BoolIfExists'),
      'only services are kept out': set('Policy', 'PolicyDocument.Statement.0.Condition.BoolIfExists', { 'aws:PrincipalIsAWSService': 'true' }),
      'whether services are kept out is a parameter': set('Policy', 'PolicyDocument.Statement.0.Condition.BoolIfExists', { 'aws:PrincipalIsAWSService': PARAMETER }),
      'everyone is inside': set('Policy', 'PolicyDocument.Statement.0.Condition.StringNotLikeIfExists', { 'aws:PrincipalOrgPaths': '*' }),
      'it spares by NotPrincipal': set('Policy', 'PolicyDocument.Statement.0', {
        Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/admin' }, Action: 's3:*', Resource: '*',
      }),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  ...perimeterCases(),
  {
    rule: 'ZT-IAM-019',
    on: 'Role',
    secure: {
      Boundary: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem', 'iam:PassRole'], Resource: '*' }] } }),
      Role: resource('AWS::IAM::Role', { PermissionsBoundary: ref('Boundary') }),
    },
    passesWhen: {
      'there is no boundary': set('Role', 'PermissionsBoundary'),
      'the boundary is not in the templates': set('Role', 'PermissionsBoundary', 'arn:aws:iam::111122223333:policy/boundary'),
      'the boundary is a parameter': set('Role', 'PermissionsBoundary', PARAMETER),
      'it denies what widens rights': bounding('*', NEVER),
      'it denies all of IAM': bounding('iam:*', { ...NEVER, Action: 'iam:*' }),
      'what is widened stays under the boundary': set('Boundary', 'PolicyDocument.Statement.0', {
        Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*', Condition: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/boundary' } },
      }),
      'it lets one policy be attached, by name': attaching('arn:aws:iam::111122223333:policy/quarantine'),
    },
    firesWhen: {
      'it lets any policy of a prefix be attached': attaching('arn:aws:iam::111122223333:policy/*'),
      'it lets the policy of administrators be attached': attaching('arn:aws:iam::aws:policy/AdministratorAccess'),
      'the boundary is that of administrators': set('Role', 'PermissionsBoundary', 'arn:aws:iam::aws:policy/AdministratorAccess'),
      'the boundary gives all of IAM': set('Role', 'PermissionsBoundary', join('arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/IAMFullAccess')),
      'it lets policies be attached': set('Boundary', 'PolicyDocument.Statement.0.Action.2', 'iam:AttachRolePolicy'),
      'it allows everything, and denies nothing': set('Boundary', 'PolicyDocument.Statement.0.Action', '*'),
      'it allows actions with NotAction': set('Boundary', 'PolicyDocument.Statement.0', { Effect: 'Allow', NotAction: 'organizations:*', Resource: '*' }),
      'it allows everything with a second factor': set('Boundary', 'PolicyDocument.Statement.0', {
        Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
      'what is widened stays under any boundary': set('Boundary', 'PolicyDocument.Statement.0', {
        Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*', Condition: { StringLike: { 'iam:PermissionsBoundary': '*' } },
      }),
      'the Deny leaves out the removal of the boundary': bounding('*', { ...NEVER, Action: ['iam:A*', 'iam:Create*', 'iam:Put*', 'iam:Set*', 'iam:Update*'] }),
      'the Deny has a condition': bounding('*', { ...NEVER, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      'the Deny is for one role': bounding('*', { ...NEVER, Resource: 'arn:aws:iam::111122223333:role/orders' }),
      'the Deny is for all but one role': bounding('*', { Effect: 'Deny', Action: 'iam:*', NotResource: 'arn:aws:iam::111122223333:role/orders' }),
      'what it allows is a parameter': set('Boundary', 'PolicyDocument', PARAMETER),
      'an action that it allows is a parameter': set('Boundary', 'PolicyDocument.Statement.0.Action.1', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-017',
    on: 'Role',
    secure: {
      Role: resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: {
          Statement: [{
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' },
            Condition: { StringLike: { 'aws:RequestTag/tenant': '?*' } },
          }],
        },
      }),
      Items: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Role')],
        PolicyDocument: {
          Statement: [{
            Effect: 'Allow',
            Action: 'dynamodb:GetItem',
            Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
            Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } },
          }],
        },
      }),
    },
    passesWhen: {
      'the tenant is named': set('Role', `${TRUST}.Condition`, { StringEquals: { 'aws:RequestTag/Tenant': ['a', 'b'] } }),
      'the role keeps a tag of its own': all(
        set('Role', 'Tags', [{ Key: 'tenant', Value: 'a' }]), set('Role', `${TRUST}.Action`, 'sts:AssumeRole'), set('Role', `${TRUST}.Condition`)),
      'its rights follow no tag': all(set('Items', 'PolicyDocument.Statement.0.Condition'), set('Role', `${TRUST}.Condition`)),
      'a tag narrows a Deny only': all(set('Items', 'PolicyDocument.Statement.0.Effect', 'Deny'), set('Role', `${TRUST}.Condition`)),
    },
    firesWhen: {
      'the tag is not asked for': set('Role', `${TRUST}.Condition`),
      'another tag is asked for': set('Role', `${TRUST}.Condition`, { StringLike: { 'aws:RequestTag/team': '?*' } }),
      'the tag may be left out': set('Role', `${TRUST}.Condition`, { StringLikeIfExists: { 'aws:RequestTag/tenant': '?*' } }),
      'the tag may be anything': set('Role', `${TRUST}.Condition`, { StringLike: { 'aws:RequestTag/tenant': '*' } }),
      'the role has the tag and sessions may take another one': all(set('Role', 'Tags', [{ Key: 'tenant', Value: 'a' }]), set('Role', `${TRUST}.Condition`)),
      'the role has another tag': all(
        set('Role', 'Tags', [{ Key: 'team', Value: 'a' }]), set('Role', `${TRUST}.Action`, 'sts:AssumeRole'), set('Role', `${TRUST}.Condition`)),
      'its rights are on the folder of the tenant': all(
        set('Items', 'PolicyDocument.Statement.0.Resource', 'arn:aws:s3:::papers/${aws:PrincipalTag/tenant}/*'),
        set('Items', 'PolicyDocument.Statement.0.Condition'), set('Role', `${TRUST}.Condition`)),
      'nobody knows who assumes it': set('Role', 'AssumeRolePolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-022',
    on: 'Role',
    secure: { Role: resource('AWS::IAM::Role', { ManagedPolicyArns: [ref('Policy'), 'arn:aws:iam::111122223333:policy/own'] }), Policy: managed(read), Table: table },
    passesWhen: {
      'AWS manages a policy that writes logs only': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'),
      'an own policy has the name of one of AWS': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::111122223333:policy/AdministratorAccess'),
      'the policy is a parameter': set('Role', 'ManagedPolicyArns.0', PARAMETER),
    },
    firesWhen: {
      'it is an administrator': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::aws:policy/AdministratorAccess'),
      'it is an administrator, by an ARN in parts': set('Role', 'ManagedPolicyArns.1', join('arn:', ref('AWS::Partition'), ':iam::aws:policy/AdministratorAccess-Amplify')),
      'it may write every policy': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::aws:policy/IAMFullAccess'),
      'a custom resource gives the policy': all(add('Custom', 'AWS::CloudFormation::CustomResource', {}), set('Role', 'ManagedPolicyArns.0', att('Custom', 'PolicyArn'))),
      'a dynamic reference gives the policy': set('Role', 'ManagedPolicyArns.0', '{{resolve:ssm:/policies/orders}}'),
      'it is a system administrator': set('Role', 'ManagedPolicyArns.0', 'arn:aws:iam::aws:policy/job-function/SystemAdministrator'),
    },
  },
  {
    rule: 'ZT-IAM-022',
    on: 'People',
    secure: { People: resource('AWS::SSO::PermissionSet', { ManagedPolicies: ['arn:aws:iam::aws:policy/SecurityAudit'] }) },
    firesWhen: { 'it is for administrators': set('People', 'ManagedPolicies.0', 'arn:aws:iam::aws:policy/AdministratorAccess') },
  },
  ...takeoverCases,
  ...responseCases,
];

function bounding(action: string, deny: unknown): Change {
  return set('Boundary', 'PolicyDocument.Statement', [{ Effect: 'Allow', Action: action, Resource: '*' }, deny]);
}

/** A perimeter around one of each store: taken away from any, it has a gap. */
function perimeterCases(): RuleCase[] {
  const around = (action: string) => [{
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: action,
    Resource: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },

  }];
  const document = (action: string) => ({ Version: '2012-10-17', Statement: around(action) });
  const secure = {
    Bucket: resource('AWS::S3::Bucket'),
    BucketPolicy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: document('s3:*') }),
    Key: resource('AWS::KMS::Key', { KeyPolicy: document('kms:*') }),
    Queue: resource('AWS::SQS::Queue'),
    QueuePolicy: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: document('sqs:*') }),
    Secret: resource('AWS::SecretsManager::Secret'),
    SecretPolicy: resource('AWS::SecretsManager::ResourcePolicy', { SecretId: ref('Secret'), ResourcePolicy: document('secretsmanager:*') }),
    Table: resource('AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'eu-west-1', ResourcePolicy: { PolicyDocument: document('dynamodb:*') } }] }),
    Topic: resource('AWS::SNS::Topic'),
    TopicPolicy: resource('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: document('sns:Publish') }),
  };
  const policies: Record<string, [string, string]> = {
    Bucket: ['BucketPolicy', 'PolicyDocument'],
    Key: ['Key', 'KeyPolicy'],
    Queue: ['QueuePolicy', 'PolicyDocument'],
    Secret: ['SecretPolicy', 'ResourcePolicy'],
    Table: ['Table', 'Replicas.0.ResourcePolicy.PolicyDocument'],
    Topic: ['TopicPolicy', 'PolicyDocument'],
  };
  return Object.entries(policies).map(([on, [policy, at]]) => {
    const statement = `${at}.Statement.0`;
    return {
      rule: 'ZT-IAM-018',
      on,
      secure,
      passesWhen: {
        'an account and a role for emergencies are spared': all(
          set(policy, `${statement}.Condition.StringNotEqualsIfExists.aws:PrincipalAccount`, '111122223333'),
          set(policy, `${statement}.Condition.ArnNotLike`, { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/BreakGlass' }),
        ),
        'its Deny names the resource': set(policy, `${statement}.Resource`, [att(on), join(att(on), '/*')]),
        'its perimeter is around a part of the organisation': set(policy, `${statement}.Condition.StringNotEqualsIfExists`, { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-abcd/ou-1/' }),
        'there is no perimeter at all': (resources) => {
          for (const [other, document_] of Object.values(policies)) set(other, `${document_}.Statement.0.Effect`, 'Allow')(resources);
        },
      },
      firesWhen: {
        'its Deny is gone': set(policy, `${at}.Statement`, [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]),
        'its Deny allows': set(policy, `${statement}.Effect`, 'Allow'),
        'its Deny is for one account': set(policy, `${statement}.Principal`, { AWS: '111122223333' }),
        'its Deny is about something else': set(policy, `${statement}.Action`, ['s3:ListBucket', 'sqs:PurgeQueue', 'kms:Encrypt']),
        'its organisation is any': set(policy, `${statement}.Condition.StringNotEqualsIfExists`, { 'aws:PrincipalOrgID': '*' }),
        'its Deny is held by a further condition': set(policy, `${statement}.Condition.StringEquals`, { 'aws:RequestedRegion': 'eu-west-1' }),
        'its Deny is for something else': set(policy, `${statement}.Resource`, 'arn:aws:s3:::another/*'),
        'its Deny is for all but something': (resources) => {
          set(policy, `${statement}.Resource`)(resources);
          set(policy, `${statement}.NotResource`, 'arn:aws:s3:::another/*')(resources);
        },
        'its Deny is for those inside': set(policy, `${statement}.Condition`, { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
        'its policy is a parameter': set(policy, at, PARAMETER),
      },
    };
  });
}
