import { att, PARAMETER, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

/** What proves the rules of SECURITYLAKE. */
export const securitylakeCases: RuleCase[] = [{
  rule: 'ZT-SECURITYLAKE-001',
  on: 'Lake',
  secure: { Key: key(), Lake: resource('AWS::SecurityLake::DataLake', { EncryptionConfiguration: { KmsKeyId: att('Key') } }) },
  firesWhen: {
    'nothing is said': set('Lake', 'EncryptionConfiguration'),
    'the key is that of S3': set('Lake', 'EncryptionConfiguration.KmsKeyId', 'S3_MANAGED_KEY'),
    'the key is a parameter': set('Lake', 'EncryptionConfiguration.KmsKeyId', PARAMETER),
  },
}];
