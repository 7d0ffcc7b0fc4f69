import { WITH_SNAPSHOTS } from './stores';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ENCRYPTION-001',
  title: 'Databases of Amazon RDS, DocumentDB, Neptune and Redshift are encrypted at rest',
  severity: 'high',
  types: Object.keys(WITH_SNAPSHOTS),
  rationale: 'A snapshot that is not encrypted can be shared with any account or made public: one mistake hands over the whole database. Encryption cannot be turned on later without a copy.',
  remediation: 'Set StorageEncrypted (Redshift: Encrypted) to true when the database is created.',
  check: (database) => WITH_SNAPSHOTS[database.type](database),
};
