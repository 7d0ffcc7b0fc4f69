import { textOf } from '../../model';
import { every, isCustomerKey, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-FIREHOSE-001',
  title: 'A delivery stream is under a customer-managed key',
  severity: 'high',
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  rationale: 'Records wait in the stream before they are delivered, logs with personal data among them.',
  remediation: 'Set DeliveryStreamEncryptionConfigurationInput with KeyType CUSTOMER_MANAGED_CMK and KeyARN. A stream that reads from Kinesis '
    + 'is under the key of its source.',
  check(stream) {
    const source = textOf(stream.at('DeliveryStreamType').value);
    if (source === 'KinesisStreamAsSource' || source === 'MSKAsSource') return pass(source);
    const encryption = stream.at('DeliveryStreamEncryptionConfigurationInput');
    return every(
      isOneOf(encryption.at('KeyType'), ['CUSTOMER_MANAGED_CMK'], 'it is not under a customer-managed key'),
      isCustomerKey(encryption.at('KeyARN'), 'it is not under a customer-managed key'),
    );
  },
};
