import { Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { TrustZone } from './trust-zone';
import { complete } from '../core/complete-props';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';

/** What the packs say of a bucket that replicates nowhere. */
export const NO_REPLICATION = inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'S3BucketReplicationEnabled');
const NO_KMS = inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'S3DefaultEncryptionKMS');

/** What every bucket is: private, versioned, TLS 1.2 or newer only, without access lists. */
export const PRIVATE_BUCKET: s3.BucketProps = complete({
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  versioned: true,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
});

/** Where accesses to buckets are logged. It does not log to itself: that would never end. */
export function accessLogBucket(scope: Construct, id: string, retention: Duration, removalPolicy: RemovalPolicy): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...PRIVATE_BUCKET,
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
    findings: [...NO_REPLICATION, ...NO_KMS],
    provedBy: 'ZT-S3-002',
    reason: 'The last bucket of a chain replicates nowhere, and S3 delivers access logs to buckets under S3-managed keys only.',
  });
  return bucket;
}

/** One for each stack, made at the first call: the policy of the one bucket and the configuration of the other name each other. */
export function accessLogsOf(stack: Stack, zone: TrustZone): s3.Bucket {
  const made = stack.node.tryFindChild(ACCESS_LOGS) as s3.Bucket | undefined;
  if (made) return made;
  const bucket = accessLogBucket(stack, ACCESS_LOGS, logRetentionOf(zone), zone.profile.removalPolicy);
  zone._addPart(bucket);
  return bucket;
}

/** Read at synthesis, because the profile of the zone may come later. */
export function logRetentionOf(zone: TrustZone): Duration {
  return Duration.days(Lazy.number({ produce: () => zone._logRetention }));
}

const ACCESS_LOGS = 'ZeroTrustAccessLogs';

/**
 * Logs the accesses to a bucket. Says whether the target lets S3 deliver: the policy of an imported one cannot be changed.
 * Source: Amazon S3 user guide, "Enabling Amazon S3 server access logging".
 */
export function logAccesses(source: s3.Bucket, target: s3.IBucket): boolean {
  const stack = Stack.of(target);
  // Set here and not through the L2, which would open the target by an access list unless a feature flag is on.
  (source.node.defaultChild as s3.CfnBucket).loggingConfiguration = {
    destinationBucketName: target.bucketName, logFilePrefix: `${source.node.path}/`,
  };
  // A bucket of another stack is not named: its own stack stands on the target's, so that would be a cycle.
  const sourceArn = Stack.of(source) === stack ? source.bucketArn : stack.formatArn({ service: 's3', region: '', account: '', resource: '*' });
  return target.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AccessLogs',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [target.arnForObjects(`${source.node.path}/*`)],
    conditions: { ArnLike: { 'aws:SourceArn': sourceArn }, StringEquals: { 'aws:SourceAccount': stack.account } },
  })).statementAdded;
}

/** Tells EventBridge of each object, so that a rule can see one go. Set on the L1: the L2 brings a custom resource for it. */
export function notifyOfChanges(bucket: s3.CfnBucket): void {
  bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/** An administrator could lift a governance lock: that takes a change of this policy first, which the alarms see. */
export function refuseUnlocking(bucket: s3.Bucket): void {
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'NobodyLiftsTheLock',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:BypassGovernanceRetention'],
    resources: [bucket.arnForObjects('*')],
  }));
}
