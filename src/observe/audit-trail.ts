import { Duration, Lazy, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { allowTrail, archiveBucket, denyPlaintext, lockFor } from './audit-buckets';
import { eventSelectors } from './data-events';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { accessLogBucket, logRetentionOf } from '../zone/private-bucket';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of an `AuditTrail`.
 */
export interface AuditTrailProps {
  /**
   * The bucket that keeps the trail's files. A bucket of yours should be versioned, locked and private; the trail adds the
   * statements that deny requests without TLS and let this trail write.
   *
   * @default - a bucket with an object lock, under the zone's key
   */
  readonly bucket?: s3.IBucket;

  /**
   * The bucket that keeps the access logs of the trail's bucket. S3 delivers to buckets under S3-managed keys only. Excludes
   * `bucket`, which keeps the access logs that it has.
   *
   * @default - a bucket of its own
   */
  readonly accessLogBucket?: s3.IBucket;

  /**
   * Says that the policies of the given buckets deny requests without TLS and let CloudTrail and S3 log delivery write
   * already: the policy of an imported bucket cannot be changed here. It is listed in the template's metadata and in the
   * evidence.
   *
   * @default false
   */
  readonly bucketPoliciesInPlace?: boolean;

  /**
   * How versions in the trail's bucket are locked. A governance lock is kept up by the bucket's policy, which denies everyone
   * to lift it: an administrator must change that policy first, and the alarms tell. With `COMPLIANCE` not even the root
   * user can shorten a lock or delete the bucket before the time is over.
   *
   * @default s3.ObjectLockMode.GOVERNANCE
   */
  readonly lockMode?: s3.ObjectLockMode;

  /**
   * How long each version in the trail's bucket is locked: a year at least. Nothing expires by itself afterwards.
   *
   * @default - as the zone's profile says: 365 days for all but `Profile.HIPAA`, which says six years
   */
  readonly lockRetention?: Duration;

  /**
   * Records each invocation of the zone's functions too: 0.10 USD per 100,000.
   *
   * @default false
   */
  readonly logInvocations?: boolean;

  /**
   * The zone whose stores are watched and whose key encrypts.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to buckets and logs when the stack goes. S3 refuses to delete a bucket that is not empty, whatever is said
   * here.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The record of who did what: a trail of all regions with log file validation and both Insights, encrypted under the
 * zone's key for internal data.
 *
 * It records management events of the whole account (reads of secrets and keys are among them) and data events of the
 * tables and buckets in the zone, whether they were made before the trail or after it. `addZone` adds those of another zone.
 *
 * In the template, up to 8 resources: the trail, its locked bucket, a bucket for the access logs, a policy for each, a log
 * group, and the role and customer-managed policy by which the trail writes to it. Everything that holds data is retained.
 *
 * Throws `LockTooShort` for a lock under a year, `CannotEnforceTls` for an imported bucket whose policy cannot be changed,
 * `AccessLogsElsewhere` for `accessLogBucket` beside `bucket`.
 *
 * Fixed cost: none for the first trail of an account; 2 USD per 100,000 management events for a further one. Data events
 * cost 0.10 USD and Insights 0.35 USD per 100,000 events each. An organisation's trail may be there already: then pass its
 * log group to `SecurityAlarms` instead.
 *
 * Source: FSBP CloudTrail.1, 2, 4, 5, 6, 7; NIST 800-53 AU-2, AU-9, AU-11, AU-12; PCI DSS 10.2, 10.3, 10.5; CIS AWS 3.
 *
 * @example
 * new AuditTrail(this, 'Trail');
 */
export class AuditTrail extends Construct {
  /** The zone of the trail. */
  public readonly zone: TrustZone;
  /** ARN of the trail. */
  public readonly trailArn: string;
  /** Name of the trail. */
  public readonly trailName: string;
  /** Keeps the trail's files. */
  public readonly bucket: s3.IBucket;
  /** Keeps the access logs of the bucket; none when the bucket was given. */
  public readonly accessLogBucket?: s3.IBucket;
  /** Where events arrive within minutes; metric filters read it. */
  public readonly logGroup: logs.ILogGroup;

  private readonly zones: TrustZone[] = [];

  constructor(scope: Construct, id: string, props: AuditTrailProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === AuditTrail, 'AuditTrailProps', path, props);
    check(path, props);
    if (props.bucket) enforceTls(path, props.bucket, props.bucketPoliciesInPlace);
    if (props.accessLogBucket) enforceTls(path, props.accessLogBucket, props.bucketPoliciesInPlace);
    super(scope, id);

    const stack = Stack.of(this);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.zone = props.zone ?? TrustZone.of(this);
    const lockRetention = props.lockRetention ?? this.zone.profile.trailLock;
    this.zones.push(this.zone);
    const key = this.zone.key(DataClass.INTERNAL);
    key.allowTrail();
    if (props.bucketPoliciesInPlace) this.node.addMetadata('cdk-zero-trust:opt-out', 'bucketPoliciesInPlace');

    // A trail holds no data, and its policies must name it before it is there. The region keeps two deployments apart,
    // as a trail of all regions has its name in all of them.
    this.trailName = `${Names.uniqueResourceName(this, { maxLength: 100, separator: '-' })}-${stack.region}`;
    const trailArn = stack.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: this.trailName });

    if (!props.bucket) {
      this.accessLogBucket = props.accessLogBucket
        ?? this.enlisted(accessLogBucket(this, 'AccessLogs', logRetentionOf(this.zone), removalPolicy));
    }
    this.bucket = props.bucket ?? this.enlisted(archiveBucket(this, 'Archive', {
      key,
      accessLogs: this.accessLogBucket!,
      lock: props.lockMode === s3.ObjectLockMode.COMPLIANCE
        ? s3.ObjectLockRetention.compliance(lockRetention) : s3.ObjectLockRetention.governance(lockRetention),
      removalPolicy,
    }));
    const { bucket } = this;
    if (!props.bucket && !props.lockRetention) this.zone._onProfile(({ trailLock }) => lockFor(bucket, trailLock));
    const written = allowTrail(this.bucket, trailArn).map((statement) => this.bucket.addToResourcePolicy(statement));

    this.logGroup = new SecureLogGroup(this, 'Logs', { zone: this.zone, dataClass: DataClass.INTERNAL, removalPolicy })._carries(LogKind.CLOUDTRAIL);
    const role = new CustomerManagedRole(this, 'LogRole', {
      assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
      permissionsBoundary: this.zone.permissionsBoundary,
    });
    const grant = iam.Grant.addToPrincipal({
      grantee: role, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resourceArns: [this.logGroup.logGroupArn],
    });

    const trail = new cloudtrail.CfnTrail(this, 'Resource', {
      trailName: this.trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: key.keyArn,
      s3BucketName: this.bucket.bucketName,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      insightSelectors: [{ insightType: 'ApiCallRateInsight' }, { insightType: 'ApiErrorRateInsight' }],
      advancedEventSelectors: Lazy.any({
        produce: () => eventSelectors(this, this.zones.flatMap((zone) => zone._members), props.logInvocations ?? false),
      }),
    });
    // CloudTrail tries both as soon as it is made
    grant.applyBefore(trail);
    for (const { policyDependable } of written) if (policyDependable) trail.node.addDependency(policyDependable);
    this.trailArn = trail.attrArn;
  }

  /**
   * Records what happens to the data in the tables and buckets of a further zone too, for a trail that serves several zones of an
   * account. A zone that is there already changes nothing.
   *
   * @param zone another zone of this app
   */
  public addZone(zone: TrustZone): void {
    if (!this.zones.includes(zone)) this.zones.push(zone);
  }

  private enlisted(bucket: s3.Bucket): s3.Bucket {
    this.zone._addPart(bucket);
    return bucket;
  }
}

function check(path: string, props: AuditTrailProps): void {
  const { lockRetention } = props;
  if (lockRetention && (lockRetention.isUnresolved() || lockRetention.toDays() < 365)) {
    throw new ZeroTrustError(path, 'LockTooShort', 'the record of a year must stay: the lock has to be a literal of 365 days or more.',
      'leave out lockRetention, or pass your own bucket for a sandbox.');
  }
  if (props.bucket && props.accessLogBucket) {
    throw new ZeroTrustError(path, 'AccessLogsElsewhere', 'a bucket that is given keeps the access logs that it has.',
      'set up access logs where the bucket is made, and leave out accessLogBucket.');
  }
}

function enforceTls(path: string, bucket: s3.IBucket, inPlace: boolean = false): void {
  if (bucket.addToResourcePolicy(denyPlaintext(bucket)).statementAdded || inPlace) return;
  throw new ZeroTrustError(path, 'CannotEnforceTls', 'the policy of an imported bucket cannot be changed here, so nothing makes TLS sure.',
    'put the statements into the bucket\'s policy where it is made, and say so by bucketPoliciesInPlace: true.');
}
