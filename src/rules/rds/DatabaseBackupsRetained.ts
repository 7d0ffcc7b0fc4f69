import { CLUSTERS_LIKE_RDS, DATABASES, ofDatabase } from './databases';
import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

const DAYS = 7;
const REDSHIFT = 'AWS::Redshift::Cluster';

export const rule: Rule = {
  id: 'ZT-RDS-005',
  title: `RDS, DocumentDB, Neptune and Redshift automated backups are retained for at least ${DAYS} days`,
  severity: 'medium',
  types: [...CLUSTERS_LIKE_RDS, ...DATABASES, REDSHIFT],
  rationale: 'Damage is often noticed days later. Point-in-time recovery reaches back as far as automated backups are retained, which is one day by default.',
  remediation: `Set BackupRetentionPeriod (Redshift: AutomatedSnapshotRetentionPeriod) to ${DAYS} or more.`,
  check: (database) => ofDatabase(database, () => isAtLeast(database.at(database.type === REDSHIFT ? 'AutomatedSnapshotRetentionPeriod' : 'BackupRetentionPeriod'), DAYS, `its backups are retained for less than ${DAYS} days`)),
};
