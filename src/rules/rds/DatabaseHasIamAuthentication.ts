import { DATABASES, ofDatabase } from './databases';
import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

const NEPTUNE = 'AWS::Neptune::DBCluster';

export const rule: Rule = {
  id: 'ZT-RDS-002',
  title: 'RDS and Neptune databases have IAM database authentication enabled',
  severity: 'medium',
  types: [NEPTUNE, ...DATABASES],
  rationale: 'With IAM database authentication, a workload signs in with a token that is valid for 15 minutes and bound to its role, instead of a password that is shared and stored.',
  remediation: 'Set EnableIAMDatabaseAuthentication (Neptune: IamAuthEnabled) to true, and grant rds-db:connect (Neptune: neptune-db) for one database user.',
  check: (database) => ofDatabase(database, () => isTrue(database.at(database.type === NEPTUNE ? 'IamAuthEnabled' : 'EnableIAMDatabaseAuthentication'), 'its users cannot be authenticated by IAM')),
};
