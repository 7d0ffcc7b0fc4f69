import { CLUSTERS_LIKE_RDS, DATABASES, ofDatabase } from './databases';
import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-RDS-006',
  title: 'RDS, DocumentDB and Neptune databases have deletion protection enabled',
  severity: 'medium',
  types: [...CLUSTERS_LIKE_RDS, ...DATABASES],
  rationale: 'One call deletes a database with its automated backups. With deletion protection, an attacker or a mistake needs a second call that is logged.',
  remediation: 'Set DeletionProtection to true.',
  check: (database) => ofDatabase(database, () => isTrue(database.at('DeletionProtection'), 'it can be deleted by one call')),
};
