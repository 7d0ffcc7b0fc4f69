import { Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecureBucketProps } from './secure-bucket-props';
import { ZeroTrustError } from '../core/errors';
import { EXACT_ORIGIN } from '../core/exact-origin';
import { checkText } from '../core/written-text';

/** Throws on props of a bucket that cannot mean what they say. */
export function checkBucket(path: string, props: SecureBucketProps): void {
  if (props.lockMode !== undefined && props.lockRetention === undefined) {
    throw new ZeroTrustError(path, 'LockWithoutRetention', 'a lock without a time locks nothing.', 'set lockRetention.');
  }
  if (props.accessLogBucket?.encryptionKey) {
    throw new ZeroTrustError(path, 'AccessLogsUnderKey', 'S3 delivers access logs to buckets under S3-managed keys only, so they would vanish.',
      'leave accessLogBucket out, or pass a bucket with BucketEncryption.S3_MANAGED.');
  }
  checkReplica(path, props);
  props.cors?.forEach((rule) => checkCorsRule(path, rule));
}

function checkReplica(path: string, { replicateTo, withoutReplica }: SecureBucketProps): void {
  if (replicateTo && withoutReplica !== undefined) {
    throw new ZeroTrustError(path, 'ReplicaChoice', 'a bucket with a replica is not without one.', 'leave out replicateTo or withoutReplica.');
  }
  if (withoutReplica !== undefined) {
    checkText(path, 'NoReason', { name: 'withoutReplica', text: withoutReplica, blank: 'withoutReplica gives no reason.', remediation: 'say why one copy is enough.' });
  }
  if (replicateTo && !replicateTo.encryptionKey) {
    throw new ZeroTrustError(path, 'ReplicaWithoutKey', `no customer-managed key is known under which ${replicateTo.node.path} would keep the copies.`,
      'replicate to a SecureBucket, or pass encryptionKey to s3.Bucket.fromBucketAttributes.');
  }
}

/** Throws on a CORS rule that lets in pages which nobody named. */
export function checkCorsRule(path: string, { allowedOrigins }: s3.CorsRule): void {
  if (allowedOrigins.includes('*')) {
    throw new ZeroTrustError(path, 'CorsWildcard', 'CORS allows \'*\', which is every web page.', 'name each origin.');
  }
  const bad = allowedOrigins.find((origin) => !EXACT_ORIGIN.test(origin));
  if (bad === undefined) return;
  throw new ZeroTrustError(path, 'BadOrigin', `CORS origin '${Token.isUnresolved(bad) ? 'a token' : bad}' is not an exact origin.`,
    'write scheme and host only, for example https://app.example.com; a token may stand for the host alone.');
}
