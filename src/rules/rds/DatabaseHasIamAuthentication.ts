import { DATABASES, ofDatabase } from './databases';
import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-RDS-002',
  title: 'RDS databases have IAM database authentication enabled',
  severity: 'medium',
  types: DATABASES,
  rationale: 'With IAM database authentication, a workload signs in with a token that is valid for 15 minutes and bound to its role, instead of a password that is shared and stored.',
  remediation: 'Set EnableIAMDatabaseAuthentication to true, and grant rds-db:connect for one database user.',
  check: (database) => ofDatabase(database, () => isTrue(database.at('EnableIAMDatabaseAuthentication'), 'its users cannot be authenticated by IAM')),
};
