import { Expression } from '../../model';
import { every, fail, isCustomerKey, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { takesServiceLogs } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-008',
  title: 'A bucket of data is under a customer-managed key',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'Under a key of S3, access to the bucket is access to its objects; under a key of one\'s own it takes both, and each use is recorded.',
  remediation: 'Set SSEAlgorithm aws:kms and KMSMasterKeyID. Buckets of access logs, and of logs of distributions and load balancers, stay under keys of S3.',
  check(bucket) {
    if (takesServiceLogs(bucket)) return pass('takes logs');
    const rules = bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration').items();
    return rules.length === 0 ? fail(FINDING, 'no BucketEncryption') : every(...rules.map((one) => underKey(one.at('ServerSideEncryptionByDefault'))));
  },
};

const FINDING = 'it is not under a customer-managed key';

function underKey(encryption: Expression): RuleResult {
  return every(isOneOf(encryption.at('SSEAlgorithm'), ['aws:kms', 'aws:kms:dsse'], FINDING), isCustomerKey(encryption.at('KMSMasterKeyID'), FINDING));
}
