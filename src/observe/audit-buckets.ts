import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { complete } from '../zone/complete-props';
import { acknowledgeStructural, inPacks, StructuralCause } from '../zone/structural-acknowledgement';

const REPLICATION = inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'S3BucketReplicationEnabled');
const KMS_DEFAULT = inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'S3DefaultEncryptionKMS');
/** What both buckets are: private, encrypted, versioned, TLS 1.2 or newer only, without access lists. */
const LOCKED_DOWN: s3.BucketProps = complete({
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  versioned: true,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
});

export interface ArchiveBucketProps {
  readonly key: kms.IKey;
  readonly accessLogs: s3.IBucket;
  readonly lock: s3.ObjectLockRetention;
  readonly removalPolicy: RemovalPolicy;
}

/** Where the files of a trail are kept: each version locked. */
export function archiveBucket(scope: Construct, id: string, props: ArchiveBucketProps): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...LOCKED_DOWN,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: props.key,
    objectLockEnabled: true,
    objectLockDefaultRetention: props.lock,
    lifecycleRules: [{
      id: 'Archive',
      transitions: [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) }],
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    }],
    removalPolicy: props.removalPolicy,
  });
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  notifyOfChanges(resource);
  // Set here and not through the L2, which would open the target by an access list unless a feature flag is on.
  resource.loggingConfiguration = { destinationBucketName: props.accessLogs.bucketName, logFilePrefix: `${bucket.node.path}/` };
  // An administrator could lift a governance lock: that takes a change of this policy first, which the alarms see.
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'NobodyLiftsTheLock',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:BypassGovernanceRetention'],
    resources: [bucket.arnForObjects('*')],
  }));
  acknowledgeStructural(resource, {
    cause: StructuralCause.END_OF_CHAIN,
    findings: REPLICATION,
    provedBy: 'ZT-S3-001',
    reason: 'The archive is where a trail ends; its versions are locked, so a copy would protect against nothing but the loss of a region.',
  });
  return bucket;
}

/** Where accesses to the archive are logged. It does not log to itself: that would never end. */
export function accessLogBucket(scope: Construct, id: string, retention: Duration, removalPolicy: RemovalPolicy): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...LOCKED_DOWN,
    // log delivery takes neither a key of ours nor a lock
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [{
      id: 'Expire',
      expiration: retention,
      noncurrentVersionExpiration: Duration.days(1),
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    }],
    removalPolicy,
  });
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  notifyOfChanges(resource);
  acknowledgeStructural(resource, {
    cause: StructuralCause.END_OF_CHAIN,
    findings: [...REPLICATION, ...KMS_DEFAULT],
    provedBy: 'ZT-S3-002',
    reason: 'The last bucket of a chain replicates nowhere, and S3 delivers access logs to buckets under S3-managed keys only.',
  });
  return bucket;
}

/** Tells EventBridge of each object, so that a rule can see one go. Set on the L1: the L2 brings a custom resource for it. */
function notifyOfChanges(bucket: s3.CfnBucket): void {
  bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/** Without TLS nothing is answered; the same statement that the L2 makes, so that it is there once. */
export function denyPlaintext(bucket: s3.IBucket): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:*'],
    resources: [bucket.bucketArn, bucket.arnForObjects('*')],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });
}

/** S3 delivers the access logs of one bucket. Source: Amazon S3 user guide, "Enabling Amazon S3 server access logging". */
export function allowLogDelivery(target: s3.IBucket, source: s3.IBucket): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AccessLogs',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [target.arnForObjects(`${source.node.path}/*`)],
    conditions: { ArnLike: { 'aws:SourceArn': source.bucketArn }, StringEquals: { 'aws:SourceAccount': Stack.of(target).account } },
  });
}

/** One trail delivers. Source: AWS CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
export function allowTrail(bucket: s3.IBucket, trailArn: string): iam.PolicyStatement[] {
  const { account } = Stack.of(bucket);
  const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
  const thisTrail = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': account };
  return [
    new iam.PolicyStatement({
      sid: 'TrailReadsAcl', principals, actions: ['s3:GetBucketAcl'], resources: [bucket.bucketArn], conditions: { StringEquals: thisTrail },
    }),
    new iam.PolicyStatement({
      sid: 'TrailWrites',
      principals,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
      conditions: { StringEquals: { ...thisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}
