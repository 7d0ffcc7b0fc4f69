import { every, isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-003',
  title: 'S3 buckets block public access, declare encryption at rest and require TLS',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'A single bucket policy or ACL can make a bucket public, unless public access is blocked.',
  remediation: 'Set PublicAccessBlockConfiguration and BucketEncryption, and deny s3:* to any principal with the single condition '
    + 'aws:SecureTransport false.',
  check: (bucket) => every(
    isPrivate(bucket),
    isNotEmpty(bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration'), 'it has no BucketEncryption'),
  ),
};
