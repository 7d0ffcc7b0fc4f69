import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkBucket, checkCorsRule } from './bucket-checks';
import { ExactBucketGrants } from './bucket-grants';
import { BucketNotifications } from './bucket-notifications';
import { replicate } from './bucket-replication';
import { BucketNotificationOptions, ScanUploadsOptions, SecureBucketProps } from './secure-bucket-props';
import type { SecureQueue } from './secure-queue';
import { checkPrefixes, UploadScan } from './upload-scan';
import { isAnyone } from '../core/anyone';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { refuseStrangers } from '../core/strangers';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';
import type { DataKey } from '../zone/keys/data-key';
import { accessLogsOf, logAccesses, NO_REPLICATION, PRIVATE_BUCKET, refuseUnlocking } from '../zone/private-bucket';
import { checkResidency } from '../zone/residency';
import { TrustZone } from '../zone/trust-zone';

/**
 * A bucket under the zone's key that is private, keeps versions, answers to TLS 1.2 only, takes no object under another key
 * and logs its accesses, and whose grants name exact actions on the objects of one prefix.
 *
 * In the template: the bucket and its policy; once for each stack a bucket for access logs and its policy; with `replicateTo`
 * a role and its customer-managed policy. What holds data is retained.
 *
 * A grant gives the caller the key through S3 for this bucket alone, and the way through the zone's gateway endpoint. A writer
 * may decrypt too, because S3 asks for it at the end of an upload in parts; without `s3:GetObject` that reads nothing. Nobody
 * is granted old versions or their deletion, except by `grants.actionsOnObjectKeys`.
 *
 * Throws `AccessLogsUnderKey`, `CannotAllowLogDelivery`, `LockWithoutRetention`, `CorsWildcard`, `BadOrigin`, `ReplicaChoice`,
 * `ReplicaWithoutKey`, `NoReason`, `OutsideResidency`; on grants `KeyPattern`, `WildcardAction`, `NoActions`, `GrantWithoutEffect`, `PublicAccess`,
 * `AccessListsAreOff`, `ReplicationByProp`; on notifications `NotificationHandler`, `FifoNotification`; on scans `ScannedTwice`,
 * `BadPrefix`.
 *
 * Fixed cost: none. Source: FSBP S3.2, S3.3, S3.5, S3.8, S3.9, S3.12, S3.13; NIST 800-53 AC-3, AU-2, CP-9, SC-8, SC-28.
 *
 * @example
 * declare const bill: SecureFunction;
 *
 * const bucket = new SecureBucket(this, 'Documents', { replicateTo: new SecureBucket(this, 'Copies') });
 * bucket.grantRead(bill, 'orders/*');
 * bucket.grantPut(bill, 'invoices/*');
 */
export class SecureBucket extends s3.Bucket {
  /** The zone of the bucket. */
  public readonly zone: TrustZone;

  private readonly exact: ExactBucketGrants;
  private readonly notices: BucketNotifications;
  private isReplica = false;

