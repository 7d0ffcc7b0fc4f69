import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';
import { logAccesses, NO_REPLICATION, notifyOfChanges, PRIVATE_BUCKET, refuseUnlocking } from '../zone/private-bucket';

export interface ArchiveBucketProps {
  readonly key: kms.IKey;
  readonly accessLogs: s3.IBucket;
  readonly lock: s3.ObjectLockRetention;
  readonly removalPolicy: RemovalPolicy;
}

/** Where the files of a trail are kept: each version locked. */
export function archiveBucket(scope: Construct, id: string, props: ArchiveBucketProps): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...PRIVATE_BUCKET,
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
  logAccesses(bucket, props.accessLogs);
  refuseUnlocking(bucket);
  acknowledgeStructural(resource, {
    cause: StructuralCause.END_OF_CHAIN,
    findings: NO_REPLICATION,
    provedBy: 'ZT-S3-001',
    reason: 'The archive is where a trail ends; its versions are locked, so a copy would protect against nothing but the loss of a region.',
  });
  return bucket;
}

/** Another time for the same lock, for a profile that comes later. */
export function lockFor(archive: s3.IBucket, time: Duration): void {
  (archive.node.defaultChild as s3.CfnBucket).addPropertyOverride('ObjectLockConfiguration.Rule.DefaultRetention.Days', time.toDays());
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
