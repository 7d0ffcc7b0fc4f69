import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const DESTINATION = 'ExtendedS3DestinationConfiguration';
const ENCRYPTION = 'DeliveryStreamEncryptionConfigurationInput';

/** What proves the rules of FIREHOSE. */
export const firehoseCases: RuleCase[] = [{
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
}, {
  rule: 'ZT-FIREHOSE-002',
  on: 'Stream',
  secure: {
    Stream: resource('AWS::KinesisFirehose::DeliveryStream', {
      ExtendedS3DestinationConfiguration: { CloudWatchLoggingOptions: { Enabled: true, LogGroupName: 'delivery', LogStreamName: 's3' } },
    }),
  },
  firesWhen: {
    'its log level is OFF or not set': set('Stream', `${DESTINATION}.CloudWatchLoggingOptions`),
    'its log is off': set('Stream', `${DESTINATION}.CloudWatchLoggingOptions.Enabled`, false),
    'no group is named': set('Stream', `${DESTINATION}.CloudWatchLoggingOptions.LogGroupName`),
    'no stream is named': set('Stream', `${DESTINATION}.CloudWatchLoggingOptions.LogStreamName`),
    'a second destination logs nothing': set('Stream', 'HttpEndpointDestinationConfiguration', { EndpointConfiguration: {} }),
    'it has no destination': set('Stream', DESTINATION),
    'whether it logs is a parameter': set('Stream', `${DESTINATION}.CloudWatchLoggingOptions.Enabled`, PARAMETER),
    'the destination is a parameter': set('Stream', DESTINATION, PARAMETER),
  },
}];
