import { Expression } from '../../model';
import { every, fail, isCustomerKey, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { takesServiceLogs } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-008',
  title: 'S3 buckets other than log buckets are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'With S3 managed keys, access to the bucket is enough to read its objects; with a customer managed key, access to the key is required too, and its use is logged.',
  remediation: 'Set SSEAlgorithm to aws:kms and KMSMasterKeyID to a customer managed key. Buckets for access logs of S3, CloudFront and load balancers keep S3 managed keys.',
  check(bucket) {
    if (takesServiceLogs(bucket)) return pass('a log bucket');
    const rules = bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration').items();
    return rules.length === 0 ? fail(FINDING, 'no BucketEncryption') : every(...rules.map((one) => underKey(one.at('ServerSideEncryptionByDefault'))));
  },
};

const FINDING = 'it is not encrypted with a customer managed KMS key';

function underKey(encryption: Expression): RuleResult {
  return every(isOneOf(encryption.at('SSEAlgorithm'), ['aws:kms', 'aws:kms:dsse'], FINDING), isCustomerKey(encryption.at('KMSMasterKeyID'), FINDING));
}
