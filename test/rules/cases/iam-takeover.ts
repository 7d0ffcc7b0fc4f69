import { add, all, att, Change, join, PARAMETER, ref, resource, Resources, RuleCase, set } from '../support/prove';
import { role } from '../support/resources';

const ACCOUNT = '111122223333';
const ADMINISTRATOR = ['arn:aws:iam::aws:policy/AdministratorAccess'];
const allow = (action: string | string[], on: unknown, condition?: object) => ({ Effect: 'Allow', Action: action, Resource: on, ...(condition && { Condition: condition }) });
const policy = (...statements: object[]) => resource('AWS::IAM::ManagedPolicy', { Roles: [ref('Role')], PolicyDocument: { Statement: statements } });
const fn = (roleId: string) => resource('AWS::Lambda::Function', { Role: att(roleId), Code: { S3Bucket: ref('Code'), S3Key: 'k' } });
const trusting = (principal: object): Change => set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal', principal);
const does = (...statements: object[]): Change => set('Policy', 'PolicyDocument.Statement', statements);
const nobody = set('Policy', 'Roles');

/** A workload beside a weaker function, a stronger one, and an administrator. */
const workload: Resources = {
  Role: role(),
  Policy: policy(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], att('Table'))),
  Table: resource('AWS::DynamoDB::Table'),
  Code: resource('AWS::S3::Bucket'),
  Data: resource('AWS::S3::Bucket'),
  Own: fn('Role'),
  Weaker: fn('WeakerRole'),
  WeakerRole: role(),
  WeakerPolicy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref('WeakerRole')], PolicyDocument: { Statement: [allow('dynamodb:GetItem', att('Table')), allow('logs:PutLogEvents', '*')] } }),
  Stronger: fn('StrongerRole'),
  StrongerRole: role(),
  StrongerPolicy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref('StrongerRole')], PolicyDocument: { Statement: [allow('dynamodb:DeleteItem', att('Table'))] } }),
  Admin: resource('AWS::IAM::Role', { ManagedPolicyArns: ADMINISTRATOR }),
  Build: resource('AWS::CodeBuild::Project', { ServiceRole: att('StrongerRole') }),
  AdminBuild: resource('AWS::CodeBuild::Project', { ServiceRole: att('Admin') }),
};
const withOwnPolicy = (...statements: object[]) => does(...workload.Policy.Properties.PolicyDocument.Statement, ...statements);
const tagged = { StringEquals: { 'aws:ResourceTag/app': 'orders' } };

/** What proves the rules on what is as good as another role, and on what blinds an account. */
/** A function behind a custom resource, with the role. */
const provider = [add('Fn', 'AWS::Lambda::Function', { Role: att('Role') }), add('Scan', 'Custom::Scan', { ServiceToken: att('Fn') })] as const;

