import { add, all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const secure = {
  Key: resource('AWS::KMS::Key'),
  Images: resource('AWS::ECR::Repository', {
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: att('Key') },
    ImageScanningConfiguration: { ScanOnPush: true },
    ImageTagMutability: 'IMMUTABLE',
    LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' },
  }),
};
const registry = (rule: object) => add('Registry', 'AWS::ECR::RegistryScanningConfiguration', { ScanType: 'ENHANCED', Rules: [rule] });
const everything = [{ Filter: '*', FilterType: 'WILDCARD' }];
const unscanned = set('Images', 'ImageScanningConfiguration');

/** What proves the rules of ECR. */
export const ecrCases: RuleCase[] = [
  {
    rule: 'ZT-ECR-001',
    on: 'Images',
    secure,
    firesWhen: {
      'nothing is said of tags': set('Images', 'ImageTagMutability'),
      'its image tags are mutable': set('Images', 'ImageTagMutability', 'MUTABLE'),
      'some tags are mutable': set('Images', 'ImageTagMutability', 'IMMUTABLE_WITH_EXCLUSION'),
      'it is a parameter': set('Images', 'ImageTagMutability', PARAMETER),
    },
  },
  {
    rule: 'ZT-ECR-002',
    on: 'Images',
    secure,
    passesWhen: { 'it is encrypted twice': set('Images', 'EncryptionConfiguration.EncryptionType', 'KMS_DSSE') },
    firesWhen: {
      'nothing is said of encryption': set('Images', 'EncryptionConfiguration'),
      'it is not encrypted with KMS': set('Images', 'EncryptionConfiguration.EncryptionType', 'AES256'),
      'it has no key of its own': set('Images', 'EncryptionConfiguration.KmsKey'),
      'its key is of AWS': set('Images', 'EncryptionConfiguration.KmsKey', 'alias/aws/ecr'),
      'its key is a parameter': set('Images', 'EncryptionConfiguration.KmsKey', PARAMETER),
    },
  },
  {
    rule: 'ZT-ECR-003',
    on: 'Images',
    secure,
    passesWhen: {
      'the registry scans all images': all(unscanned, registry({ ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: everything })),
      'the registry scans all images all the time': all(unscanned, registry({ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: everything })),
    },
    firesWhen: {
      'its images are not scanned on push': set('Images', 'ImageScanningConfiguration.ScanOnPush', false),
      'nothing is said of scans': unscanned,
      'it is a parameter': set('Images', 'ImageScanningConfiguration.ScanOnPush', PARAMETER),
      'the registry scans other repositories': all(unscanned, registry({ ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [{ Filter: 'prod-*', FilterType: 'WILDCARD' }] })),
      'the registry scans by hand': all(unscanned, registry({ ScanFrequency: 'MANUAL', RepositoryFilters: everything })),
      'the registry names no frequency': all(unscanned, registry({ RepositoryFilters: everything })),
    },
  },
  {
    rule: 'ZT-ECR-004',
    on: 'Images',
    secure,
    firesWhen: {
      'it has no lifecycle policy': set('Images', 'LifecyclePolicy'),
      'its lifecycle policy is empty': set('Images', 'LifecyclePolicy', {}),
    },
  },
];
