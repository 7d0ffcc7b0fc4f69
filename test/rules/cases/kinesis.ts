import { att, PARAMETER, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of KINESIS. */
export const kinesisCases: RuleCase[] = [
  {
    rule: 'ZT-KINESIS-001',
    on: 'Stream',
    secure: {
      Key: resource('AWS::KMS::Key'),
      Stream: resource('AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: att('Key') } }),
    },
    passesWhen: { 'its key is imported': set('Stream', 'StreamEncryption.KeyId', 'arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-0000-1111-2222-333344445555') },
    firesWhen: {
      'it is not encrypted': set('Stream', 'StreamEncryption'),
      'its key is of AWS': set('Stream', 'StreamEncryption.KeyId', 'alias/aws/kinesis'),
      'its key is a parameter': set('Stream', 'StreamEncryption.KeyId', PARAMETER),
      'the kind of encryption is another': set('Stream', 'StreamEncryption.EncryptionType', 'NONE'),
      'the encryption is a parameter': set('Stream', 'StreamEncryption', PARAMETER),
    },
  },
];
