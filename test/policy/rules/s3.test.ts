import { all, att, join, PARAMETER, prove, ref, remove, resource, Resources, set } from '../support/prove';
import { allow, denyPlaintext } from '../support/resources';

const PRIVATE = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const bucket = (properties: object) => resource('AWS::S3::Bucket', {
  PublicAccessBlockConfiguration: PRIVATE,
  VersioningConfiguration: { Status: 'Enabled' },
  BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  ...properties,
});
const policy = (on: string, ...statements: object[]) => resource('AWS::S3::BucketPolicy', {
  Bucket: ref(on), PolicyDocument: { Statement: [denyPlaintext('s3:*', [att(on), join(att(on), '/*')]), ...statements] },
});
const secure: Resources = {
  Trail: resource('AWS::CloudTrail::Trail', { S3BucketName: ref('Archive') }),
  Archive: bucket({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
    LoggingConfiguration: { DestinationBucketName: ref('AccessLogs') },
  }),
  ArchivePolicy: policy('Archive'),
  AccessLogs: bucket({}),
  AccessLogsPolicy: policy('AccessLogs', allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject', join(att('AccessLogs'), '/*'))),
};
const privacy = (on: string) => ({
  'ACLs may publish it': set(on, 'PublicAccessBlockConfiguration.BlockPublicAcls', false),
  'a policy may publish it': set(on, 'PublicAccessBlockConfiguration.BlockPublicPolicy'),
  'public ACLs are not ignored': set(on, 'PublicAccessBlockConfiguration.IgnorePublicAcls', PARAMETER),
  'public buckets are not restricted': set(on, 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false),
  'nothing is said of public access': set(on, 'PublicAccessBlockConfiguration'),
  'the policy is gone': remove(`${on}Policy`),
  'the Deny without TLS is gone': set(`${on}Policy`, 'PolicyDocument.Statement.0'),
  'the Deny without TLS is for reading only': set(`${on}Policy`, 'PolicyDocument.Statement.0.Action', 's3:GetObject'),
});

const byAcl = (ObjectOwnership: string) => all(
  set('AccessLogsPolicy', 'PolicyDocument.Statement.1'),
  set('AccessLogs', 'AccessControl', 'LogDeliveryWrite'),
  set('AccessLogs', 'OwnershipControls', { Rules: [{ ObjectOwnership }] }),
);

prove('S3', [
  {
    rule: 'ZT-S3-001',
    on: 'Archive',
    secure,
    passesWhen: { 'it is no archive': all(remove('Trail'), set('Archive', 'ObjectLockEnabled')) },
    firesWhen: {
      ...privacy('Archive'),
      'versions are not kept': set('Archive', 'VersioningConfiguration.Status', 'Suspended'),
      'objects are not locked': set('Archive', 'ObjectLockEnabled', false),
      'nothing is said of locks': set('Archive', 'ObjectLockEnabled'),
      'objects are not locked by default': set('Archive', 'ObjectLockConfiguration'),
    },
  },
  {
    rule: 'ZT-S3-002',
    on: 'AccessLogs',
    secure,
    passesWhen: {
      'it takes no access logs': all(set('Archive', 'LoggingConfiguration'), remove('AccessLogsPolicy')),
      'S3 writes by the access list for log delivery': byAcl('ObjectWriter'),
    },
    firesWhen: {
      ...privacy('AccessLogs'),
      'versions are not kept': set('AccessLogs', 'VersioningConfiguration'),
      'S3 would write by an access list that does not count': byAcl('BucketOwnerEnforced'),
      'nothing is said of encryption': set('AccessLogs', 'BucketEncryption'),
      'somebody else may write': set('AccessLogsPolicy', 'PolicyDocument.Statement.2', allow({ AWS: '111122223333' }, 's3:Put*', '*')),
      'anyone may write': set('AccessLogsPolicy', 'PolicyDocument.Statement.1.Principal', '*'),
      'anyone may do all but some': set('AccessLogsPolicy', 'PolicyDocument.Statement.2', { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteBucket', Resource: '*' }),
      'S3 may not write': set('AccessLogsPolicy', 'PolicyDocument.Statement.1'),
      'the policy is a parameter': set('AccessLogsPolicy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-003',
    on: 'Archive',
    secure,
    firesWhen: { ...privacy('Archive'), 'nothing is said of encryption': set('Archive', 'BucketEncryption') },
  },
]);
