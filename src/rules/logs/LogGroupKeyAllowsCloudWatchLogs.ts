import { pass } from '../../model/judge';
import { keyLetsServiceUse } from '../../model/key-policies';
import type { Rule } from '../rule';

/** Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service". */
const ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

export const rule: Rule = {
  id: 'ZT-LOGS-003',
  title: 'KMS keys of CloudWatch log groups allow CloudWatch Logs to use them',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Without it, the deployment fails, or log events are lost when the key policy changes.',
  remediation: 'Allow logs.<region>.<suffix> to encrypt, decrypt, re-encrypt, generate data keys and describe the key in the key policy, with a condition on the '
    + 'encryption context of the log groups of this account.',
  check(group) {
    const key = group.at('KmsKeyId');
    if (key.isAbsent) return pass('no key');
    return keyLetsServiceUse(key, (principal) => principal.startsWith('logs.'), ACTIONS, 'CloudWatch Logs');
  },
};
