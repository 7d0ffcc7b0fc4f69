import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { callerOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { withExactActions } from '../core/exact-actions';
import { grantKeyVia } from '../core/exact-grant';
import { refuseWildcards, strictGrant } from '../core/strict-grant';
import { acknowledgeObjects } from '../zone/object-wildcards';

const READ = ['s3:GetObject'];
const LIST = ['s3:ListBucket'];
const PUT = ['s3:AbortMultipartUpload', 's3:PutObject'];
const DELETE = ['s3:DeleteObject'];
const WRITE = [...PUT, ...DELETE].sort();

/**
 * What S3 asks of KMS in a caller's name; the parts of an upload are decrypted when it is completed.
 * Source: Amazon S3 user guide, "Using server-side encryption with AWS KMS keys", permissions.
 */
const KEY_ACTIONS: Record<string, string[]> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:GetObjectAttributes': ['kms:Decrypt'],
  's3:GetObjectVersion': ['kms:Decrypt'],
  's3:GetObjectVersionAttributes': ['kms:Decrypt'],
  's3:PutObject': ['kms:Decrypt', 'kms:GenerateDataKey'],
};
const ALL_KEY_ACTIONS = KEY_ACTIONS['s3:PutObject'];

/**
 * Grants on a bucket by exact actions: on the objects of one pattern, and on the key only through S3 and for this bucket.
 *
 * @internal
 */
export class ExactBucketGrants {
  constructor(private readonly bucket: s3.Bucket, private readonly key: kms.IKey) {}

  public readObjects(grantee: iam.IGrantable, pattern: string): iam.Grant {
    return this.onObjects(grantee, Intent.READ, READ, pattern);
  }

  public read(grantee: iam.IGrantable, pattern: string): iam.Grant {
    return this.andList(grantee, Intent.READ, pattern, this.onObjects(grantee, Intent.READ, READ, pattern));
  }

  public put(grantee: iam.IGrantable, pattern: string): iam.Grant {
    return this.onObjects(grantee, Intent.WRITE, PUT, pattern);
  }

  public delete(grantee: iam.IGrantable, pattern: string): iam.Grant {
    return this.onObjects(grantee, Intent.WRITE, DELETE, pattern);
  }

  public write(grantee: iam.IGrantable, pattern: string, actions: string[]): iam.Grant {
    if (actions.length === 0) return this.onObjects(grantee, Intent.WRITE, WRITE, pattern);
    refuseWildcards(this.bucket, actions);
    return this.onObjects(grantee, Intent.WRITE, actions, pattern);
  }

  public readWrite(grantee: iam.IGrantable, pattern: string): iam.Grant {
    const objects = this.onObjects(grantee, Intent.READ_WRITE, [...READ, ...WRITE], pattern);
    return this.andList(grantee, Intent.READ_WRITE, pattern, objects);
  }

  public actionsOnObjectKeys(grantee: iam.IGrantable, pattern: string, actions: string[]): iam.Grant {
    return this.onObjects(grantee, Intent.USE, this.named(actions), pattern);
  }

  public actionsOnBucketAndObjectKeys(grantee: iam.IGrantable, pattern: string, actions: string[]): iam.Grant {
    const named = this.named(actions);
    const grant = this.onObjects(grantee, Intent.USE, named, pattern);
    return grant.combine(strictGrant({
      grantee, target: this.bucket, intent: Intent.USE, actions: [...named].sort(), resourceArns: [this.bucket.bucketArn],
    }));
  }

  /** The key through S3, for what S3 does with it and nothing else. */
  public onKey(grantee: iam.IGrantable, actions: string[]): iam.GrantOnKeyResult {
    const asked = withExactActions(new iam.PolicyStatement({ actions })).actions;
    const used = ALL_KEY_ACTIONS.filter((action) => asked.includes(action));
    if (used.length === 0) return {};
    return {
      grant: grantKeyVia('s3', { grantee, target: this.bucket, key: this.key, actions: used, encryptionContext: this.context('*') }),
    };
  }

  public refusePublic(): never {
    throw new ZeroTrustError(this.bucket, 'PublicAccess', 'nothing in this bucket is for everyone, and S3 would refuse such a policy.',
      'grant to a function or role; for web pages put an EdgeDistribution, or signed URLs, before the bucket.');
  }

