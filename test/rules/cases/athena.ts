import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const MANAGED = 'WorkGroupConfiguration.ManagedQueryResultsConfiguration';
const RESULTS = 'WorkGroupConfiguration.ResultConfiguration';
const inBucket = (EncryptionConfiguration: object) => all(set('WorkGroup', MANAGED), set('WorkGroup', RESULTS, { OutputLocation: 's3://results/', EncryptionConfiguration }));

/** What proves the rules of Athena. */
export const athenaCases: RuleCase[] = [{
  rule: 'ZT-ATHENA-001',
  on: 'WorkGroup',
  secure: {
    Key: key(),
    WorkGroup: resource('AWS::Athena::WorkGroup', {
      Name: 'siem',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        ManagedQueryResultsConfiguration: { Enabled: true, EncryptionConfiguration: { KmsKey: att('Key') } },
      },
    }),
  },
  passesWhen: {
    'results lie in a bucket, under the key': inBucket({ EncryptionOption: 'SSE_KMS', KmsKey: att('Key') }),
    'clients encrypt with the key': inBucket({ EncryptionOption: 'CSE_KMS', KmsKey: att('Key') }),
  },
  firesWhen: {
    'it has no configuration': set('WorkGroup', 'WorkGroupConfiguration'),
    'clients may override': set('WorkGroup', 'WorkGroupConfiguration.EnforceWorkGroupConfiguration', false),
    'it is not set whether clients may override': set('WorkGroup', 'WorkGroupConfiguration.EnforceWorkGroupConfiguration'),
    'whether clients may override is a parameter': set('WorkGroup', 'WorkGroupConfiguration.EnforceWorkGroupConfiguration', PARAMETER),
    'managed results are under a key of AWS': set('WorkGroup', `${MANAGED}.EncryptionConfiguration`),
    'managed results are off': set('WorkGroup', `${MANAGED}.Enabled`, false),
    'whether results are managed is a parameter': set('WorkGroup', `${MANAGED}.Enabled`, PARAMETER),
    'the key is a parameter': set('WorkGroup', `${MANAGED}.EncryptionConfiguration.KmsKey`, PARAMETER),
    'results in a bucket are under a key of S3': inBucket({ EncryptionOption: 'SSE_S3' }),
    'results in a bucket name no key': inBucket({ EncryptionOption: 'SSE_KMS' }),
    'results in a bucket are not encrypted': all(set('WorkGroup', MANAGED), set('WorkGroup', RESULTS, { OutputLocation: 's3://results/' })),
    'how results in a bucket are encrypted is a parameter': inBucket({ EncryptionOption: PARAMETER, KmsKey: att('Key') }),
  },
}];
