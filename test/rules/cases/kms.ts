import { all, att, attribute, join, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';
import { allow, key } from '../support/resources';

export const retained = { ...key(), DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const root = join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':root');
const withStatement = (statement: object) => resource('AWS::KMS::Key', { KeyPolicy: { Statement: [...key().Properties.KeyPolicy.Statement, statement] } });
export const weakReference = { 'Fn::GetStackOutput': { StackName: 'Keys', OutputName: 'KeyArn' } };

/** What proves the rules of KMS. */
export const kmsCases: RuleCase[] = [
  {
    rule: 'ZT-KMS-001',
    on: 'Key',
    secure: { Key: retained },
    passesWhen: {
      'it is asymmetric, which KMS does not rotate': all(set('Key', 'EnableKeyRotation'), set('Key', 'KeySpec', 'ECC_NIST_P256')),
      'its material is imported, which KMS does not rotate': all(set('Key', 'EnableKeyRotation'), set('Key', 'Origin', 'EXTERNAL')),
      'true is a text': set('Key', 'EnableKeyRotation', 'true'),
    },
    firesWhen: {
      'rotation is off': set('Key', 'EnableKeyRotation', false),
      'nothing is said': set('Key', 'EnableKeyRotation'),
      'rotation is a parameter': set('Key', 'EnableKeyRotation', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-002',
    on: 'Key',
    secure: { Key: retained },
    passesWhen: { 'it goes only when its creation fails': attribute('Key', 'DeletionPolicy', 'RetainExceptOnCreate') },
    firesWhen: {
      'it goes with the stack': attribute('Key', 'DeletionPolicy', 'Delete'),
      'nothing is said': attribute('Key', 'DeletionPolicy'),
      'it goes when it is replaced': attribute('Key', 'UpdateReplacePolicy', 'Delete'),
      'it can go after a week': set('Key', 'PendingWindowInDays', 7),
      'the window is a parameter': set('Key', 'PendingWindowInDays', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-003',
    on: 'Key',
    secure: { Key: withStatement(allow({ AWS: root }, 'kms:*')) },
    passesWhen: {
      'everyone of the account is let in': all(set('Key', 'KeyPolicy.Statement.2.Principal', '*'), set('Key', 'KeyPolicy.Statement.2.Condition', { StringEquals: { 'kms:CallerAccount': ref('AWS::AccountId') } })),
      'everyone is denied': all(set('Key', 'KeyPolicy.Statement.2.Principal', '*'), set('Key', 'KeyPolicy.Statement.2.Effect', 'Deny')),
      'there is no policy, so it is the one of KMS': set('Key', 'KeyPolicy'),
    },
    firesWhen: {
      'everyone is let in': set('Key', 'KeyPolicy.Statement.2.Principal', '*'),
      'everyone of AWS is let in': set('Key', 'KeyPolicy.Statement.2.Principal.AWS', ['*']),
      'everyone but one is let in': all(set('Key', 'KeyPolicy.Statement.2.Principal'), set('Key', 'KeyPolicy.Statement.2.NotPrincipal', { AWS: root })),
      'everyone is let in through a service': all(set('Key', 'KeyPolicy.Statement.2.Principal', '*'), set('Key', 'KeyPolicy.Statement.2.Condition', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } })),
      'every account is named': all(set('Key', 'KeyPolicy.Statement.2.Principal', '*'), set('Key', 'KeyPolicy.Statement.2.Condition', { StringLike: { 'kms:CallerAccount': '*' } })),
      'the account is one that callers may leave out': all(set('Key', 'KeyPolicy.Statement.2.Principal', '*'), set('Key', 'KeyPolicy.Statement.2.Condition', { StringEqualsIfExists: { 'aws:PrincipalAccount': ref('AWS::AccountId') } })),
      'who is let in is a parameter': set('Key', 'KeyPolicy.Statement.2.Principal.AWS', PARAMETER),
      'the policy is a parameter': set('Key', 'KeyPolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-004',
    on: 'Key',
    secure: { Key: resource('AWS::KMS::Key', { KeyPolicy: { Statement: [{ ...allow({ Service: 'events.amazonaws.com' }, 'kms:Decrypt'), Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } } }] } }) },
    passesWhen: {
      'a source is named': set('Key', 'KeyPolicy.Statement.0.Condition', { ArnLike: { 'aws:SourceArn': join('arn:aws:events:eu-west-1:', ref('AWS::AccountId'), ':rule/*') } }),
      'a context is named': set('Key', 'KeyPolicy.Statement.0.Condition', { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': join('arn:aws:logs:eu-west-1:', ref('AWS::AccountId'), ':*') } }),
      'a context is a name': set('Key', 'KeyPolicy.Statement.0.Condition', { StringLike: { 'kms:EncryptionContext:project': 'orders-*' } }),
      'the account that calls is named': set('Key', 'KeyPolicy.Statement.0.Condition', { StringEquals: { 'kms:CallerAccount': ref('AWS::AccountId') } }),
      'it is no service': all(set('Key', 'KeyPolicy.Statement.0.Principal', { AWS: root }), set('Key', 'KeyPolicy.Statement.0.Condition')),
    },
    firesWhen: {
      'a context is any but one': set('Key', 'KeyPolicy.Statement.0.Condition', { StringNotEquals: { 'kms:EncryptionContext:project': 'orders' } }),
      'a context may be missing': set('Key', 'KeyPolicy.Statement.0.Condition', { StringEqualsIfExists: { 'kms:EncryptionContext:project': 'orders' } }),
      'a context is any': set('Key', 'KeyPolicy.Statement.0.Condition', { StringLike: { 'kms:EncryptionContext:project': '*' } }),
      'a context is an ARN of any account': set('Key', 'KeyPolicy.Statement.0.Condition', { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:*:*' } }),
      'the account that calls is any but one': set('Key', 'KeyPolicy.Statement.0.Condition', { StringNotEquals: { 'kms:CallerAccount': '111122223333' } }),
      'a context is a parameter': set('Key', 'KeyPolicy.Statement.0.Condition', { StringEquals: { 'kms:EncryptionContext:project': PARAMETER } }),
      'the condition is gone': set('Key', 'KeyPolicy.Statement.0.Condition'),
      'the condition is on the region': set('Key', 'KeyPolicy.Statement.0.Condition', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      'the account is any': set('Key', 'KeyPolicy.Statement.0.Condition', { StringLike: { 'aws:SourceAccount': '*' } }),
      'the account is any but one': set('Key', 'KeyPolicy.Statement.0.Condition', { StringNotEquals: { 'aws:SourceAccount': '111122223333' } }),
      'the source is of any account': set('Key', 'KeyPolicy.Statement.0.Condition', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }),
      'the account is a parameter': set('Key', 'KeyPolicy.Statement.0.Condition.StringEquals', { 'aws:SourceAccount': PARAMETER }),
      'the condition is a parameter': set('Key', 'KeyPolicy.Statement.0.Condition', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-005',
    on: 'Key',
    secure: { Key: retained },
    passesWhen: { 'it says that it is enabled': set('Key', 'Enabled', true) },
    firesWhen: {
      'it is disabled': set('Key', 'Enabled', false),
      'it is disabled by a text': set('Key', 'Enabled', 'false'),
      'whether it is enabled is a parameter': set('Key', 'Enabled', PARAMETER),
      'its owners may be locked out': set('Key', 'BypassPolicyLockoutSafetyCheck', true),
      'whether its owners may be locked out is a parameter': set('Key', 'BypassPolicyLockoutSafetyCheck', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-006',
    on: 'Key',
    secure: { Key: withStatement({ ...allow({ AWS: root }, ['kms:CreateGrant', 'kms:ListGrants']), Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }) },
    passesWhen: {
      'the account decides by IAM': set('Key', 'KeyPolicy.Statement.2', allow({ AWS: root }, 'kms:*')),
      'a service creates grants': set('Key', 'KeyPolicy.Statement.2', allow({ Service: 'rds.amazonaws.com' }, 'kms:CreateGrant')),
      'grants are denied': set('Key', 'KeyPolicy.Statement.2', { ...allow('*', 'kms:CreateGrant'), Effect: 'Deny' }),
    },
    firesWhen: {
      'grants are for anyone': set('Key', 'KeyPolicy.Statement.2.Condition'),
      'grants are for no service': set('Key', 'KeyPolicy.Statement.2.Condition.Bool', { 'kms:GrantIsForAWSResource': 'false' }),
      'callers may leave it out': set('Key', 'KeyPolicy.Statement.2.Condition', { BoolIfExists: { 'kms:GrantIsForAWSResource': 'true' } }),
      'grants are for both': set('Key', 'KeyPolicy.Statement.2.Condition.Bool', { 'kms:GrantIsForAWSResource': ['true', 'false'] }),
      'the condition is a parameter': set('Key', 'KeyPolicy.Statement.2.Condition', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-007',
    on: 'Queue',
    secure: { Key: retained, Queue: resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Key') }) },
    passesWhen: {
      'the key is imported from another stack': set('Queue', 'KmsMasterKeyId', { 'Fn::ImportValue': 'Keys:Arn' }),
      'it names no key, which other rules judge': set('Queue', 'KmsMasterKeyId'),
      'something else of it is a weak reference': set('Queue', 'RedriveAllowPolicy', { sourceQueueArns: [weakReference] }),
    },
    firesWhen: { 'it is a weak reference': set('Queue', 'KmsMasterKeyId', weakReference) },
  },
  {
    rule: 'ZT-KMS-007',
    on: 'Bucket',
    secure: {
      Key: retained,
      Bucket: resource('AWS::S3::Bucket', {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: att('Key') } }] },
      }),
    },
    firesWhen: {
      'it is a weak reference':
        set('Bucket', 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID', weakReference),
    },
  },
  {
    rule: 'ZT-KMS-008',
    on: 'Key',
    secure: { Key: resource('AWS::KMS::Key', { ...key().Properties, Tags: [{ Key: 'zero-trust:profile', Value: 'HIPAA' }] }) },
    passesWhen: {
      'it has no tags': set('Key', 'Tags'),
      'another tag has the value': set('Key', 'Tags.0', { Key: 'stage', Value: 'DEVELOPMENT' }),
    },
    firesWhen: {
      'it is of the development profile': set('Key', 'Tags.0.Value', 'DEVELOPMENT'),
      'one of two tags is': set('Key', 'Tags.1', { Key: 'zero-trust:profile', Value: 'DEVELOPMENT' }),
      'the profile is a parameter': set('Key', 'Tags.0.Value', PARAMETER),
    },
  },
];