  public refuseAccessLists(grantee: iam.IGrantable): never {
    throw new ZeroTrustError(this.bucket, 'AccessListsAreOff', `access lists count for nothing in this bucket, so ${callerOf(grantee)} could change none.`,
      'grant the access itself: grantRead, grantPut, grantWrite or grantDelete.');
  }

  public refuseReplication(): never {
    throw new ZeroTrustError(this.bucket, 'ReplicationByProp', 'the role that replicates this bucket comes with the replication.', 'set replicateTo.');
  }

  /** Grants as the CDK calls them: what code finds that asks for `bucket.grants`. */
  public asBucketGrants(): s3.BucketGrants {
    return Object.assign(s3.BucketGrants.fromBucket(this.bucket), {
      read: (grantee: iam.IGrantable, pattern: string = '*') => this.read(grantee, pattern),
      write: (grantee: iam.IGrantable, pattern: string = '*', actions: string[] = []) => this.write(grantee, pattern, actions),
      put: (grantee: iam.IGrantable, pattern: string = '*') => this.put(grantee, pattern),
      delete: (grantee: iam.IGrantable, pattern: string = '*') => this.delete(grantee, pattern),
      readWrite: (grantee: iam.IGrantable, pattern: string = '*') => this.readWrite(grantee, pattern),
      actionsOnObjectKeys: (grantee: iam.IGrantable, pattern: string = '*', ...actions: string[]) =>
        this.actionsOnObjectKeys(grantee, pattern, actions),
      actionsOnBucketAndObjectKeys: (grantee: iam.IGrantable, pattern: string = '*', ...actions: string[]) =>
        this.actionsOnBucketAndObjectKeys(grantee, pattern, actions),
      publicAccess: () => this.refusePublic(),
      putAcl: (grantee: iam.IGrantable) => this.refuseAccessLists(grantee),
      replicationPermission: () => this.refuseReplication(),
    });
  }

  private onObjects(grantee: iam.IGrantable, intent: Intent, given: string[], pattern: string): iam.Grant {
    this.checkPattern(pattern);
    const actions = [...given].sort();
    const keyActions = ALL_KEY_ACTIONS.filter((used) => actions.some((action) => KEY_ACTIONS[action]?.includes(used)));
    const objectArns = [this.bucket.arnForObjects(pattern)];
    const grant = strictGrant({
      grantee,
      target: this.bucket,
      intent,
      actions,
      resourceArns: objectArns,
      key: this.key,
      keyActions,
      viaService: 's3',
      encryptionContext: this.context(pattern),
    });
    acknowledgeObjects(grantee, grant, objectArns);
    return grant;
  }

  /** Lets a grantee find what it may read. A pattern without a wildcard is one object, which needs no finding. */
  private andList(grantee: iam.IGrantable, intent: Intent, pattern: string, grant: iam.Grant): iam.Grant {
    if (!pattern.includes('*')) return grant;
    return grant.combine(strictGrant({
      grantee,
      target: this.bucket,
      intent,
      actions: LIST,
      resourceArns: [this.bucket.bucketArn],
      conditions: pattern === '*' ? undefined : { StringLike: { 's3:prefix': [pattern] } },
    }));
  }

  /** S3 calls KMS for the bucket as a whole, or for an object that was written without a bucket key. */
  private context(pattern: string): Record<string, string[]> {
    return { 'aws:s3:arn': [this.bucket.bucketArn, this.bucket.arnForObjects(pattern)] };
  }

  /** The CDK names actions on the key among those on objects; what an action needs of the key comes with it here. */
  private named(actions: string[]): string[] {
    const named = actions.filter((action) => !action.startsWith('kms:'));
    refuseWildcards(this.bucket, named);
    return named;
  }

  private checkPattern(pattern: string): void {
    if (Token.isUnresolved(pattern) || (pattern !== '' && !/^(\/|arn:)/.test(pattern))) return;
    throw new ZeroTrustError(this.bucket, 'KeyPattern', `'${pattern}' matches the key of no object.`,
      'write the beginning of the keys and a *, for example invoices/*.');
  }
}
