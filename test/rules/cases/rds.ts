import { att, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const settings = {
  StorageEncrypted: true,
  KmsKeyId: att('Key'),
  EnableIAMDatabaseAuthentication: true,
  BackupRetentionPeriod: 7,
  DeletionProtection: true,
  ManageMasterUserPassword: true,
};
const secure = {
  Key: resource('AWS::KMS::Key'),
  ClusterGroup: resource('AWS::RDS::DBClusterParameterGroup', { Parameters: { 'rds.force_ssl': '1' } }),
  Group: resource('AWS::RDS::DBParameterGroup', { Parameters: { require_secure_transport: 'ON' } }),
  Cluster: resource('AWS::RDS::DBCluster', { ...settings, Engine: 'aurora-postgresql', DBClusterParameterGroupName: ref('ClusterGroup') }),
  Member: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: ref('Cluster'), PubliclyAccessible: false }),
  Alone: resource('AWS::RDS::DBInstance', { ...settings, Engine: 'mysql', DBParameterGroupName: ref('Group'), PubliclyAccessible: false }),
};

/** An instance alone is judged by the same setting as a cluster; one of a cluster is not. */
function both(rule: string, name: string, wrong: unknown, more: Partial<RuleCase> = {}): RuleCase[] {
  return ['Cluster', 'Alone'].map((on) => ({
    rule,
    on,
    secure,
    ...more,
    firesWhen: {
      [`${name} is not set`]: set(on, name),
      [`${name} is wrong`]: set(on, name, wrong),
      [`${name} is a parameter`]: set(on, name, PARAMETER),
    },
  }));
}

function member(rule: string): RuleCase {
  return { rule, on: 'Member', secure, firesWhen: { 'it is in no cluster': set('Member', 'DBClusterIdentifier') } };
}

/** What proves the rules of RDS. */
export const rdsCases: RuleCase[] = [
  ...both('ZT-RDS-001', 'StorageEncrypted', false),
  ...both('ZT-RDS-001', 'KmsKeyId', 'alias/aws/rds'),
  member('ZT-RDS-001'),
  ...both('ZT-RDS-002', 'EnableIAMDatabaseAuthentication', false),
  member('ZT-RDS-002'),
  {
    rule: 'ZT-RDS-003',
    on: 'Alone',
    secure,
    passesWhen: { 'it says no as a text': set('Alone', 'PubliclyAccessible', 'false') },
    firesWhen: {
      'it is public': set('Alone', 'PubliclyAccessible', true),
      'it leaves it to its subnets': set('Alone', 'PubliclyAccessible'),
      'it is a parameter': set('Alone', 'PubliclyAccessible', PARAMETER),
    },
  },
  { rule: 'ZT-RDS-003', on: 'Member', secure, firesWhen: { 'it is public': set('Member', 'PubliclyAccessible', true), 'it leaves it to its subnets': set('Member', 'PubliclyAccessible') } },
  {
    rule: 'ZT-RDS-003',
    on: 'Cluster',
    secure,
    passesWhen: { 'it says no': set('Cluster', 'PubliclyAccessible', false) },
    firesWhen: { 'it is public': set('Cluster', 'PubliclyAccessible', true), 'it is a parameter': set('Cluster', 'PubliclyAccessible', PARAMETER) },
  },
  {
    rule: 'ZT-RDS-004',
    on: 'Cluster',
    secure,
    passesWhen: { 'it is a number': set('ClusterGroup', 'Parameters', { 'rds.force_ssl': 1 }) },
    firesWhen: {
      'TLS is not forced': set('ClusterGroup', 'Parameters', { 'rds.force_ssl': '0' }),
      'the parameter of another engine is set': set('ClusterGroup', 'Parameters', { require_secure_transport: 'ON' }),
      'nothing is set': set('ClusterGroup', 'Parameters'),
      'it is a parameter of the template': set('ClusterGroup', 'Parameters', { 'rds.force_ssl': PARAMETER }),
      'it has no parameter group': set('Cluster', 'DBClusterParameterGroupName'),
      'its parameter group is elsewhere': set('Cluster', 'DBClusterParameterGroupName', 'default.aurora-postgresql17'),
      'its parameter group is one of instances': set('Cluster', 'DBClusterParameterGroupName', ref('Group')),
      'its engine has no such parameter': set('Cluster', 'Engine', 'oracle-ee'),
      'its engine is a parameter': set('Cluster', 'Engine', PARAMETER),
    },
  },
  {
    rule: 'ZT-RDS-004',
    on: 'Alone',
    secure,
    passesWhen: {
      'it is 1': set('Group', 'Parameters', { require_secure_transport: '1' }),
      'it is MariaDB': set('Alone', 'Engine', 'mariadb'),
    },
    firesWhen: {
      'TLS is not forced': set('Group', 'Parameters', { require_secure_transport: 'OFF' }),
      'its engine looks at another parameter': set('Alone', 'Engine', 'postgres'),
      'it has no parameter group': set('Alone', 'DBParameterGroupName'),
    },
  },
  member('ZT-RDS-004'),
  ...both('ZT-RDS-005', 'BackupRetentionPeriod', 6, { passesWhen: { 'they are kept longer': set('Cluster', 'BackupRetentionPeriod', '35') } }),
  member('ZT-RDS-005'),
  ...both('ZT-RDS-006', 'DeletionProtection', false),
  member('ZT-RDS-006'),
  ...both('ZT-RDS-007', 'ManageMasterUserPassword', false),
  {
    rule: 'ZT-RDS-007',
    on: 'Cluster',
    secure,
    passesWhen: { 'the password is from Secrets Manager': set('Cluster', 'MasterUserPassword', '{{resolve:secretsmanager:Db:SecretString:password}}') },
    firesWhen: {
      'the password is written out': set('Cluster', 'MasterUserPassword', 'correct horse'),
      'the password is a parameter': set('Cluster', 'MasterUserPassword', PARAMETER),
      'the password is in Parameter Store': set('Cluster', 'MasterUserPassword', '{{resolve:ssm:db-password}}'),
    },
  },
  member('ZT-RDS-007'),
  ...([
    ['ZT-RDS-002', 'AWS::Neptune::DBCluster', 'IamAuthEnabled', true, false],
    ['ZT-RDS-005', 'AWS::DocDB::DBCluster', 'BackupRetentionPeriod', 7, 1],
    ['ZT-RDS-005', 'AWS::Neptune::DBCluster', 'BackupRetentionPeriod', 7, 1],
    ['ZT-RDS-005', 'AWS::Redshift::Cluster', 'AutomatedSnapshotRetentionPeriod', 7, 1],
    ['ZT-RDS-006', 'AWS::DocDB::DBCluster', 'DeletionProtection', true, false],
    ['ZT-RDS-006', 'AWS::Neptune::DBCluster', 'DeletionProtection', true, false],
  ] as [string, string, string, unknown, unknown][]).map(([rule, type, property, right, wrong]): RuleCase => ({
    rule,
    on: 'Store',
    secure: { Store: resource(type, { [property]: right }) },
    passesWhen: { 'it is written as text': set('Store', property, String(right)) },
    firesWhen: { 'it is off or too short': set('Store', property, wrong), 'nothing is set': set('Store', property), 'it is a parameter': set('Store', property, PARAMETER) },
  })),
];
