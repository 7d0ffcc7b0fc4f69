import { all, att, PARAMETER, prove, resource, set } from '../support/prove';
import { key } from '../support/resources';

const ENCRYPTION = 'DeliveryStreamEncryptionConfigurationInput';

prove('FIREHOSE', [{
  rule: 'ZT-FIREHOSE-001',
  on: 'Stream',
  secure: {
    Key: key(),
    Stream: resource('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamType: 'DirectPut', [ENCRYPTION]: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: att('Key') } }),
  },
  passesWhen: { 'it reads from a stream': all(set('Stream', 'DeliveryStreamType', 'KinesisStreamAsSource'), set('Stream', ENCRYPTION)) },
  firesWhen: {
    'it is not encrypted': set('Stream', ENCRYPTION),
    'the key is that of AWS': set('Stream', ENCRYPTION, { KeyType: 'AWS_OWNED_CMK' }),
    'no key is named': set('Stream', `${ENCRYPTION}.KeyARN`),
    'the key is a parameter': set('Stream', `${ENCRYPTION}.KeyARN`, PARAMETER),
    'the type of key is a parameter': set('Stream', `${ENCRYPTION}.KeyType`, PARAMETER),
    'where it reads from is a parameter': all(set('Stream', 'DeliveryStreamType', PARAMETER), set('Stream', ENCRYPTION)),
  },
}]);
