import { WITHOUT_SNAPSHOTS } from './stores';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ENCRYPTION-002',
  title: 'ElastiCache, Amazon EBS, Amazon EFS, OpenSearch Service, Amazon SQS and WorkSpaces are encrypted at rest',
  severity: 'medium',
  types: Object.keys(WITHOUT_SNAPSHOTS),
  rationale: 'Disks, backups and swap of these services hold the data in plaintext unless encryption is turned on, most of them until they are replaced.',
  remediation: 'Turn encryption at rest on when the resource is created: Encrypted, AtRestEncryptionEnabled, EncryptionAtRestOptions, both volumes of a WorkSpace. Omit '
    + 'SqsManagedSseEnabled.',
  check: (store) => WITHOUT_SNAPSHOTS[store.type](store),
};
