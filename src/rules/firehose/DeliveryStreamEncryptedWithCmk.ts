import { textOf } from '../../model';
import { every, isCustomerKey, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-FIREHOSE-001',
  title: 'Firehose delivery streams are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  rationale: 'A delivery stream buffers records, including logs with personal data.',
  remediation: 'Set DeliveryStreamEncryptionConfigurationInput with KeyType CUSTOMER_MANAGED_CMK and KeyARN. '
    + 'A delivery stream that reads from Kinesis uses the key of its source.',
  check(stream) {
    const source = textOf(stream.at('DeliveryStreamType').value);
    if (source === 'KinesisStreamAsSource' || source === 'MSKAsSource') return pass(source);
    const encryption = stream.at('DeliveryStreamEncryptionConfigurationInput');
    return every(
      isOneOf(encryption.at('KeyType'), ['CUSTOMER_MANAGED_CMK'], 'it is not encrypted with a customer managed KMS key'),
      isCustomerKey(encryption.at('KeyARN'), 'it is not encrypted with a customer managed KMS key'),
    );
  },
};