export const takeoverCases: RuleCase[] = [
  {
    rule: 'ZT-IAM-020',
    on: 'Role',
    secure: workload,
    passesWhen: {
      'it may change its own code': withOwnPolicy(allow('lambda:UpdateFunctionCode', att('Own'))),
      'it may change the code of a function with fewer permissions': withOwnPolicy(allow(['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], att('Weaker'))),
      'a pipeline may change the code of functions of a prefix': all(
        trusting({ Service: 'codepipeline.amazonaws.com' }), does(allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:app-*`))),
      'a pipeline passes the role that administers': all(
        trusting({ Service: 'codepipeline.amazonaws.com' }), does(allow('iam:PassRole', att('Admin')), allow('cloudformation:CreateStack', '*'))),
      'a workflow assumes the roles of the CDK': all(
        trusting({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` }), does(allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-*`))),
      'it looks up by the role of the CDK': withOwnPolicy(allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-lookup-role-${ACCOUNT}-eu-west-1`)),
      'it assumes a role of its own': withOwnPolicy(allow('sts:AssumeRole', att('StrongerRole'))),
      'it assumes a role by name in other accounts': withOwnPolicy(allow('sts:AssumeRole', 'arn:aws:iam::*:role/audit-read')),
      'it starts the build of an ordinary project': withOwnPolicy(allow('codebuild:StartBuild', att('Build'))),
      'it runs commands on instances of a tag': withOwnPolicy(allow('ssm:SendCommand', '*', tagged)),
      'it runs a document on an instance': withOwnPolicy(allow('ssm:SendCommand', ['arn:aws:ssm:*::document/*', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0123456789abcdef0`])),
      'it maps events to its own function': withOwnPolicy(allow('lambda:CreateEventSourceMapping', '*', { ArnEquals: { 'lambda:FunctionArn': att('Own') } })),
      'it passes a task role of its own': withOwnPolicy(allow('iam:PassRole', att('StrongerRole')), allow(['ecs:RegisterTaskDefinition', 'ecs:RunTask'], '*')),
      'it writes to a bucket of data': withOwnPolicy(allow('s3:PutObject', join(att('Data'), '/*'))),
      'it pushes images to a repository of its own': withOwnPolicy(allow('ecr:PutImage', `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/orders`)),
      'a build pushes images': all(trusting({ Service: 'codebuild.amazonaws.com' }), does(allow('ecr:PutImage', '*'))),
      'it reads the bucket of code': withOwnPolicy(allow('s3:GetObject', join(att('Code'), '/*'))),
      'another statement denies it': withOwnPolicy(allow('lambda:UpdateFunctionCode', '*'), { Effect: 'Deny', Action: 'lambda:*', Resource: '*' }),
      'half of a path is allowed': withOwnPolicy(allow('cloudformation:CreateChangeSet', '*')),
      'a pipeline has an AWS managed policy that deploys': all(
        trusting({ Service: 'codepipeline.amazonaws.com' }), set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AWSCloudFormationFullAccess'])),
      'it has an AWS managed policy that only reads': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AWSLambda_ReadOnlyAccess']),
      'a policy of its own has such a name': set('Role', 'ManagedPolicyArns', [`arn:aws:iam::${ACCOUNT}:policy/AWSLambda_FullAccess`]),
    },
    firesWhen: {
      'an AWS managed policy changes what every instance runs': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonEC2FullAccess']),
      'an AWS managed policy replaces the code of every function': set('Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AWSLambda_FullAccess']),
      'an AWS managed policy runs commands on every instance': set('Role', 'ManagedPolicyArns', [join('arn:', ref('AWS::Partition'), ':iam::aws:policy/AmazonSSMFullAccess')]),
      'it may change the code of a function with more permissions': withOwnPolicy(allow('lambda:UpdateFunctionCode', att('Stronger'))),
      'it may change the layers of a function with more permissions': withOwnPolicy(allow('lambda:UpdateFunctionConfiguration', att('Stronger'))),
      'it may change the code of functions of a prefix': withOwnPolicy(allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:app-*`)),
      'it may change the code of any function': withOwnPolicy(allow('lambda:UpdateFunction*', `arn:aws:lambda:*:${ACCOUNT}:function:*`)),
      'it may change the code of a function that is not here': withOwnPolicy(allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:other`)),
      'everything is allowed': withOwnPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      'it maps events to any function': withOwnPolicy(allow('lambda:CreateEventSourceMapping', '*')),
      'it updates any stack': withOwnPolicy(allow('cloudformation:UpdateStack', '*')),
      'it executes changes on any stack': withOwnPolicy(allow(['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'], `arn:aws:cloudformation:*:${ACCOUNT}:stack/*`)),
      'it starts any build': withOwnPolicy(allow('codebuild:StartBuild*', '*')),
      'it starts the build of a project that administers': withOwnPolicy(allow('codebuild:StartBuild', att('AdminBuild'))),
      'it opens a session on any instance': withOwnPolicy(allow('ssm:StartSession', 'arn:aws:ec2:*:*:instance/*')),
      'the tag of the instances is any': withOwnPolicy(allow('ssm:SendCommand', '*', { StringLike: { 'aws:ResourceTag/app': '*' } })),
      'it assumes any role': withOwnPolicy(allow('sts:AssumeRole', 'arn:aws:iam::*:role/*')),
      'it assumes the deployment roles of the CDK': withOwnPolicy(allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/cdk-*`)),
      'it assumes the execution role of the CDK': withOwnPolicy(allow('sts:AssumeRole', join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':role/cdk-hnb659fds-cfn-exec-role-*'))),
      'it assumes an administrator': withOwnPolicy(allow('sts:AssumeRole', att('Admin'))),
      'it passes an administrator to what it creates': withOwnPolicy(allow('iam:PassRole', att('Admin')), allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*')),
      'it writes to the bucket that code is deployed from': withOwnPolicy(allow('s3:PutObject', join(att('Code'), '/*'))),
      'it writes to the assets of the CDK': withOwnPolicy(allow('s3:Put*', `arn:aws:s3:::cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1/*`)),
      'it pushes images to the assets of the CDK': withOwnPolicy(allow('ecr:PutImage', `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/cdk-hnb659fds-container-assets-${ACCOUNT}-eu-west-1`)),
      'it pushes images to any repository': withOwnPolicy(allow(['ecr:PutImage', 'ecr:UploadLayerPart'], '*')),
      'its statements are a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-020',
    on: 'Policy',
    secure: { ...workload, Policy: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [allow('lambda:UpdateFunctionCode', att('Stronger'))] } }) },
    passesWhen: {
      'its roles are here and judged themselves': all(set('Policy', 'Roles', [ref('Role')]), does(allow('ssm:StartSession', '*'))),
      'people open sessions on instances of a tag': all(nobody, does(allow('ssm:StartSession', '*', tagged))),
    },
    firesWhen: {
      'people open sessions on any instance': all(nobody, does(allow('ssm:StartSession', '*'))),
      'a group and a role have it': all(set('Policy', 'Roles', [ref('Role')]), set('Policy', 'Groups', ['developers']), does(allow('sts:AssumeRole', '*'))),
    },
  },
  {
    rule: 'ZT-IAM-021',
    on: 'Policy',
    secure: { Role: role(), Policy: policy(allow(['cloudtrail:LookupEvents', 'guardduty:GetFindings', 'kms:Decrypt', 'kms:DescribeKey'], '*')) },
    passesWhen: {
      'stopping is denied': does({ Effect: 'Deny', Action: ['cloudtrail:*', 'kms:*'], Resource: '*' }),
      'a wildcard is allowed, and what stops is denied': does(allow('guardduty:*', '*'), { Effect: 'Deny', Action: ['guardduty:D*', 'guardduty:S*', 'guardduty:U*'], Resource: '*' }),
      'keys of a tag may be disabled': does(allow('kms:DisableKey', '*', tagged)),
      'the wildcard is on a service that keeps no logs': does(allow('*', 'arn:aws:s3:::orders/*')),
      'it bounds roles': all(set('Policy', 'Roles'), set('Role', 'PermissionsBoundary', ref('Policy')), does(allow('*', '*'))),
      'the provider of a custom resource disables Inspector': all(...provider, does(allow('inspector2:Disable', '*'))),
    },
    firesWhen: {
      'a function disables Inspector': all(provider[0], does(allow('inspector2:Disable', '*'))),
      'the function is named by a custom resource that it is not behind': all(
        provider[0], add('Scan', 'Custom::Scan', { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', Fn: att('Fn') }), does(allow('inspector2:Disable', '*'))),
      'the provider is invoked by others as well': all(
        ...provider, add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Fn') }), does(allow('inspector2:Disable', '*'))),
      'another function has the role of the provider': all(...provider, add('Other', 'AWS::Lambda::Function', { Role: att('Role') }), does(allow('inspector2:Disable', '*'))),
      'a person may assume the role of the provider': all(
        ...provider, set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '111122223333' }), does(allow('inspector2:Disable', '*'))),
      'the provider of a custom resource deletes detectors': all(...provider, does(allow('guardduty:DeleteDetector', '*'))),
      'it stops a trail': does(allow('cloudtrail:StopLogging', `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/audit`)),
      'it deletes any trail': does(allow('cloudtrail:Delete*', '*')),
      'it deletes a detector': does(allow('guardduty:DeleteDetector', `arn:aws:guardduty:eu-west-1:${ACCOUNT}:detector/12abc34d567e8fa901bc2d34e56789f0`)),
      'it disables a key': does(allow('kms:DisableKey', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`)),
      'it schedules the deletion of a key': does(allow('kms:ScheduleKeyDeletion', att('Key'))),
      'it rewrites the policy of a key': does(allow('kms:Put*', '*')),
      'it stops AWS Config': does(allow('config:StopConfigurationRecorder', '*')),
      'every resource but one': does({ Effect: 'Allow', Action: 'cloudtrail:StopLogging', NotResource: 'arn:aws:s3:::orders' }),
      'the tag is any': does(allow('kms:DisableKey', '*', { StringLike: { 'aws:ResourceTag/app': '*' } })),
      'the document is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-IAM-027',
    on: 'Role',
    secure: {
      Role: role(),
      Data: resource('AWS::S3::Bucket'),
      Policy: policy(allow('s3:PutBucketPolicy', att('Data')), allow('lambda:AddPermission', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`)),
    },
    passesWhen: {
      'it reads everything, which another rule judges': does(allow(['kms:Decrypt', 's3:GetObject'], '*')),
      'a pipeline writes resource policies': all(trusting({ Service: 'cloudformation.amazonaws.com' }), does(allow(['s3:PutBucketPolicy', 'kms:CreateGrant'], '*'))),
      'secrets of a tag may be shared': does(allow('secretsmanager:PutResourcePolicy', '*', tagged)),
      'grants are for AWS services alone': does(allow('kms:CreateGrant', '*', { Bool: { 'kms:GrantIsForAWSResource': 'true' } })),
      'another statement denies it': does(allow('s3:*', '*'), { Effect: 'Deny', Action: ['s3:PutBucket*', 's3:PutAccessPointPolicy', 's3:PutAccountPublicAccessBlock'], Resource: '*' }),
      'the wildcard is on queues, and the action on buckets': does(allow('s3:PutBucketPolicy', `arn:aws:sqs:eu-west-1:${ACCOUNT}:*`)),
      'buckets of a prefix may be shared': does(allow('s3:PutBucketPolicy', 'arn:aws:s3:::orders-*')),
    },
    firesWhen: {
      'any bucket may be shared': does(allow('s3:PutBucketPolicy', '*')),
      'any bucket may be shared, by a wildcard of its ARN': does(allow('s3:PutBucket*', 'arn:aws:s3:::*')),
      'any secret may be shared': does(allow('secretsmanager:PutResourcePolicy', `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:*`)),
      'any function may be invoked by others': does(allow('lambda:AddPermission', '*')),
      'any function may get a URL': does(allow('lambda:*FunctionUrlConfig', '*')),
      'any snapshot may be shared': does(allow(['ec2:ModifySnapshotAttribute', 'rds:ModifyDBSnapshotAttribute'], '*')),
      'any key may be granted': does(allow('kms:CreateGrant', '*')),
      'anything may be shared through AWS RAM': does(allow('ram:CreateResourceShare', '*')),
      'the Region is all that it asks for': does(allow('kms:CreateGrant', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
      'the tag is any': does(allow('ecr:SetRepositoryPolicy', '*', { StringLike: { 'aws:ResourceTag/app': '*' } })),
      'every resource but one': does({ Effect: 'Allow', Action: 'sns:AddPermission', NotResource: 'arn:aws:s3:::orders' }),
      'a person may': all(trusting({ AWS: ACCOUNT }), does(allow('dynamodb:PutResourcePolicy', '*'))),
      'the resource is a parameter': does(allow('s3:PutBucketPolicy', PARAMETER)),
    },
  },
  {
    rule: 'ZT-IAM-024',
    on: 'Tenant',
    secure: {
      Role: role(),
      Fn: resource('AWS::Lambda::Function', { Role: att('Role') }),
      Tenant: resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: {
          Statement: [{
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Principal: { AWS: att('Role') },
            Condition: { StringLike: { 'aws:RequestTag/tenant': '?*' } },
          }],
        },
      }),
      Policy: resource('AWS::IAM::ManagedPolicy', {
        Roles: [ref('Tenant')],
        PolicyDocument: {
          Statement: [
            allow(['dynamodb:GetItem', 'dynamodb:Query'], att('Table'), { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } }),
            allow('s3:GetObject', join(att('Data'), '/${aws:PrincipalTag/tenant}/*')),
          ],
        },
      }),
    },
    passesWhen: {
      'it has no session tag, and all items': all(
        set('Tenant', 'AssumeRolePolicyDocument.Statement.0', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: att('Role') } }), does(allow('dynamodb:*', '*'))),
      'pods have it, and tags that AWS sets': all(
        set('Tenant', 'AssumeRolePolicyDocument.Statement.0', { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: 'pods.eks.amazonaws.com' } }),
        does(allow('dynamodb:GetItem', att('Table')))),
      'it decrypts with the key of the table': does(allow('kms:Decrypt', att('Key'))),
      'a table describes itself': does(allow('dynamodb:DescribeTable', att('Table'))),
      'its folders are listed by prefix': does(allow('s3:ListBucket', att('Data'), { StringLike: { 's3:prefix': '${aws:PrincipalTag/tenant}/*' } })),
      'the tag is on the table': does(allow('dynamodb:GetItem', '*', { StringEquals: { 'aws:ResourceTag/tenant': '${aws:PrincipalTag/tenant}' } })),
    },
    firesWhen: {
      'nothing names the leading keys': set('Policy', 'PolicyDocument.Statement.0.Condition'),
      'leading keys need only be there': set('Policy', 'PolicyDocument.Statement.0.Condition', { Null: { 'dynamodb:LeadingKeys': 'false' } }),
      'objects are those of all': set('Policy', 'PolicyDocument.Statement.1.Resource', join(att('Data'), '/*')),
      'some objects are those of all': set('Policy', 'PolicyDocument.Statement.1.Resource', [join(att('Data'), '/${aws:PrincipalTag/tenant}/*'), join(att('Data'), '/*')]),
      'a wildcard allows writing': does(allow('dynamodb:Put*', att('Table'))),
      'the tag is set, and not demanded': all(set('Tenant', 'AssumeRolePolicyDocument.Statement.0.Condition'), set('Policy', 'PolicyDocument.Statement.0.Condition')),
      'its trust policy is a parameter': set('Tenant', 'AssumeRolePolicyDocument', PARAMETER),
      'its statements are a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
];
