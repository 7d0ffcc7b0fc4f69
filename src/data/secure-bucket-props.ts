import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureBucket`.
 */
export interface SecureBucketProps {
  /**
   * The bucket that keeps a second copy of each object, under a key of its own: another `SecureBucket`, or one of another
   * region by `s3.Bucket.fromBucketAttributes` with its key and region. It has to keep versions.
   *
   * @default - no copy, and the packs for HIPAA, NIST and PCI say so, unless `withoutReplica` gives a reason
   */
  readonly replicateTo?: s3.IBucket;

  /**
   * Gives up the second copy, and says why: the data can be made again, a backup plan covers it. What is lost with the bucket
   * or its region is lost. Shows in the template's metadata and in the evidence.
   *
   * @default - `replicateTo`, or the findings stay open
   */
  readonly withoutReplica?: string;

  /**
   * How long each version is locked from when it is written: nobody can overwrite or delete it before. Object lock cannot be
   * switched off again.
   *
   * @default - versions are not locked
   */
  readonly lockRetention?: Duration;

  /**
   * How versions are locked. A governance lock is kept up by the bucket's policy, which denies everyone to lift it. With
   * `COMPLIANCE` not even the root user can shorten a lock or delete the bucket before the time is over.
   *
   * @default s3.ObjectLockMode.GOVERNANCE
   */
  readonly lockMode?: s3.ObjectLockMode;

  /**
   * How long an object is kept before it is deleted. Its versions follow `noncurrentVersionExpiration` from then on.
   *
   * @default - objects do not expire
   */
  readonly expiration?: Duration;

  /**
   * How long a version is kept that was overwritten or deleted: for so long a mistake can be undone.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * When objects move to a cheaper storage class.
   *
   * @default - they stay where they were written
   */
  readonly transitions?: s3.Transition[];

  /**
   * Which web pages may use the bucket from a browser. Each origin is exact: `https://host` or `https://host:port`; plain HTTP
   * for localhost only.
   *
   * @default - none
   */
  readonly cors?: s3.CorsRule[];

  /**
   * Tells EventBridge of everything that happens to objects. It costs 1 USD per million events.
   *
   * @default false
   */
  readonly eventBridgeEnabled?: boolean;

  /**
   * The bucket that keeps the access logs, in the same region and account. S3 delivers to buckets under S3-managed keys only.
   *
   * @default - one for all buckets of the stack, kept as long as logs of the zone
   */
  readonly accessLogBucket?: s3.IBucket;

  /**
   * Says that the policy of an imported `accessLogBucket` lets S3 deliver: that cannot be seen or changed here. Shows in the
   * template's metadata and in the evidence.
   *
   * @default false
   */
  readonly accessLogPolicyInPlace?: boolean;

  /**
   * Name of the bucket, unique among all buckets of the partition.
   *
   * @default - CloudFormation makes one up, so that a retained bucket never collides with a new one
   */
  readonly bucketName?: string;

  /**
   * What happens to the bucket when the stack goes. S3 refuses to delete a bucket that is not empty, whatever is said here.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the bucket.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}

/**
 * Which events of a bucket a queue is told of.
 */
export interface BucketNotificationOptions {
  /**
   * The events.
   *
   * @default [s3.EventType.OBJECT_CREATED]
   */
  readonly events?: s3.EventType[];

  /**
   * How the key of the object begins.
   *
   * @default - any object
   */
  readonly prefix?: string;

  /**
   * How the key of the object ends.
   *
   * @default - any object
   */
  readonly suffix?: string;
}

/**
 * Which uploads to a bucket are scanned for malware.
 */
export interface ScanUploadsOptions {
  /**
   * How keys of scanned objects begin, five at most. Objects below no prefix are neither scanned nor held back.
   *
   * @default - all objects
   */
  readonly prefixes?: string[];
}
