import { pass } from '../../model/judge';
import { keyLetsServiceUse } from '../../model/key-policies';
import type { Rule } from '../rule';

/** Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service". */
const ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

export const rule: Rule = {
  id: 'ZT-LOGS-003',
  title: 'The key of a log group lets CloudWatch Logs use it',
  severity: 'high',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Without it the stack does not deploy, or events are dropped once the key\'s policy changes.',
  remediation: 'Let logs.<region>.<suffix> encrypt, decrypt, re-encrypt, describe and make data keys in the key\'s policy, under the '
    + 'encryption context of this account\'s log groups.',
  check(group) {
    const key = group.at('KmsKeyId');
    if (key.isAbsent) return pass('no key');
    return keyLetsServiceUse(key, (principal) => principal.startsWith('logs.'), ACTIONS, 'CloudWatch Logs');
  },
};
