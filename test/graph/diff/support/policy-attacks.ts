import type { Attack } from './attacks';

type Json = Record<string, any>;

const ROLE = 'arn:aws:iam::111122223333:role/app';
const allow = (more: Json = {}) => ({ Effect: 'Allow', Action: 'x:Read', Resource: '*', Principal: { AWS: ROLE }, ...more });
const deny = (more: Json = {}) => ({ Effect: 'Deny', Action: '*', Resource: '*', Principal: '*', ...more });
const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const ORG = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } };
const HTTPS_ONLY = deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });

/** How each type of resource has its policy. */
const HOLDERS: [type: string, at: string, properties?: Json, asText?: boolean][] = [
  ['AWS::S3::BucketPolicy', 'PolicyDocument', { Bucket: 'a' }],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument', { Queues: ['a'] }],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument', { Topics: ['a'] }],
  ['AWS::KMS::Key', 'KeyPolicy'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy', { SecretId: 'a' }],
  ['AWS::ApiGateway::RestApi', 'Policy', { EndpointConfiguration: { Types: ['PRIVATE'] } }],
  ['AWS::EC2::VPCEndpoint', 'PolicyDocument', { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-1.s3' }],
  ['AWS::ECR::Repository', 'RepositoryPolicyText'],
  ['AWS::ECR::RegistryPolicy', 'PolicyText'],
  ['AWS::EFS::FileSystem', 'FileSystemPolicy'],
  ['AWS::DynamoDB::Table', 'ResourcePolicy.PolicyDocument'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourcePolicy', { ResourceArn: 'a' }],
  ['AWS::OpenSearchService::Domain', 'AccessPolicies'],
  ['AWS::Backup::BackupVault', 'AccessPolicy', { BackupVaultName: 'a' }],
  ['AWS::CodeArtifact::Domain', 'PermissionsPolicyDocument', { DomainName: 'a' }],
  ['AWS::Logs::ResourcePolicy', 'PolicyDocument', { PolicyName: 'a' }, true],
  ['AWS::Logs::Destination', 'DestinationPolicy', { DestinationName: 'a' }, true],
  ['AWS::VpcLattice::AuthPolicy', 'Policy', { ResourceIdentifier: 'a' }],
  ['AWS::VpcLattice::ResourcePolicy', 'Policy', { ResourceArn: 'a' }],
  ['AWS::S3::AccessPoint', 'Policy', { Bucket: 'a' }],
  ['AWS::S3Express::BucketPolicy', 'PolicyDocument', { Bucket: 'a' }],
  ['AWS::S3Tables::TableBucketPolicy', 'ResourcePolicy', { TableBucketARN: 'a' }],
  ['AWS::Events::EventBus', 'Policy', { Name: 'a' }],
  ['AWS::Events::EventBusPolicy', 'Statement', { StatementId: 'a', EventBusName: 'b' }],
  ['AWS::Glacier::Vault', 'AccessPolicy'],
  ['AWS::MediaStore::Container', 'Policy', { ContainerName: 'a' }, true],
  ['AWS::Organizations::ResourcePolicy', 'Content'],
  ['AWS::SNS::TopicInlinePolicy', 'PolicyDocument', { TopicArn: 'a' }],
  ['AWS::SQS::QueueInlinePolicy', 'PolicyDocument', { Queue: 'a' }],
  ['AWS::IAM::Role', 'AssumeRolePolicyDocument'],
];

function holding([type, at, properties = {}, asText = false]: (typeof HOLDERS)[number], statements: Json[]): Json {
  const document = type.endsWith('EventBusPolicy') ? statements[0] : { Version: '2012-10-17', Statement: statements };
  const value = at.split('.').reverse().reduce<unknown>((inner, key) => ({ [key]: inner }), asText ? JSON.stringify(document) : document) as Json;
  return { One: { Type: type, Properties: { ...properties, ...value } } };
}

/** What may happen to a policy, of whatever type. */
const WIDER: [title: string, old: Json[], current: Json[]][] = [
  ['everyone', [allow()], [allow({ Principal: '*' })]],
  ['another account', [allow()], [allow({ Principal: { AWS: [ROLE, 'arn:aws:iam::999988887777:root'] } })]],
  ['another action', [allow()], [allow({ Action: ['x:Read', 'x:Write'] })]],
  ['all actions', [allow()], [allow({ Action: 'x:*' })]],
  ['no condition', [allow(ORG)], [allow()]],
  ['another organisation', [allow(ORG)], [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } } })]],
  ['a pattern', [allow(ORG)], [allow({ Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } })]],
  ['IfExists', [allow(ORG)], [allow({ Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } })]],
  ['NotPrincipal', [allow()], [allow({ Principal: undefined, NotPrincipal: { AWS: ROLE } })]],
  ['NotAction', [allow()], [allow({ Action: undefined, NotAction: 'x:Delete' })]],
];
const LESS_DENIED: [title: string, old: Json[], current: Json[]][] = [
  ['no denial', [allow(), HTTPS_ONLY], [allow()]],
  ['a denial of less', [allow(), deny({ Action: 'x:*', NotPrincipal: undefined })], [allow(), deny({ Action: 'x:Delete' })]],
  ['a denial under one more condition', [allow(), HTTPS_ONLY], [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })]],
];

