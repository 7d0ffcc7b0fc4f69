import { add, all, att, attribute, join, PARAMETER, ref, remove, resource, Resources, RuleCase, set } from '../support/prove';
import { allow, denyPlaintext } from '../support/resources';
import { policyOf, response } from '../support/response';

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
  'the Deny without TLS is on what is called like the objects': set(`${on}Policy`, 'PolicyDocument.Statement.0.Resource', [att(on), join(att(on), '/a*')]),
  'the Deny without TLS is gone': set(`${on}Policy`, 'PolicyDocument.Statement.0'),
  'the Deny without TLS is on the bucket only': set(`${on}Policy`, 'PolicyDocument.Statement.0.Resource', att(on)),
  'the Deny without TLS is on objects only': set(`${on}Policy`, 'PolicyDocument.Statement.0.Resource', { 'Fn::Sub': `\${${on}.Arn}/*` }),
  'the Deny without TLS is for reading only': set(`${on}Policy`, 'PolicyDocument.Statement.0.Action', 's3:GetObject'),
});

/** The policy is attached by the name that the bucket is given, and names it by an ARN of that. */
const byName = (name: unknown, arn: unknown) => all(
  set('Archive', 'BucketName', name), set('ArchivePolicy', 'Bucket', name), set('ArchivePolicy', 'PolicyDocument.Statement.0.Resource', [arn, join(arn, '/*')]),
);

const byAcl = (ObjectOwnership: string) => all(
  set('AccessLogsPolicy', 'PolicyDocument.Statement.1'),
  set('AccessLogs', 'AccessControl', 'LogDeliveryWrite'),
  set('AccessLogs', 'OwnershipControls', { Rules: [{ ObjectOwnership }] }),
);