  constructor(scope: Construct, id: string, props: SecureBucketProps = {}) {
    checkProps(new.target === SecureBucket, 'SecureBucketProps', pathOf(scope, id), props);
    checkBucket(pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    const { replicateTo } = props;
    if (replicateTo) zone._onProfile((profile) => checkResidency(profile, replicateTo.env.region, pathOf(scope, id)));
    const key = zone.key(props.dataClass);
    super(scope, id, {
      ...PRIVATE_BUCKET,
      bucketName: props.bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      objectLockEnabled: props.lockRetention ? true : undefined,
      objectLockDefaultRetention: props.lockRetention && lock(props.lockRetention, props.lockMode),
      lifecycleRules: [{
        id: 'Lifecycle',
        expiration: props.expiration,
        transitions: props.transitions,
        noncurrentVersionExpiration: props.noncurrentVersionExpiration
          ?? Duration.days(Lazy.number({ produce: () => zone.profile.oldVersions.toDays() })), // its profile may come later
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      }],
      cors: props.cors,
      removalPolicy: props.removalPolicy ?? zone.profile.removalPolicy,
    });

    this.zone = zone;
    this.exact = new ExactBucketGrants(this, key);
    this.notices = new BucketNotifications(this);
    keepUnder(key, this);
    if (props.lockRetention) refuseUnlocking(this);
    if (props.eventBridgeEnabled) this.notices.tellEventBridge();
    this.logTo(props);
    if (props.replicateTo) {
      replicate({ source: this, key, target: props.replicateTo, permissionsBoundary: zone.permissionsBoundary });
      if (props.replicateTo instanceof SecureBucket) props.replicateTo.endsChain('A replica is where replication ends.');
    }
    if (props.withoutReplica !== undefined) {
      this.node.addMetadata('cdk-zero-trust:opt-out', `withoutReplica: ${props.withoutReplica}`);
      this.endsChain(`Declared the only copy, which keeps versions: ${props.withoutReplica}`);
    }
    zone._join(this);
  }

  /** Exact grants, the same as the methods of the bucket. */
  public override get grants(): s3.BucketGrants {
    return this.exact.asBucketGrants();
  }

  /**
   * Lets a principal read objects and find them: `GetObject`; `ListBucket` under the pattern as prefix.
   *
   * Throws `KeyPattern`, and `GrantWithoutEffect` for a principal without policies, as all grants do.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   */
  public override grantRead(grantee: iam.IGrantable, objectsKeyPattern: any = '*'): iam.Grant {
    return this.exact.read(grantee, objectsKeyPattern);
  }

  /**
   * Lets a principal read objects whose key it knows: `GetObject`. It cannot list the bucket.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   */
  public grantReadObjects(grantee: iam.IGrantable, objectsKeyPattern: string = '*'): iam.Grant {
    return this.exact.readObjects(grantee, objectsKeyPattern);
  }

  /**
   * Lets a principal write and delete: `PutObject`, `AbortMultipartUpload`, `DeleteObject`. What was overwritten or deleted
   * stays as a version.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   * @param allowedActionPatterns exact actions instead of these; a wildcard throws `WildcardAction`
   */
  public override grantWrite(grantee: iam.IGrantable, objectsKeyPattern: any = '*', allowedActionPatterns: string[] = []): iam.Grant {
    return this.exact.write(grantee, objectsKeyPattern, allowedActionPatterns);
  }

  /**
   * Lets a principal write: `PutObject`, `AbortMultipartUpload`.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   */
  public override grantPut(grantee: iam.IGrantable, objectsKeyPattern: any = '*'): iam.Grant {
    return this.exact.put(grantee, objectsKeyPattern);
  }

  /**
   * Lets a principal delete: `DeleteObject`. Versions stay.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   */
  public override grantDelete(grantee: iam.IGrantable, objectsKeyPattern: any = '*'): iam.Grant {
    return this.exact.delete(grantee, objectsKeyPattern);
  }

  /**
   * Lets a principal do what `grantRead` and `grantWrite` let it do.
   *
   * @param objectsKeyPattern which objects, for example `invoices/*`
   */
  public override grantReadWrite(grantee: iam.IGrantable, objectsKeyPattern: any = '*'): iam.Grant {
    return this.exact.readWrite(grantee, objectsKeyPattern);
  }

  /**
   * Throws `AccessListsAreOff`: access is by policy alone.
   */
  public override grantPutAcl(grantee: iam.IGrantable, _objectsKeyPattern?: string): iam.Grant {
    return this.exact.refuseAccessLists(grantee);
  }

  /**
   * Throws `PublicAccess`: nothing in the bucket is for everyone.
   */
  public override grantPublicAccess(_keyPrefix?: string, ..._allowedActions: string[]): iam.Grant {
    return this.exact.refusePublic();
  }

  /**
   * Throws `ReplicationByProp`: `replicateTo` brings the role.
   */
  public override grantReplicationPermission(_grantee: iam.IGrantable, _props: s3.GrantReplicationPermissionProps): iam.Grant {
    return this.exact.refuseReplication();
  }

  /**
   * Lets a principal use the key through S3 for this bucket, for what S3 does with it and nothing else: `Decrypt` and
   * `GenerateDataKey`.
   */
  public override grantOnKey(grantee: iam.IGrantable, ...actions: string[]): iam.GrantOnKeyResult {
    return this.exact.onKey(grantee, actions);
  }

  /**
   * Adds a statement to the bucket's policy. Throws `PublicAccess` for one that lets everyone in without a condition, `UntrustedAccount` for one
   * that names an account which is neither of the app nor among the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (statement.effect === iam.Effect.ALLOW && statement.principals.some(isAnyone) && Object.keys(statement.conditions).length === 0) {
      throw new ZeroTrustError(this, 'PublicAccess', 'a statement without a condition lets everyone in, and S3 would refuse the policy.',
        'name the principals, or hold the statement under a condition on account, organisation or source.');
    }
    refuseStrangers(this, statement);
    return super.addToResourcePolicy(statement);
  }

  /**
   * Adds a CORS rule. Throws `CorsWildcard` and `BadOrigin` for an origin that is not exact.
   */
  public override addCorsRule(rule: s3.CorsRule): void {
    checkCorsRule(this.node.path, rule);
    super.addCorsRule(rule);
  }

  /**
   * Tells a queue what happens to objects. S3 is let into the queue and its key for buckets of this account. The queue stands
   * in the same stack, or in one on which the bucket's stack stands.
   *
   * Throws `FifoNotification` for a FIFO queue, which S3 cannot send to.
   *
   * @param queue where a message arrives for each event
   */
  public notifyQueue(queue: SecureQueue, options: BucketNotificationOptions = {}): void {
    checkProps(true, 'BucketNotificationOptions', this.node.path, options);
    this.notices.tellQueue(queue, options);
  }

  /**
   * Throws `NotificationHandler`: the CDK would bring a function of its own with an AWS managed policy. Use `notifyQueue`, or
   * EventBridge.
   */
  public override addEventNotification(
    _event: s3.EventType, _dest: s3.IBucketNotificationDestination, ..._filters: s3.NotificationKeyFilter[]
  ): void {
    this.notices.refuseHandler();
  }

  /**
   * Tells EventBridge of everything that happens to objects.
   */
  public override enableEventBridgeNotification(): void {
    this.notices.tellEventBridge();
  }

  /**
   * Scans each new object for malware by GuardDuty, and holds it back until it is found clean: until then, and for ever where a threat was found or
   * the scan failed, nobody reads it but GuardDuty. Nobody but GuardDuty tags objects any more. What was there before is not scanned, and so is not
   * readable: `aws guardduty send-object-malware-scan` scans it.
   *
   * In the template: `AWS::GuardDuty::MalwareProtectionPlan`, a role with its customer-managed policy, three statements of the bucket's policy, and a
   * rule that sends all results but `NO_THREATS_FOUND` to the zone's topic. Where GuardDuty is enabled (`ThreatDetection`), a threat is a finding of
   * high severity as well, `Object:S3/MaliciousFile`. EventBridge is told of all objects. Works without a detector.
   *
   * Throws `ScannedTwice`, `BadPrefix`.
   *
   * No fixed cost. By GB and object scanned, tagged object and event of EventBridge. Source: GuardDuty user guide, "Malware Protection for S3";
   * NIST 800-53 SI-3; PCI DSS 5.2.1.
   */
  public scanUploads(options: ScanUploadsOptions = {}): void {
    checkProps(true, 'ScanUploadsOptions', this.node.path, options);
    const prefixes = options.prefixes ?? [];
    checkPrefixes(this.node.path, prefixes);
    if (this.node.tryFindChild(UPLOAD_SCAN)) {
      throw new ZeroTrustError(this, 'ScannedTwice', 'uploads are scanned already, and GuardDuty takes one plan for a bucket.', 'call scanUploads once, with all prefixes.');
    }
    // GuardDuty would set it by itself, and the next deployment would take it back
    this.notices.tellEventBridge();
    new UploadScan(this, UPLOAD_SCAN, {
      bucket: this, zone: this.zone, prefixes, grantOnKey: (role) => this.exact.onKey(role, ['kms:Decrypt', 'kms:GenerateDataKey']).grant,
    });
  }

  private logTo(props: SecureBucketProps): void {
    const target = props.accessLogBucket ?? accessLogsOf(Stack.of(this), this.zone);
    const mayDeliver = logAccesses(this, target);
    if (mayDeliver) return;
    if (!props.accessLogPolicyInPlace) {
      throw new ZeroTrustError(this, 'CannotAllowLogDelivery', `${target.node.path} was imported, so its policy cannot be made to let S3 deliver here.`,
        'see to it that logging.s3.amazonaws.com may put objects there, and say so: accessLogPolicyInPlace.');
    }
    this.node.addMetadata('cdk-zero-trust:opt-out', 'accessLogPolicyInPlace: the policy of the bucket for access logs is not seen');
  }

  private endsChain(reason: string): void {
    if (this.isReplica) return;
    this.isReplica = true;
    acknowledgeStructural(this.node.defaultChild!, {
      cause: StructuralCause.END_OF_CHAIN, findings: NO_REPLICATION, provedBy: 'ZT-S3-007', reason,
    });
  }
}

const UPLOAD_SCAN = 'UploadScan';

function lock(retention: Duration, mode?: s3.ObjectLockMode): s3.ObjectLockRetention {
  return mode === s3.ObjectLockMode.COMPLIANCE ? s3.ObjectLockRetention.compliance(retention) : s3.ObjectLockRetention.governance(retention);
}

/** Who writes may ask for another encryption, which would take the object out of the zone. What asks for none gets the bucket's. */
function keepUnder(key: DataKey, bucket: s3.Bucket): void {
  const refuse = (sid: string, header: string, allowed?: string) => bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { Null: { [header]: 'false' }, ...allowed && { StringNotEquals: { [header]: allowed } } },
  }));
  refuse('NoOtherEncryption', 's3:x-amz-server-side-encryption', 'aws:kms');
  refuse('NoOtherKey', 's3:x-amz-server-side-encryption-aws-kms-key-id', key.keyArn);
  refuse('NoKeyOfTheCaller', 's3:x-amz-server-side-encryption-customer-algorithm');
}
