import { every, isCustomerKey, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KINESIS-001',
  title: 'A stream is under a customer-managed key',
  severity: 'high',
  types: ['AWS::Kinesis::Stream'],
  rationale: 'Records rest in the stream for a day at least. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set StreamEncryption with EncryptionType KMS and KeyId.',
  check: (stream) => every(
    isOneOf(stream.at('StreamEncryption', 'EncryptionType'), ['KMS'], 'it is not encrypted'),
    isCustomerKey(stream.at('StreamEncryption', 'KeyId'), 'it is not under a customer-managed key'),
  ),
};