const forCloudFront = (condition: object) => ({ ...allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', join(att('Bucket'), '/*')), Condition: condition });
const forService = (condition?: object) => ({ ...allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', join(att('Bucket'), '/*')), ...(condition ? { Condition: condition } : {}) });
const STATEMENT = 'PolicyDocument.Statement.0';
const SSE = 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault';
const logsOfDistribution = add('Cdn', 'AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket: att('Bucket', 'RegionalDomainName') } } });

/** What proves the rules of S3. */
export const s3Cases: RuleCase[] = [
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
    passesWhen: {
      'the policy names the bucket by a literal': byName('photos', 'arn:aws:s3:::photos'),
      'the policy names the bucket by a text with a parameter in it': byName({ 'Fn::Sub': '${Unknown}-logs-${AWS::Region}' }, { 'Fn::Sub': 'arn:aws:s3:::${Unknown}-logs-${AWS::Region}' }),
      'the policy names the bucket by a parameter': byName(PARAMETER, { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Unknown}' }),
    },
    firesWhen: {
      ...privacy('Archive'),
      'nothing is said of encryption': set('Archive', 'BucketEncryption'),
      'the policy names another bucket': all(byName('photos', 'arn:aws:s3:::photos'), set('ArchivePolicy', 'Bucket', 'other')),
      'the statement names another bucket': byName('photos', 'arn:aws:s3:::photo'),
      'the statement has another parameter in its name': byName({ 'Fn::Sub': '${Unknown}-logs' }, { 'Fn::Sub': 'arn:aws:s3:::${Stage}-logs' }),
      'the statement names another parameter': byName(PARAMETER, { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Stage}' }),
      'the statement names objects only': byName('photos', 'arn:aws:s3:::photos/*'),
    },
  },
  {
    rule: 'ZT-S3-004',
    on: 'Bucket',
    secure: { Bucket: bucket({ LoggingConfiguration: { DestinationBucketName: 'logs' } }) },
    passesWhen: {
      'it takes access logs itself': all(set('Bucket', 'LoggingConfiguration'), add('Other', 'AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: ref('Bucket') } })),
      'it takes logs of a distribution': all(set('Bucket', 'LoggingConfiguration'), logsOfDistribution),
      'it takes logs of a load balancer': all(set('Bucket', 'LoggingConfiguration'), add('Balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
        LoadBalancerAttributes: [{ Key: 'access_logs.s3.bucket', Value: ref('Bucket') }],
      })),
    },
    firesWhen: {
      'nothing is said': set('Bucket', 'LoggingConfiguration'),
      'nothing is in what is said': set('Bucket', 'LoggingConfiguration', {}),
      'it is a parameter': set('Bucket', 'LoggingConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-005',
    on: 'Policy',
    secure: {
      Bucket: bucket({}),
      Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: [allow({ AWS: 'arn:aws:iam::111122223333:role/reader' }, 's3:GetObject', join(att('Bucket'), '/*'))] } }),
    },
    passesWhen: { 'everyone may read by one endpoint': all(set('Policy', `${STATEMENT}.Principal`, '*'), set('Policy', `${STATEMENT}.Condition`, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } })) },
    firesWhen: {
      'everyone may read': set('Policy', `${STATEMENT}.Principal`, '*'),
      'every account may read': set('Policy', `${STATEMENT}.Principal`, { AWS: '*' }),
      'everyone but some may read': all(set('Policy', `${STATEMENT}.Principal`), set('Policy', `${STATEMENT}.NotPrincipal`, { AWS: '111122223333' })),
      'everyone may read by some TLS': all(set('Policy', `${STATEMENT}.Principal`, '*'), set('Policy', `${STATEMENT}.Condition`, { Bool: { 'aws:SecureTransport': 'true' } })),
      'everyone may read from everywhere': all(set('Policy', `${STATEMENT}.Principal`, '*'), set('Policy', `${STATEMENT}.Condition`, { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-005',
    on: 'Point',
    secure: { Point: resource('AWS::S3::AccessPoint', { Policy: { Statement: [allow({ AWS: 'arn:aws:iam::111122223333:role/reader' }, 's3:GetObject')] } }) },
    passesWhen: { 'it has no resource policy': set('Point', 'Policy') },
    firesWhen: { 'everyone may read': set('Point', 'Policy.Statement.0.Principal', '*'), 'the policy is a parameter': set('Point', 'Policy', PARAMETER) },
  },
  {
    rule: 'ZT-S3-006',
    on: 'Policy',
    secure: {
      Bucket: bucket({}),
      Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: [forService({ StringEquals: { 'aws:SourceAccount': '111122223333' } })] } }),
    },
    passesWhen: {
      'it is for one source': set('Policy', STATEMENT, forService({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/*' } })),
      'it is for a role': set('Policy', `${STATEMENT}.Principal`, { AWS: 'arn:aws:iam::111122223333:role/writer' }),
    },
    firesWhen: {
      'there is no condition': set('Policy', `${STATEMENT}.Condition`),
      'the condition is about something else': set('Policy', `${STATEMENT}.Condition`, { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }),
      'the account is any': set('Policy', `${STATEMENT}.Condition`, { StringLike: { 'aws:SourceAccount': '*' } }),
      'the condition is a parameter': set('Policy', `${STATEMENT}.Condition`, PARAMETER),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-016',
    on: 'Policy',
    secure: {
      Bucket: bucket({}),
      Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: [forCloudFront({ StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E123' } })] } }),
    },
    passesWhen: {
      'it is for an account': set('Policy', STATEMENT, forCloudFront({ StringEquals: { 'aws:SourceAccount': '111122223333' } })),
      'it is for another service, which another rule judges': set('Policy', STATEMENT, forService()),
    },
    firesWhen: {
      'there is no condition': set('Policy', `${STATEMENT}.Condition`),
      'there is no condition, for a service beside': set('Policy', STATEMENT, { ...forService(), Principal: { Service: ['cloudfront.amazonaws.com', 'cloudtrail.amazonaws.com'] } }),
      'any distribution may read': set('Policy', STATEMENT, forCloudFront({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/*' } })),
      'the condition is about something else': set('Policy', STATEMENT, forCloudFront({ StringEquals: { 's3:ExistingObjectTag/public': 'yes' } })),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-007',
    on: 'Bucket',
    secure: { Bucket: bucket({}) },
    firesWhen: {
      'nothing is said': set('Bucket', 'VersioningConfiguration'),
      'versions are suspended': set('Bucket', 'VersioningConfiguration.Status', 'Suspended'),
      'it is a parameter': set('Bucket', 'VersioningConfiguration.Status', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-008',
    on: 'Bucket',
    secure: {
      Key: resource('AWS::KMS::Key'),
      Bucket: bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: att('Key') } }] } }),
    },
    passesWhen: {
      'it is encrypted twice': set('Bucket', `${SSE}.SSEAlgorithm`, 'aws:kms:dsse'),
      'it takes logs of a distribution': all(set('Bucket', SSE, { SSEAlgorithm: 'AES256' }), logsOfDistribution),
    },
    firesWhen: {
      'it is under a key of S3': set('Bucket', SSE, { SSEAlgorithm: 'AES256' }),
      'it is under the key of AWS': set('Bucket', `${SSE}.KMSMasterKeyID`),
      'it is under the alias of AWS': set('Bucket', `${SSE}.KMSMasterKeyID`, 'alias/aws/s3'),
      'the key is named and not used': set('Bucket', `${SSE}.SSEAlgorithm`, 'AES256'),
      'nothing is said': set('Bucket', 'BucketEncryption'),
      'the key is a parameter': set('Bucket', `${SSE}.KMSMasterKeyID`, PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-009',
    on: 'Bucket',
    secure: { Bucket: bucket({}) },
    firesWhen: {
      'it has an index': set('Bucket', 'WebsiteConfiguration', { IndexDocument: 'index.html' }),
      'it sends visitors elsewhere': set('Bucket', 'WebsiteConfiguration', { RedirectAllRequestsTo: { HostName: 'example.com' } }),
      'it is a parameter': set('Bucket', 'WebsiteConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-010',
    on: 'Bucket',
    secure: { Bucket: bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }) },
    passesWhen: {
      'nothing is said': set('Bucket', 'OwnershipControls'),
      'its access list is for the owner': set('Bucket', 'AccessControl', 'Private'),
      'a distribution writes its logs by access list': all(set('Bucket', 'OwnershipControls.Rules.0.ObjectOwnership', 'ObjectWriter'), logsOfDistribution),
    },
    firesWhen: {
      'who writes owns': set('Bucket', 'OwnershipControls.Rules.0.ObjectOwnership', 'ObjectWriter'),
      'the owner is preferred': set('Bucket', 'OwnershipControls.Rules.0.ObjectOwnership', 'BucketOwnerPreferred'),
      'everyone may read': set('Bucket', 'AccessControl', 'PublicRead'),
      'everyone with an account may read': set('Bucket', 'AccessControl', 'AuthenticatedRead'),
      'everyone may read logs': all(set('Bucket', 'AccessControl', 'PublicRead'), logsOfDistribution),
      'ownership is a parameter': set('Bucket', 'OwnershipControls.Rules.0.ObjectOwnership', PARAMETER),
      'the access list is a parameter': set('Bucket', 'AccessControl', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-011',
    on: 'Bucket',
    secure: { Bucket: bucket({ CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['https://orders.example.com'] }] } }) },
    passesWhen: {
      'there is no CORS': set('Bucket', 'CorsConfiguration'),
      'subdomains of a name may use it': set('Bucket', 'CorsConfiguration.CorsRules.0.AllowedOrigins', ['https://*.example.com']),
    },
    firesWhen: {
      'every origin may use it': set('Bucket', 'CorsConfiguration.CorsRules.0.AllowedOrigins', ['*']),
      'every origin with TLS may use it': set('Bucket', 'CorsConfiguration.CorsRules.0.AllowedOrigins.1', 'https://*'),
      'a second rule is for every origin': set('Bucket', 'CorsConfiguration.CorsRules.1', { AllowedMethods: ['GET'], AllowedOrigins: ['*'] }),
      'the origins are a parameter': set('Bucket', 'CorsConfiguration.CorsRules.0.AllowedOrigins', PARAMETER),
      'the rules are a parameter': set('Bucket', 'CorsConfiguration.CorsRules', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-012',
    on: 'Bucket',
    secure: { Bucket: { ...bucket({}), DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } },
    firesWhen: {
      'it is deleted with its stack': attribute('Bucket', 'DeletionPolicy', 'Delete'),
      'nothing is said of deletion': attribute('Bucket', 'DeletionPolicy'),
      'nothing is said of replacement': attribute('Bucket', 'UpdateReplacePolicy'),
      'a function empties it': add('Emptied', 'Custom::S3AutoDeleteObjects', { BucketName: ref('Bucket') }),
    },
  },
  {
    rule: 'ZT-S3-013',
    on: 'Bucket',
    secure: { Bucket: bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] } }) },
    passesWhen: { 'one of two rules is off': set('Bucket', 'LifecycleConfiguration.Rules.1', { Status: 'Disabled' }) },
    firesWhen: {
      'there is none': set('Bucket', 'LifecycleConfiguration'),
      'the only rule is off': set('Bucket', 'LifecycleConfiguration.Rules.0.Status', 'Disabled'),
      'whether the rule is on is a parameter': set('Bucket', 'LifecycleConfiguration.Rules.0.Status', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-014',
    on: 'Point',
    secure: { Point: resource('AWS::S3::AccessPoint', { Bucket: 'data', PublicAccessBlockConfiguration: PRIVATE }) },
    passesWhen: { 'nothing is said, which blocks all': set('Point', 'PublicAccessBlockConfiguration') },
    firesWhen: {
      'policies may publish it': set('Point', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false),
      'public buckets are not restricted': set('Point', 'PublicAccessBlockConfiguration.RestrictPublicBuckets', 'false'),
      'a setting is a parameter': set('Point', 'PublicAccessBlockConfiguration.BlockPublicAcls', PARAMETER),
      'the settings are a parameter': set('Point', 'PublicAccessBlockConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-S3-015',
    on: 'Evidence',
    secure: {
      ...response(),
      Evidence: resource('AWS::S3::Bucket', { ObjectLockEnabled: true, ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } } }),
      Writes: policyOf('PlayRole', 's3:PutObject', join(att('Evidence'), '/incidents/*')),
    },
    passesWhen: {
      'the retention is in years': set('Evidence', 'ObjectLockConfiguration.Rule.DefaultRetention', { Mode: 'COMPLIANCE', Years: 1 }),
      'a bucket that the response only reads is not locked': all(set('Writes', 'PolicyDocument.Statement.0.Action', 's3:GetObject'), set('Evidence', 'ObjectLockEnabled')),
      'a bucket that is written by what acts on no findings is not locked': all(set('Rule', 'EventPattern.source', ['shop']), set('Evidence', 'ObjectLockEnabled')),
    },
    firesWhen: {
      'it has no lock': set('Evidence', 'ObjectLockEnabled'),
      'the lock is off': set('Evidence', 'ObjectLockEnabled', false),
      'whether it has a lock is a parameter': set('Evidence', 'ObjectLockEnabled', PARAMETER),
      'the lock keeps nothing by default': set('Evidence', 'ObjectLockConfiguration'),
      'the retention has no mode': set('Evidence', 'ObjectLockConfiguration.Rule.DefaultRetention.Mode'),
      'the retention has no days': set('Evidence', 'ObjectLockConfiguration.Rule.DefaultRetention.Days'),
      'the rule of the lock is a parameter': set('Evidence', 'ObjectLockConfiguration.Rule', PARAMETER),
      'every action of S3 is allowed, and it has no lock': all(set('Writes', 'PolicyDocument.Statement.0.Action', 's3:*'), set('Evidence', 'ObjectLockEnabled')),
    },
  },
  {
    rule: 'ZT-S3-014',
    on: 'Bucket',
    secure: { Bucket: resource('AWS::S3::Bucket', { PublicAccessBlockConfiguration: PRIVATE }) },
    passesWhen: { 'nothing is said, which blocks all': set('Bucket', 'PublicAccessBlockConfiguration') },
    firesWhen: {
      'policies may publish it': set('Bucket', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false),
      'a setting is left out, which turns it off': set('Bucket', 'PublicAccessBlockConfiguration.IgnorePublicAcls'),
      'all settings are left out': set('Bucket', 'PublicAccessBlockConfiguration', {}),
      'a setting is a parameter': set('Bucket', 'PublicAccessBlockConfiguration.BlockPublicAcls', PARAMETER),
      'the settings are a parameter': set('Bucket', 'PublicAccessBlockConfiguration', PARAMETER),
    },
  },
];
