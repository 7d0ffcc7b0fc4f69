import { DATABASES, ofDatabase } from './databases';
import { textOf } from '../../model';
import { isOneOf, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Engine → the parameter that refuses connections without TLS. Oracle and Db2 have options and ports instead. */
const PARAMETERS: [RegExp, string, string[]][] = [
  [/^(aurora-)?postgres|^sqlserver/, 'rds.force_ssl', ['1']],
  [/^(aurora-)?mysql|^mariadb/, 'require_secure_transport', ['1', 'ON']],
];

export const rule: Rule = {
  id: 'ZT-RDS-004',
  title: 'RDS databases require TLS for every connection',
  severity: 'medium',
  types: DATABASES,
  rationale: 'A client that does not ask for TLS sends its queries and their results in plain text, and does not verify which server it talks to.',
  remediation: 'Set rds.force_ssl to 1 (PostgreSQL, SQL Server) or require_secure_transport to ON (MySQL, MariaDB) in the parameter group of the database.',
  check: (database) => ofDatabase(database, () => {
    const engine = (textOf(database.at('Engine').value) ?? '').toLowerCase();
    const known = PARAMETERS.find(([engines]) => engines.test(engine));
    if (!known) return unknown('whether it requires TLS depends on its engine', engine);
    const [, parameter, on] = known;
    const group = database.type === 'AWS::RDS::DBCluster'
      ? resourceOf(database.at('DBClusterParameterGroupName').value, 'AWS::RDS::DBClusterParameterGroup')
      : resourceOf(database.at('DBParameterGroupName').value, 'AWS::RDS::DBParameterGroup');
    return group ? isOneOf(group.at('Parameters', parameter), on, 'it accepts connections without TLS') : byDefault(parameter);
  }),
};

/** The default of an engine changes with its version. */
function byDefault(parameter: string): RuleResult {
  return unknown('its parameter group is not in the templates', `${parameter} is not known`);
}
