import { DATABASES, ofDatabase } from './databases';
import { every, isCustomerKey, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-RDS-001',
  title: 'RDS databases are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: DATABASES,
  rationale: 'Storage, backups and snapshots are encrypted under the key of the database. With a customer managed key, a snapshot cannot be read without access to the key.',
  remediation: 'Set StorageEncrypted to true and KmsKeyId to the key of the zone.',
  check: (database) => ofDatabase(database, () => every(
    isTrue(database.at('StorageEncrypted'), 'its storage is not encrypted'),
    isCustomerKey(database.at('KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
  )),
};
