import { every, isCustomerKey, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KINESIS-001',
  title: 'Kinesis data streams are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Kinesis::Stream'],
  rationale: 'Records stay in the stream for at least a day. With a customer managed key, reading them requires access to the key.',
  remediation: 'Set StreamEncryption with EncryptionType KMS and the KeyId of a customer managed key.',
  check: (stream) => every(
    isOneOf(stream.at('StreamEncryption', 'EncryptionType'), ['KMS'], 'it is not encrypted'),
    isCustomerKey(stream.at('StreamEncryption', 'KeyId'), 'it is not encrypted with a customer managed KMS key'),
  ),
};
