import { App, CfnResource, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AuditTrail, DataClass, DeclaredEdges, SecureFunction, SecureQueue, TrustZone, ZeroTrustChecks } from '../../src';
import { SecureBucket } from '../../src/data/secure-bucket';
import { SecureBucketProps } from '../../src/data/secure-bucket-props';
import { DeployedTemplates, REGION } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { Finding, findingsOf, stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const list = (value: any) => (Array.isArray(value) ? value : [value]);
const onlyCopy = { withoutReplica: 'made again each night' };
const optOuts = (bucket: SecureBucket) => bucket.node.metadata.filter(({ type }) => type === 'cdk-zero-trust:opt-out').map(({ data }) => data);
const called = (findings: Finding[]) => findings.map(({ rule, path }) => `${rule} ${path}`).sort();

function withBucket(props: SecureBucketProps = onlyCopy, stackProps: StackProps = {}) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const bucket = new SecureBucket(stack, 'Docs', props);
  const fn = (id = 'Fn') => new SecureFunction(stack, id, { code });
  return { stack, bucket, fn, template: () => Template.fromStack(stack) };
}

/** Properties of the bucket itself. */
function docs(template: Template): any {
  return Object.entries(template.findResources('AWS::S3::Bucket')).find(([id]) => id.startsWith('Docs'))![1].Properties;
}

function policyOf(template: Template, prefix: string): any[] {
  return Object.entries(template.findResources('AWS::S3::BucketPolicy')).find(([id]) => id.startsWith(prefix))![1].Properties.PolicyDocument.Statement;
}

/** The function's own statements but for its logs. */
function grantsOf(template: Template, prefix = 'FnOwn'): { actions: string[]; resources: any[]; conditions: any }[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith(prefix))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Sid !== 'OwnLogs')
    .map((statement) => ({ actions: list(statement.Action), resources: list(statement.Resource), conditions: statement.Condition }));
}

const bucketArn = { 'Fn::GetAtt': [expect.stringMatching(/^Docs/), 'Arn'] };
const objects = (pattern: string) => ({ 'Fn::Join': ['', [bucketArn, `/${pattern}`]] });
const onObjects = (actions: string[], pattern: string) => ({ actions, resources: [objects(pattern)], conditions: undefined });
const listing = (pattern: string) => ({
  actions: ['s3:ListBucket'], resources: [bucketArn], conditions: { StringLike: { 's3:prefix': [pattern] } },
});
const keyThroughS3 = (actions: string[], pattern: string) => ({
  actions,
  resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneConfidentialKey/), 'Arn'] }],
  conditions: {
    StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, objects(pattern)] },
  },
});

/** Everything that a bucket offers, in one stack. */
function everyPath(stack: Stack) {
  const copy = new SecureBucket(stack, 'Copy');
  const bucket = new SecureBucket(stack, 'Docs', {
    replicateTo: copy,
    lockRetention: Duration.days(30),
    eventBridgeEnabled: true,
    cors: [{ allowedMethods: [s3.HttpMethods.PUT], allowedOrigins: ['https://app.example.com'] }],
  });
  const queue = new SecureQueue(stack, 'Queue');
  bucket.notifyQueue(queue, { prefix: 'in/' });
  const fn = new SecureFunction(stack, 'Fn', { code });
  fn.addEventSource(new SqsEventSource(queue));
  bucket.grantRead(fn, 'in/*');
  bucket.grantPut(fn, 'out/*');
}

