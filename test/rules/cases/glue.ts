import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const SETTINGS = 'DataCatalogEncryptionSettings';
const MODE = 'TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';

/** What proves the rules of AWS Glue. */
export const glueCases: RuleCase[] = [{
  rule: 'ZT-GLUE-001',
  on: 'Settings',
  secure: {
    Settings: resource('AWS::Glue::DataCatalogEncryptionSettings', {
      CatalogId: '111122223333',
      [SETTINGS]: { EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: KEY }, ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: true, KmsKeyId: KEY } },
    }),
  },
  passesWhen: { 'a role encrypts': set('Settings', `${SETTINGS}.EncryptionAtRest.CatalogEncryptionMode`, 'SSE-KMS-WITH-SERVICE-ROLE') },
  firesWhen: {
    'the catalog is not encrypted': set('Settings', `${SETTINGS}.EncryptionAtRest.CatalogEncryptionMode`, 'DISABLED'),
    'nothing is said of the catalog': set('Settings', `${SETTINGS}.EncryptionAtRest`),
    'passwords are returned in plaintext': set('Settings', `${SETTINGS}.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted`, false),
    'nothing is said of passwords': set('Settings', `${SETTINGS}.ConnectionPasswordEncryption`),
    'it is a parameter': set('Settings', `${SETTINGS}.EncryptionAtRest.CatalogEncryptionMode`, PARAMETER),
  },
}, {
  rule: 'ZT-GLUE-001',
  on: 'Configuration',
  secure: {
    Configuration: resource('AWS::Glue::SecurityConfiguration', {
      Name: 'own',
      EncryptionConfiguration: {
        S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS', KmsKeyArn: KEY }],
        CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: KEY },
        JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn: KEY },
      },
    }),
  },
  firesWhen: {
    'buckets have keys of S3': set('Configuration', 'EncryptionConfiguration.S3Encryptions.0.S3EncryptionMode', 'SSE-S3'),
    'nothing is said of buckets': set('Configuration', 'EncryptionConfiguration.S3Encryptions'),
    'the list for buckets is empty': set('Configuration', 'EncryptionConfiguration.S3Encryptions', []),
    'logs are not encrypted': set('Configuration', 'EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode', 'DISABLED'),
    'bookmarks are not encrypted': set('Configuration', 'EncryptionConfiguration.JobBookmarksEncryption'),
    'it is a parameter': set('Configuration', 'EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode', PARAMETER),
  },
}, {
  rule: 'ZT-GLUE-001',
  on: 'Transform',
  secure: { Transform: resource('AWS::Glue::MLTransform', { TransformEncryption: { MLUserDataEncryption: { MLUserDataEncryptionMode: 'SSE-KMS', KmsKeyId: KEY } } }) },
  passesWhen: { 'it is written as the page of CloudFormation has it': set('Transform', MODE, 'SSEKMS') },
  firesWhen: { 'it is not encrypted': set('Transform', MODE, 'DISABLED'), 'nothing is set': set('Transform', 'TransformEncryption'), 'it is a parameter': set('Transform', MODE, PARAMETER) },
}];
