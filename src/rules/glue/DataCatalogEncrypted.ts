import type { TemplateResource } from '../../model';
import { every, isOneOf, isTrue, isNotEmpty } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** How each type says it. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  'AWS::Glue::DataCatalogEncryptionSettings': (settings) => every(
    isOneOf(settings.at('DataCatalogEncryptionSettings', 'EncryptionAtRest', 'CatalogEncryptionMode'), ['SSE-KMS', 'SSE-KMS-WITH-SERVICE-ROLE'], 'the catalog is not encrypted with a KMS key'),
    isTrue(settings.at('DataCatalogEncryptionSettings', 'ConnectionPasswordEncryption', 'ReturnConnectionPasswordEncrypted'), 'passwords of connections are returned in plaintext'),
  ),
  'AWS::Glue::MLTransform': (transform) => isOneOf(transform.at('TransformEncryption', 'MLUserDataEncryption', 'MLUserDataEncryptionMode'), ['SSE-KMS', 'SSEKMS'], 'its user data is not encrypted'),
  'AWS::Glue::SecurityConfiguration': (configuration) => {
    const encryption = configuration.at('EncryptionConfiguration');
    return every(
      isNotEmpty(encryption.at('S3Encryptions'), 'what jobs write to Amazon S3 is not encrypted by the configuration'),
      ...encryption.at('S3Encryptions').items().map((one) => isOneOf(one.at('S3EncryptionMode'), ['SSE-KMS'], 'what jobs write to Amazon S3 is not encrypted with a KMS key')),
      isOneOf(encryption.at('CloudWatchEncryption', 'CloudWatchEncryptionMode'), ['SSE-KMS'], 'logs of jobs are not encrypted with a KMS key'),
      isOneOf(encryption.at('JobBookmarksEncryption', 'JobBookmarksEncryptionMode'), ['CSE-KMS'], 'bookmarks of jobs are not encrypted with a KMS key'),
    );
  },
};

export const rule: Rule = {
  id: 'ZT-GLUE-001',
  title: 'AWS Glue catalogs, connections, security configurations and ML transforms are encrypted',
  severity: 'medium',
  types: Object.keys(JUDGEMENTS),
  // source: AWS Glue developer guide, "Encryption at rest"; AWS Glue API reference, MLUserDataEncryption
  rationale: 'The catalog holds the shape of all data and the passwords of connections, which GetConnection returns in plaintext unless that is encrypted. Jobs leave data in buckets, logs and bookmarks.',
  remediation: 'Set CatalogEncryptionMode to SSE-KMS, ReturnConnectionPasswordEncrypted to true, the modes of security configurations to SSE-KMS and CSE-KMS, and MLUserDataEncryptionMode to SSE-KMS.',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};
