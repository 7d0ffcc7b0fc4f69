import { every, isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-003',
  title: 'A bucket is private, encrypted, and answers to TLS only',
  severity: 'high',
  types: ['AWS::S3::Bucket'],
  rationale: 'One policy or access list is enough to publish a bucket, unless public access is blocked.',
  remediation: 'Set PublicAccessBlockConfiguration and BucketEncryption, and deny s3:* to everyone under the one condition '
    + 'aws:SecureTransport false.',
  check: (bucket) => every(
    isPrivate(bucket),
    isNotEmpty(bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration'), 'it declares no encryption'),
  ),
};