describe('a secure bucket', () => {
  test('leaves nothing open in the five packs, with a replica, a lock, a queue that it tells and a function that reads and writes it', () => {
    const { open, acknowledged } = stackFindings(everyPath);
    expect(open).toEqual([]);
    expect(called(acknowledged).map((finding) => finding.replace(/<(Docs|Copy)\w+\.Arn>/, '<$1.Arn>'))).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'AwsSolutions-IAM5[Resource::<Copy.Arn>/*] Stack/Docs/Replication/Policy/Resource',
      'AwsSolutions-IAM5[Resource::<Docs.Arn>/*] Stack/Docs/Replication/Policy/Resource',
      'AwsSolutions-IAM5[Resource::<Docs.Arn>/in/*] Stack/FnOwn/Role/Policy/Resource',
      'AwsSolutions-IAM5[Resource::<Docs.Arn>/out/*] Stack/FnOwn/Role/Policy/Resource',
      'HIPAA.Security-S3BucketReplicationEnabled Stack/Copy/Resource',
      'HIPAA.Security-S3BucketReplicationEnabled Stack/ZeroTrustAccessLogs/Resource',
      'HIPAA.Security-S3DefaultEncryptionKMS Stack/ZeroTrustAccessLogs/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-S3BucketReplicationEnabled Stack/Copy/Resource',
      'NIST.800.53.R5-S3BucketReplicationEnabled Stack/ZeroTrustAccessLogs/Resource',
      'NIST.800.53.R5-S3DefaultEncryptionKMS Stack/ZeroTrustAccessLogs/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-S3BucketReplicationEnabled Stack/Copy/Resource',
      'PCI.DSS.321-S3BucketReplicationEnabled Stack/ZeroTrustAccessLogs/Resource',
      'PCI.DSS.321-S3DefaultEncryptionKMS Stack/ZeroTrustAccessLogs/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-LambdaEventSourceMappingDestination Stack/Fn/SqsEventSource:StackQueue1DEA7C94/Resource',
      'Serverless-SQSRedrivePolicy Stack/Queue/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in the rules of this library', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack')), [new ZeroTrustChecks()], { context }).open).toEqual([]);
  });

  test('is two buckets with a policy each beside the key of its zone, and two resources more for each further one', () => {
    const { stack, template } = withBucket();
    new SecureBucket(stack, 'More', onlyCopy);
    expect(Object.values(template().toJSON().Resources).map((resource: any) => resource.Type).sort()).toEqual([
      'AWS::KMS::Key',
      'AWS::S3::Bucket', 'AWS::S3::Bucket', 'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy', 'AWS::S3::BucketPolicy', 'AWS::S3::BucketPolicy',
    ]);
  });

  test('is private, under the zone\'s key, keeps versions and stays when its stack goes', () => {
    withBucket().template().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: Match.absent(),
        AccessControl: Match.absent(),
        ObjectLockEnabled: Match.absent(),
        NotificationConfiguration: Match.absent(),
        ReplicationConfiguration: Match.absent(),
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneConfidentialKey'), 'Arn'] },
            },
          }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });

  test('uses the key of its data class', () => {
    const { bucket } = withBucket({ ...onlyCopy, dataClass: DataClass.RESTRICTED });
    expect(bucket.encryptionKey).toBe(bucket.zone.key(DataClass.RESTRICTED));
  });

  test('answers to TLS 1.2 or newer only, and takes no object under another key', () => {
    const statements = policyOf(withBucket().template(), 'Docs');
    const everyone = { Effect: 'Deny', Principal: { AWS: '*' } };
    const whole = [bucketArn, objects('*')];
    const put = { ...everyone, Action: 's3:PutObject', Resource: objects('*') };
    const header = 's3:x-amz-server-side-encryption';
    expect(statements).toEqual([
      { ...everyone, Action: 's3:*', Resource: whole, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...everyone, Action: 's3:*', Resource: whole, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      { ...put, Sid: 'NoOtherEncryption', Condition: { Null: { [header]: 'false' }, StringNotEquals: { [header]: 'aws:kms' } } },
      {
        ...put,
        Sid: 'NoOtherKey',
        Condition: {
          Null: { [`${header}-aws-kms-key-id`]: 'false' },
          StringNotEquals: { [`${header}-aws-kms-key-id`]: { 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneConfidentialKey/), 'Arn'] } },
        },
      },
      { ...put, Sid: 'NoKeyOfTheCaller', Condition: { Null: { [`${header}-customer-algorithm`]: 'false' } } },
    ]);
  });

  test('lets old versions expire and ends uploads that nobody finished', () => {
    expect(docs(withBucket().template()).LifecycleConfiguration.Rules).toEqual([{
      Id: 'Lifecycle', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    }]);
  });

  test('takes expiry, transitions, a name and a removal policy', () => {
    withBucket({
      ...onlyCopy,
      expiration: Duration.days(400),
      noncurrentVersionExpiration: Duration.days(10),
      transitions: [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) }],
      bucketName: 'documents-of-example',
      removalPolicy: RemovalPolicy.DESTROY,
    }).template().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: {
        BucketName: 'documents-of-example',
        LifecycleConfiguration: {
          Rules: [Match.objectLike({
            ExpirationInDays: 400,
            NoncurrentVersionExpiration: { NoncurrentDays: 10 },
            Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
          })],
        },
      },
    });
  });

  test('belongs to the zone that it is given, and its objects are watched by a trail', () => {
    const stack = new Stack(new App(), 'Stack');
    const zones = ['A', 'B'].map((id) => new TrustZone(stack, id));
    const bucket = new SecureBucket(stack, 'Docs', { ...onlyCopy, zone: zones[1] });
    expect(bucket.encryptionKey!.node.scope).toBe(zones[1]);
    new AuditTrail(stack, 'Trail', { zone: zones[1] });
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudTrail::Trail'))).toContain('AWS::S3::Object');
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition in %s', (region) => {
    const { bucket, stack, template } = withBucket({ eventBridgeEnabled: true, ...onlyCopy }, { env: { account: '111122223333', region } });
    bucket.grantReadWrite(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), 'a/*');
    bucket.notifyQueue(new SecureQueue(stack, 'Queue'));
    expect(JSON.stringify(template().toJSON())).not.toMatch(/arn:aws|amazonaws\.com\.cn|\.amazonaws\.com"\]\]/);
  });
});