const plain = (json: Json): Json => JSON.parse(JSON.stringify(json));

export const RESOURCE_POLICIES: Attack[] = HOLDERS.flatMap((holder) => [...WIDER, ...holder[0].endsWith('EventBusPolicy') ? [] : LESS_DENIED].map(([title, old, current]) => ({
  title: `${holder[0]}: ${title}`, old: plain(holding(holder, old)), current: plain(holding(holder, current)),
})));

const role = (more: Json) => ({ One: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...more } } });
const trusting = (...Statement: Json[]) => role({ AssumeRolePolicyDocument: { Statement } });
const github = (sub: unknown, operator = 'StringEquals') => trusting({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' }, ...sub !== undefined && { [operator === 'StringEquals' ? 'ForAnyValue:StringEquals' : operator]: { 'token.actions.githubusercontent.com:sub': sub } } },
});
const granting = (...Statement: Json[]) => role({ Policies: [{ PolicyName: 'own', PolicyDocument: { Statement } }] });
const permission = (more: Json) => ({ One: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'a', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceAccount: '111122223333', SourceArn: 'arn:aws:s3:::a', ...more } } });
const attack = (title: string, old: Json, current: Json): Attack => ({ title, old: plain(old), current: plain(current) });

export const IDENTITIES: Attack[] = [
  attack('a permissions boundary is gone', role({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b' }), role({})),
  attack('a permissions boundary of another name', role({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b' }), role({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/c' })),
  attack('a session lasts longer', role({ MaxSessionDuration: 3600 }), role({ MaxSessionDuration: 43200 })),
  attack('an external id is gone', trusting({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' }, Condition: { StringEquals: { 'sts:ExternalId': 'a' } } }), trusting({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } })),
  attack('MFA is not asked for', trusting({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), trusting({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } })),
  attack('sessions with tags', trusting({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }), trusting({ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { AWS: '111122223333' } })),
  attack('another branch of GitHub', github('repo:a/b:ref:refs/heads/main'), github('repo:a/b:*', 'StringLike')),
  attack('any repository of GitHub', github('repo:a/b:ref:refs/heads/main'), github(undefined)),
  attack('another service', role({}), role({ AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] } }] } })),
  attack('PassRole to any service', granting({ Effect: 'Allow', Action: 'iam:PassRole', Resource: ROLE, Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }), granting({ Effect: 'Allow', Action: 'iam:PassRole', Resource: ROLE })),
  attack('grants of KMS for more than services', granting({ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }), granting({ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*' })),
  attack('a key by any service', granting({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }), granting({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' })),
  attack('any key of an encryption context', granting({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } } }), granting({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:EncryptionContext:tenant': '*' } } })),
  attack('other leading keys', granting({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*', Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } } }), granting({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' })),
  attack('a wider resource', granting({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/public/*' }), granting({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' })),
  attack('any bucket', granting({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }), granting({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/*' })),
  attack('NotResource', granting({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }), granting({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::a/secret/*' })),
  attack('a managed policy of another account', role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/a'] }), role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/a', 'arn:aws:iam::111122223333:policy/b'] })),
  attack('a user of a group', { G: { Type: 'AWS::IAM::Group', Properties: {} }, One: { Type: 'AWS::IAM::User', Properties: {} } }, { G: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } }, One: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'G' }] } } }),
  attack('a console password', { One: { Type: 'AWS::IAM::User', Properties: {} } }, { One: { Type: 'AWS::IAM::User', Properties: { LoginProfile: { Password: '{{resolve:secretsmanager:a}}' } } } }),
  attack('a permission set lasts longer', { One: { Type: 'AWS::SSO::PermissionSet', Properties: { SessionDuration: 'PT1H' } } }, { One: { Type: 'AWS::SSO::PermissionSet', Properties: { SessionDuration: 'PT12H' } } }),
  attack('an assignment to another account', { One: { Type: 'AWS::SSO::Assignment', Properties: { TargetId: '111122223333', PrincipalId: 'a' } } }, { One: { Type: 'AWS::SSO::Assignment', Properties: { TargetId: '444455556666', PrincipalId: 'a' } } }),
  attack('a permission of any source', permission({}), permission({ SourceArn: undefined, SourceAccount: undefined })),
  attack('a permission of any account', permission({}), permission({ SourceAccount: undefined })),
  attack('a permission of another service', permission({}), permission({ Principal: 'events.amazonaws.com' })),
  attack('a permission of everyone', permission({ Principal: '111122223333' }), permission({ Principal: '*' })),
  attack('a URL without IAM', permission({ Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'AWS_IAM' }), permission({ Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' })),
  attack('a permission of an organisation is for everyone', permission({ Principal: '*', PrincipalOrgID: 'o-abcdefghij' }), permission({ Principal: '*' })),
  attack('a layer for everyone', { One: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: 'a', Action: 'lambda:GetLayerVersion', Principal: '111122223333' } } }, { One: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: 'a', Action: 'lambda:GetLayerVersion', Principal: '*' } } }),
  attack('a service control policy denies less', { One: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-1'], Content: { Statement: [{ Effect: 'Deny', Action: ['iam:*', 'kms:*'], Resource: '*' }] } } } }, { One: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-1'], Content: { Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] } } } }),
  attack('a key of Lake Formation', { One: { Type: 'AWS::LakeFormation::PrincipalPermissions', Properties: { Permissions: ['SELECT'], PermissionsWithGrantOption: [], Principal: { DataLakePrincipalIdentifier: ROLE } } } }, { One: { Type: 'AWS::LakeFormation::PrincipalPermissions', Properties: { Permissions: ['ALL'], PermissionsWithGrantOption: [], Principal: { DataLakePrincipalIdentifier: ROLE } } } }),
  attack('a public share of an AMI of a launch permission', { One: { Type: 'AWS::ImageBuilder::DistributionConfiguration', Properties: { Name: 'a', Distributions: [{ Region: 'eu-west-1', AmiDistributionConfiguration: { LaunchPermissionConfiguration: { UserIds: ['111122223333'] } } }] } } }, { One: { Type: 'AWS::ImageBuilder::DistributionConfiguration', Properties: { Name: 'a', Distributions: [{ Region: 'eu-west-1', AmiDistributionConfiguration: { LaunchPermissionConfiguration: { UserGroups: ['all'] } } }] } } }),
];