describe('the access logs of secure buckets', () => {
  test('go to one bucket of the stack, where S3 alone may put them, each under the path of its bucket', () => {
    const { stack, template } = withBucket();
    new SecureBucket(stack, 'More', onlyCopy);
    const logs = { Ref: expect.stringMatching(/^ZeroTrustAccessLogs/) };
    const made = template();
    expect(docs(made).LoggingConfiguration).toEqual({ DestinationBucketName: logs, LogFilePrefix: 'Stack/Docs/' });
    const delivery = policyOf(made, 'ZeroTrustAccessLogs').filter(({ Sid }) => Sid === 'AccessLogs');
    expect(delivery).toHaveLength(2);
    expect(delivery[0]).toEqual({
      Sid: 'AccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^ZeroTrustAccessLogs/), 'Arn'] }, '/Stack/Docs/*']] },
      Condition: { ArnLike: { 'aws:SourceArn': bucketArn }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test('go to the bucket that is given, of another stack too, without a cycle', () => {
    const app = new App();
    const logs = new s3.Bucket(new Stack(app, 'Logs'), 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED });
    const stack = new Stack(app, 'Stack');
    new SecureBucket(stack, 'Docs', { ...onlyCopy, accessLogBucket: logs });
    expect(docs(Template.fromStack(stack)).LoggingConfiguration.DestinationBucketName).toEqual({ 'Fn::ImportValue': expect.stringContaining('Logs:') });
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 1);
    Template.fromStack(Stack.of(logs)).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({
          Condition: {
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] } },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        })],
      }),
    });
  });

  test('are refused by a bucket where they would vanish', () => {
    const stack = new Stack(new App(), 'Stack');
    const underKey = new s3.Bucket(stack, 'UnderKey', { encryptionKey: new kms.Key(stack, 'Key') });
    const imported = s3.Bucket.fromBucketName(stack, 'Imported', 'elsewhere');
    expect(() => new SecureBucket(stack, 'A', { accessLogBucket: underKey })).toThrow(failsWith('AccessLogsUnderKey'));
    expect(() => new SecureBucket(stack, 'B', { accessLogBucket: imported })).toThrow(failsWith('CannotAllowLogDelivery'));
    expect(optOuts(new SecureBucket(stack, 'C', { accessLogBucket: imported, accessLogPolicyInPlace: true })))
      .toEqual([expect.stringContaining('accessLogPolicyInPlace')]);
    expect(optOuts(new SecureBucket(stack, 'D'))).toEqual([]);
  });
});

describe('a lock of a secure bucket', () => {
  test.each([[undefined, 'GOVERNANCE'], [s3.ObjectLockMode.COMPLIANCE, 'COMPLIANCE']])('of mode %s holds each version, and nobody lifts it', (lockMode, mode) => {
    const template = withBucket({ ...onlyCopy, lockRetention: Duration.days(30), lockMode }).template();
    expect(docs(template)).toMatchObject({
      ObjectLockEnabled: true, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 30, Mode: mode } } },
    });
    expect(policyOf(template, 'Docs')).toContainEqual({
      Sid: 'NobodyLiftsTheLock', Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:BypassGovernanceRetention', Resource: objects('*'),
    });
  });

  test('is none without a time', () => {
    expect(() => withBucket({ lockMode: s3.ObjectLockMode.COMPLIANCE })).toThrow(failsWith('LockWithoutRetention'));
    expect(JSON.stringify(policyOf(withBucket().template(), 'Docs'))).not.toContain('BypassGovernanceRetention');
  });
});

describe('the second copy of a secure bucket', () => {
  test('is asked for by three packs until it is there or given up with a reason', () => {
    // alone, as an acknowledgement on another bucket would silence it too up to aws-cdk-lib 2.275, where ZeroTrust.enforce is not used
    const open = (props: SecureBucketProps) => called(stackFindings((stack) => {
      const accessLogBucket = s3.Bucket.fromBucketName(stack, 'Logs', 'logs');
      new SecureBucket(stack, 'Docs', { ...props, accessLogBucket, accessLogPolicyInPlace: true });
    }).open);
    expect(open({})).toEqual(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-S3BucketReplicationEnabled Stack/Docs/Resource`));
    expect(open(onlyCopy)).toEqual([]);
    expect(optOuts(withBucket().bucket)).toEqual(['withoutReplica: made again each night']);
  });

  test('is made of every new object under the key of its bucket, and deletions are not copied', () => {
    const stack = new Stack(new App(), 'Stack');
    const copy = new SecureBucket(stack, 'Copy', { dataClass: DataClass.RESTRICTED });
    new SecureBucket(stack, 'Docs', { replicateTo: copy });
    expect(docs(Template.fromStack(stack)).ReplicationConfiguration).toEqual({
      Role: { 'Fn::GetAtt': [expect.stringMatching(/^DocsReplication/), 'Arn'] },
      Rules: [{
        Id: 'Copy',
        Status: 'Enabled',
        Priority: 1,
        Filter: { Prefix: '' },
        DeleteMarkerReplication: { Status: 'Disabled' },
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
        Destination: {
          Bucket: { 'Fn::GetAtt': [expect.stringMatching(/^Copy/), 'Arn'] },
          EncryptionConfiguration: { ReplicaKmsKeyID: { 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneRestrictedKey/), 'Arn'] } },
        },
      }],
    });
    expect(DeclaredEdges.of(stack)).toContainEqual({
      caller: 'Stack/Docs', target: 'Stack/Copy', intent: 'write', actions: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
    });
  });

  test('is written by a role that may do nothing else, in a region of its own', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const copy = s3.Bucket.fromBucketAttributes(stack, 'Copy', {
      bucketArn: 'arn:aws:s3:::copy',
      region: 'eu-central-1',
      encryptionKey: kms.Key.fromKeyArn(stack, 'CopyKey', 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000000'),
    });
    new SecureBucket(stack, 'Docs', { replicateTo: copy });
    const template = Template.fromStack(stack);
    expect(grantsOf(template, 'DocsReplication').map(({ actions }) => actions)).toEqual([
      ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      ['s3:GetObjectLegalHold', 's3:GetObjectRetention', 's3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
      ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
      ['kms:Decrypt'],
      ['kms:Encrypt', 'kms:GenerateDataKey'],
    ]);
    expect(grantsOf(template, 'DocsReplication')[4].conditions).toEqual({
      StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.eu-central-1.', { Ref: 'AWS::URLSuffix' }]] } },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::copy', 'arn:aws:s3:::copy/*'] },
    });
  });

  test('is refused where its key is not known, and where both are said', () => {
    const stack = new Stack(new App(), 'Stack');
    const named = s3.Bucket.fromBucketName(stack, 'Named', 'copy');
    expect(() => new SecureBucket(stack, 'A', { replicateTo: named })).toThrow(failsWith('ReplicaWithoutKey'));
    expect(() => new SecureBucket(stack, 'B', { replicateTo: named, withoutReplica: 'x' })).toThrow(failsWith('ReplicaChoice'));
    expect(() => new SecureBucket(stack, 'C', { withoutReplica: ' ' })).toThrow(failsWith('NoReason'));
    expect(stack.node.tryFindChild('A')).toBeUndefined();
  });
});

describe('CORS of a secure bucket', () => {
  const rule = (origin: string) => ({ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: [origin] });
  test('names its origins', () => {
    const { bucket, template } = withBucket({ ...onlyCopy, cors: [rule('https://a.example.com')] });
    bucket.addCorsRule(rule('https://b.example.com:8443'));
    expect(docs(template()).CorsConfiguration.CorsRules.map((one: any) => one.AllowedOrigins)).toEqual([['https://a.example.com'], ['https://b.example.com:8443']]);
  });

  test.each([['*', 'CorsWildcard'], ['https://*', 'BadOrigin'], ['http://app.example.com', 'BadOrigin'], ['null', 'BadOrigin']])('refuses %s', (origin, id) => {
    expect(() => withBucket({ cors: [rule(origin)] })).toThrow(failsWith(id));
    expect(() => withBucket().bucket.addCorsRule(rule(origin))).toThrow(failsWith(id));
  });
});

describe('grants of a secure bucket', () => {
  const READ = ['s3:GetObject'];
  const PUT = ['s3:AbortMultipartUpload', 's3:PutObject'];
  const WRITE = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'];
  const BOTH_ON_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];
  type Grant = (bucket: SecureBucket, fn: SecureFunction) => void;

  const pattern = 'invoices/*';
  const reading = [onObjects(READ, pattern), keyThroughS3(['kms:Decrypt'], pattern), listing(pattern)];
  const putting = [onObjects(PUT, pattern), keyThroughS3(BOTH_ON_KEY, pattern)];
  const writing = [onObjects(WRITE, pattern), keyThroughS3(BOTH_ON_KEY, pattern)];
  const both = [onObjects(['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'], pattern),
    keyThroughS3(BOTH_ON_KEY, pattern), listing(pattern)];
  const deleting = [onObjects(['s3:DeleteObject'], pattern)];
  test.each<[string, unknown[], Grant]>([
    ['grantRead', reading, (bucket, fn) => bucket.grantRead(fn, pattern)],
    ['grants.read', reading, (bucket, fn) => bucket.grants.read(fn, pattern)],
    ['grantReadObjects', reading.slice(0, 2), (bucket, fn) => bucket.grantReadObjects(fn, pattern)],
    ['grantPut', putting, (bucket, fn) => bucket.grantPut(fn, pattern)],
    ['grants.put', putting, (bucket, fn) => bucket.grants.put(fn, pattern)],
    ['grantWrite', writing, (bucket, fn) => bucket.grantWrite(fn, pattern)],
    ['grants.write', writing, (bucket, fn) => bucket.grants.write(fn, pattern)],
    ['grantDelete', deleting, (bucket, fn) => bucket.grantDelete(fn, pattern)],
    ['grants.delete', deleting, (bucket, fn) => bucket.grants.delete(fn, pattern)],
    ['grantReadWrite', both, (bucket, fn) => bucket.grantReadWrite(fn, pattern)],
    ['grants.readWrite', both, (bucket, fn) => bucket.grants.readWrite(fn, pattern)],
    ['grantWrite with exact actions', [onObjects(['s3:PutObjectTagging'], pattern)], (bucket, fn) => bucket.grantWrite(fn, pattern, ['s3:PutObjectTagging'])],
    ['grants.actionsOnObjectKeys', [onObjects(['s3:GetObjectVersion'], pattern), keyThroughS3(['kms:Decrypt'], pattern)],
      (bucket, fn) => bucket.grants.actionsOnObjectKeys(fn, pattern, 's3:GetObjectVersion', 'kms:Decrypt')],
    ['grants.actionsOnBucketAndObjectKeys', [onObjects(['s3:GetBucketLocation'], pattern), { actions: ['s3:GetBucketLocation'], resources: [bucketArn], conditions: undefined }],
      (bucket, fn) => bucket.grants.actionsOnBucketAndObjectKeys(fn, pattern, 's3:GetBucketLocation')],
  ])('%s names exact actions on the objects of one pattern, and the key through S3 for this bucket', (_name, statements, grant) => {
    const { bucket, fn, template } = withBucket();
    grant(bucket, fn());
    expect(grantsOf(template())).toEqual(statements);
  });

  test('on all objects list all, on one object list nothing', () => {
    const { bucket, fn, template } = withBucket();
    bucket.grantRead(fn());
    expect(grantsOf(template())).toContainEqual({ actions: ['s3:ListBucket'], resources: [bucketArn], conditions: undefined });
    const one = withBucket();
    one.bucket.grantRead(one.fn(), 'rates.json');
    expect(JSON.stringify(grantsOf(one.template()))).not.toContain('ListBucket');
  });

  test('open the gateway endpoint for these actions and these objects, and declare one edge', () => {
    const { stack, bucket, fn, template } = withBucket();
    bucket.grantRead(fn(), pattern);
    const endpoints = Object.values(template().findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0].Properties).toMatchObject({
      VpcEndpointType: 'Gateway',
      PolicyDocument: { Statement: [{ Action: ['s3:GetObject', 's3:ListBucket'], Resource: [objects(pattern), bucketArn] }] },
    });
    template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ FromPort: 443, DestinationPrefixListId: Match.anyValue() })],
    });
    expect(DeclaredEdges.of(stack)).toEqual([{ caller: 'Stack/Fn', target: 'Stack/Docs', intent: 'read', actions: ['s3:GetObject', 's3:ListBucket'] }]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sto a function of another stack leave nothing open there', (_, context) => {
    const { open } = findingsOf((app) => {
      const bucket = new SecureBucket(new Stack(app, 'Data'), 'Docs', onlyCopy);
      bucket.grantReadWrite(new SecureFunction(new Stack(app, 'Code'), 'Fn', { code }), pattern);
    }, undefined, { context });
    expect(open).toEqual([]);
  });

  test('to a role that is not of this library leave its wildcard for its owner to judge', () => {
    const { open } = stackFindings((stack) => {
      new SecureBucket(stack, 'Docs', onlyCopy).grantReadObjects(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') }), pattern);
    });
    expect(open.map(({ rule }) => rule.replace(/<\w+\.Arn>/, '<Docs.Arn>'))).toContain('AwsSolutions-IAM5[Resource::<Docs.Arn>/invoices/*]');
  });

  test('on the key are for S3 alone and for nothing that it does not do', () => {
    const { bucket, fn, template } = withBucket();
    const caller = fn();
    expect(bucket.grantOnKey(caller, 'kms:Encrypt')).toEqual({});
    bucket.grantOnKey(caller, 'kms:Decrypt', 'kms:ReEncrypt*');
    expect(grantsOf(template())).toEqual([keyThroughS3(['kms:Decrypt'], '*')]);
  });

  test('refuse what is for everyone, access lists, wildcards, patterns that match nothing and grants of nothing', () => {
    const { stack, bucket, fn } = withBucket({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    const caller = fn();
    const open = new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] });
    expect(() => bucket.grantPublicAccess()).toThrow(failsWith('PublicAccess'));
    expect(() => bucket.grants.publicAccess()).toThrow(failsWith('PublicAccess'));
    expect(() => bucket.addToResourcePolicy(open)).toThrow(failsWith('PublicAccess'));
    expect(() => bucket.addToResourcePolicy(open.copy({ conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }))).not.toThrow();
    expect(() => bucket.grantPutAcl(caller)).toThrow(failsWith('AccessListsAreOff'));
    expect(() => bucket.grants.putAcl(caller)).toThrow(failsWith('AccessListsAreOff'));
    expect(() => bucket.grantReplicationPermission(caller, { destinations: [] })).toThrow(failsWith('ReplicationByProp'));
    expect(() => bucket.grants.replicationPermission(caller, { destinations: [] })).toThrow(failsWith('ReplicationByProp'));
    expect(() => bucket.grantWrite(caller, '*', ['s3:Put*'])).toThrow(failsWith('WildcardAction'));
    expect(() => bucket.grants.actionsOnObjectKeys(caller, '*', 's3:Get*')).toThrow(failsWith('WildcardAction'));
    expect(() => bucket.grants.actionsOnObjectKeys(caller, '*', 'kms:Decrypt')).toThrow(failsWith('NoActions'));
    for (const nothing of ['', '/invoices/*', 'arn:aws:s3:::docs/*']) {
      expect(() => bucket.grantRead(caller, nothing)).toThrow(failsWith('KeyPattern'));
    }
    expect(() => bucket.grantRead(new iam.ServicePrincipal('glue.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => bucket.grantRead(iam.Role.fromRoleArn(stack, 'Abroad', 'arn:aws:iam::444455556666:role/reader'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(DeclaredEdges.of(stack).filter((edge) => edge.caller.includes('Abroad') || edge.caller === 'Stack/Fn')).toEqual([]);
  });
});

describe('notifications of a secure bucket', () => {
  test('reach an encrypted queue whose policy and key are open to buckets of this account', () => {
    const { stack, bucket, template } = withBucket();
    const queue = new SecureQueue(stack, 'Queue');
    bucket.notifyQueue(queue, { events: [s3.EventType.OBJECT_CREATED_PUT, s3.EventType.OBJECT_REMOVED], prefix: 'in/', suffix: '.csv' });
    const made = template();
    const arn = { 'Fn::GetAtt': [expect.stringMatching(/^Queue(?!DeadLetters)/), 'Arn'] };
    const filter = { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }, { Name: 'suffix', Value: '.csv' }] } };
    expect(docs(made).NotificationConfiguration).toEqual({
      QueueConfigurations: [{ Event: 's3:ObjectCreated:Put', Filter: filter, Queue: arn }, { Event: 's3:ObjectRemoved:*', Filter: filter, Queue: arn }],
    });
    made.hasResource('AWS::S3::Bucket', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^QueuePolicy')]) });
    made.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({
          Action: 'sqs:SendMessage', Principal: { Service: 's3.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      }),
    });
    made.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Principal: { Service: 's3.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
        })]),
      }),
    });
    expect(DeclaredEdges.of(stack)).toContainEqual({ caller: 'Stack/Docs', target: 'Stack/Queue', intent: 'publish', actions: ['sqs:SendMessage'] });
  });

  test('of new objects and to several queues are the default, beside EventBridge', () => {
    const { stack, bucket, template } = withBucket();
    bucket.notifyQueue(new SecureQueue(stack, 'A'));
    bucket.enableEventBridgeNotification();
    bucket.notifyQueue(new SecureQueue(stack, 'B'));
    expect(docs(template()).NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: expect.anything() }, { Event: 's3:ObjectCreated:*', Queue: expect.anything() }],
    });
    template().resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('bring no function of the CDK and go to no FIFO queue', () => {
    const { stack, bucket } = withBucket();
    const queue = new SecureQueue(stack, 'Queue');
    expect(() => bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(queue))).toThrow(failsWith('NotificationHandler'));
    expect(() => bucket.addObjectCreatedNotification(new s3n.SqsDestination(queue))).toThrow(failsWith('NotificationHandler'));
    expect(() => bucket.notifyQueue(new SecureQueue(stack, 'Fifo', { fifo: true }))).toThrow(failsWith('FifoNotification'));
  });
});

describe('an independent judge of IAM', () => {
  const { stack, bucket, fn } = withBucket();
  const [reader, writer, stranger] = ['Reader', 'Writer', 'Stranger'].map((id) => fn(id));
  bucket.grantRead(reader, 'invoices/*');
  bucket.grantWrite(writer, 'uploads/*');
  new SecureBucket(stack, 'Other', onlyCopy).grantRead(stranger);
  const idOf = (path: string) => stack.resolve((path.split('/').reduce((node, id) => node.node.findChild(id) as any, stack as any).node.defaultChild as CfnResource).logicalId);
  // The simulator knows no keys of an encryption context: another key of KMS that takes a text stands for this one.
  const standIn = 'kms:EncryptionAlgorithm';
  const deployed = new DeployedTemplates([JSON.parse(JSON.stringify(Template.fromStack(stack).toJSON()).replaceAll('kms:EncryptionContext:aws:s3:arn', standIn))]);
  const judge = new IamJudge(deployed);
  const arn = deployed.arnOf(idOf('Docs'));
  const keyArn = deployed.arnOf(idOf('TrustZone/ConfidentialKey'));
  const may = (who: SecureFunction, action: string, resource: string, context?: Record<string, string>) =>
    judge.allows(idOf(who.node.id), { action, resource, context, throughEndpoint: !action.startsWith('kms:') });

  test('lets a reader read and find its prefix, and nothing else', async () => {
    expect(await may(reader, 's3:GetObject', `${arn}/invoices/1.pdf`)).toBe(true);
    expect(await may(reader, 's3:ListBucket', arn, { 's3:prefix': 'invoices/2026' })).toBe(true);
    expect(await may(reader, 's3:GetObject', `${arn}/uploads/1.pdf`)).toBe(false);
    expect(await may(reader, 's3:ListBucket', arn, { 's3:prefix': '' })).toBe(false);
    expect(await may(reader, 's3:ListBucket', arn)).toBe(false);
    for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:GetObjectTagging']) {
      expect([action, await may(reader, action, `${arn}/invoices/1.pdf`)]).toEqual([action, false]);
    }
  });

  test('lets a writer write its prefix, and neither read nor choose another encryption', async () => {
    const object = `${arn}/uploads/1.pdf`;
    expect(await may(writer, 's3:PutObject', object)).toBe(true);
    expect(await may(writer, 's3:DeleteObject', object)).toBe(true);
    expect(await may(writer, 's3:PutObject', object, { 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn })).toBe(true);
    expect(await may(writer, 's3:PutObject', `${arn}/invoices/1.pdf`)).toBe(false);
    expect(await may(writer, 's3:GetObject', object)).toBe(false);
    expect(await may(writer, 's3:DeleteObjectVersion', object)).toBe(false);
    expect(await may(writer, 's3:PutObject', object, { 's3:x-amz-server-side-encryption': 'AES256' })).toBe(false);
    expect(await may(writer, 's3:PutObject', object, { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:444455556666:key/theirs' })).toBe(false);
    expect(await may(writer, 's3:PutObject', object, { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' })).toBe(false);
    expect(await may(writer, 's3:PutObject', object, { 'aws:SecureTransport': 'false' })).toBe(false);
  });

  test('lets the key be used through S3 for the granted bucket, and by nobody else', async () => {
    const through = (service: string, encrypted: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com`, [standIn]: encrypted });
    expect(await may(reader, 'kms:Decrypt', keyArn, through('s3', arn))).toBe(true);
    expect(await may(reader, 'kms:Decrypt', keyArn, through('s3', `${arn}/invoices/1.pdf`))).toBe(true);
    expect(await may(reader, 'kms:Decrypt', keyArn, through('s3', 'arn:aws:s3:::other'))).toBe(false);
    expect(await may(reader, 'kms:GenerateDataKey', keyArn, through('s3', arn))).toBe(false);
    expect(await may(reader, 'kms:Decrypt', keyArn, through('dynamodb', arn))).toBe(false);
    expect(await may(reader, 'kms:Decrypt', keyArn)).toBe(false);
    expect(await may(stranger, 'kms:Decrypt', keyArn, through('s3', arn))).toBe(false);
    expect(await may(stranger, 's3:GetObject', `${arn}/invoices/1.pdf`)).toBe(false);
  });
});
