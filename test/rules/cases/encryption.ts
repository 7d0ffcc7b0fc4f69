import { all, att, Change, join, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';
import { denyPlaintext } from '../support/resources';

interface More {
  /** Whether it is on when nothing is set. */
  readonly byDefault?: boolean;
  readonly beside?: object;
  readonly passesWhen?: Record<string, Change>;
  readonly firesWhen?: Record<string, Change>;
}

/** A property that has to be true. */
function switchOf(rule: string, type: string, path: string, more: More = {}): RuleCase {
  const left = set('Store', path);
  const secure = { Store: resource(type, more.beside) };
  set('Store', path, true)(secure);
  return {
    rule,
    on: 'Store',
    secure,
    passesWhen: { 'it is written as text': set('Store', path, 'true'), ...(more.byDefault ? { 'nothing is set': left } : {}), ...more.passesWhen },
    firesWhen: {
      ...(more.byDefault ? {} : { 'nothing is set': left }),
      'it is turned off': set('Store', path, false),
      'it is a parameter': set('Store', path, PARAMETER),
      ...more.firesWhen,
    },
  };
}

const AT_REST = 'ZT-ENCRYPTION-002';
const TLS = 'ZT-ENCRYPTION-003';
const REPLICATION_GROUP = 'AWS::ElastiCache::ReplicationGroup';
const copied = { 'it is restored from a snapshot': all(set('Store', 'StorageEncrypted'), set('Store', 'SnapshotIdentifier', 'snapshot')) };

const databases: RuleCase[] = [
  ...['AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'].map((type) => switchOf('ZT-ENCRYPTION-001', type, 'StorageEncrypted', { passesWhen: copied })),
  switchOf('ZT-ENCRYPTION-001', 'AWS::RDS::DBCluster', 'StorageEncrypted', {
    beside: { Engine: 'mysql' }, passesWhen: { ...copied, 'Aurora encrypts by default': all(set('Store', 'StorageEncrypted'), set('Store', 'Engine', 'aurora-mysql')) },
  }),
  switchOf('ZT-ENCRYPTION-001', 'AWS::RDS::DBInstance', 'StorageEncrypted', {
    passesWhen: {
      'it is a replica': all(set('Store', 'StorageEncrypted'), set('Store', 'SourceDBInstanceIdentifier', 'source')),
      'it is in a cluster': all(set('Store', 'StorageEncrypted'), set('Store', 'DBClusterIdentifier', 'cluster')),
    },
    firesWhen: { 'a copy turns it off': all(set('Store', 'StorageEncrypted', false), set('Store', 'DBSnapshotIdentifier', 'snapshot')) },
  }),
  switchOf('ZT-ENCRYPTION-001', 'AWS::Redshift::Cluster', 'Encrypted', { byDefault: true }),
];

const atRest: RuleCase[] = [
  switchOf(AT_REST, 'AWS::EC2::Volume', 'Encrypted', {
    passesWhen: { 'it is of a snapshot': all(set('Store', 'Encrypted'), set('Store', 'SnapshotId', 'snap-1')), 'it is a copy': all(set('Store', 'Encrypted'), set('Store', 'SourceVolumeId', 'vol-1')) },
    firesWhen: { 'a copy turns it off': all(set('Store', 'Encrypted', false), set('Store', 'SnapshotId', 'snap-1')) },
  }),
  switchOf(AT_REST, 'AWS::EFS::FileSystem', 'Encrypted'),
  switchOf(AT_REST, REPLICATION_GROUP, 'AtRestEncryptionEnabled', {
    beside: { Engine: 'redis' }, passesWhen: { 'Valkey encrypts by default': all(set('Store', 'AtRestEncryptionEnabled'), set('Store', 'Engine', 'valkey')) },
  }),
  switchOf(AT_REST, 'AWS::Elasticsearch::Domain', 'EncryptionAtRestOptions.Enabled'),
  switchOf(AT_REST, 'AWS::OpenSearchService::Domain', 'EncryptionAtRestOptions.Enabled'),
  switchOf(AT_REST, 'AWS::SQS::Queue', 'SqsManagedSseEnabled', {
    byDefault: true, passesWhen: { 'KMS encrypts it': all(set('Store', 'SqsManagedSseEnabled', false), set('Store', 'KmsMasterKeyId', 'alias/orders')) },
  }),
  switchOf(AT_REST, 'AWS::WorkSpaces::Workspace', 'RootVolumeEncryptionEnabled', { beside: { UserVolumeEncryptionEnabled: true } }),
  switchOf(AT_REST, 'AWS::WorkSpaces::Workspace', 'UserVolumeEncryptionEnabled', { beside: { RootVolumeEncryptionEnabled: true } }),
];

const byTls: RuleCase[] = [
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource('AWS::Transfer::Server', { Protocols: ['SFTP', 'FTPS'] }) },
    passesWhen: { 'nothing is set': set('Store', 'Protocols') },
    firesWhen: { 'it serves FTP too': set('Store', 'Protocols.1', 'FTP'), 'one is a parameter': set('Store', 'Protocols.1', PARAMETER), 'all are a parameter': set('Store', 'Protocols', PARAMETER) },
  },
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource('AWS::DMS::Endpoint', { EngineName: 'postgres', SslMode: 'require' }) },
    passesWhen: {
      'the certificate is verified': set('Store', 'SslMode', 'verify-full'),
      'it is a service of AWS': all(set('Store', 'SslMode'), set('Store', 'EngineName', 's3')),
    },
    firesWhen: { 'nothing is set': set('Store', 'SslMode'), 'it is turned off': set('Store', 'SslMode', 'none'), 'it is a parameter': set('Store', 'SslMode', PARAMETER), 'the engine is a parameter': all(set('Store', 'SslMode'), set('Store', 'EngineName', PARAMETER)) },
  },
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource('AWS::DocDB::DBClusterParameterGroup', { Parameters: { tls: 'enabled' } }) },
    passesWhen: { 'nothing is set': set('Store', 'Parameters', { audit_logs: 'enabled' }), 'TLS 1.2 is the least': set('Store', 'Parameters.tls', 'tls1.2+') },
    firesWhen: { 'it is turned off': set('Store', 'Parameters.tls', 'disabled'), 'it is a parameter': set('Store', 'Parameters.tls', PARAMETER) },
  },
  switchOf(TLS, 'AWS::ElastiCache::CacheCluster', 'TransitEncryptionEnabled', {
    beside: { Engine: 'memcached' }, passesWhen: { 'it is a single node of Redis': all(set('Store', 'Engine', 'redis'), set('Store', 'TransitEncryptionEnabled')) },
  }),
  switchOf(TLS, REPLICATION_GROUP, 'TransitEncryptionEnabled'),
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource(REPLICATION_GROUP, { TransitEncryptionEnabled: true, TransitEncryptionMode: 'required' }) },
    firesWhen: { 'plaintext is accepted too': set('Store', 'TransitEncryptionMode', 'preferred'), 'it is a parameter': set('Store', 'TransitEncryptionMode', PARAMETER) },
  },
  ...['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'].flatMap((type) => [
    switchOf(TLS, type, 'DomainEndpointOptions.EnforceHTTPS', { beside: { NodeToNodeEncryptionOptions: { Enabled: true } } }),
    switchOf(TLS, type, 'NodeToNodeEncryptionOptions.Enabled', { beside: { DomainEndpointOptions: { EnforceHTTPS: true } } }),
  ]),
  switchOf(TLS, 'AWS::MSK::Cluster', 'EncryptionInfo.EncryptionInTransit.InCluster', { byDefault: true }),
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource('AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS' } } }) },
    passesWhen: { 'nothing is set': set('Store', 'EncryptionInfo') },
    firesWhen: {
      'plaintext is accepted too': set('Store', 'EncryptionInfo.EncryptionInTransit.ClientBroker', 'TLS_PLAINTEXT'),
      'it is turned off': set('Store', 'EncryptionInfo.EncryptionInTransit.ClientBroker', 'PLAINTEXT'),
      'it is a parameter': set('Store', 'EncryptionInfo.EncryptionInTransit.ClientBroker', PARAMETER),
    },
  },
  switchOf(TLS, 'AWS::MemoryDB::Cluster', 'TLSEnabled', { byDefault: true }),
  {
    rule: TLS,
    on: 'Store',
    secure: { Store: resource('AWS::Redshift::ClusterParameterGroup', { Parameters: [{ ParameterName: 'require_ssl', ParameterValue: 'true' }] }) },
    firesWhen: {
      'nothing is set': set('Store', 'Parameters'),
      'another parameter is set': set('Store', 'Parameters.0.ParameterName', 'use_fips_ssl'),
      'it is turned off': set('Store', 'Parameters.0.ParameterValue', 'false'),
      'it is a parameter': set('Store', 'Parameters.0.ParameterValue', PARAMETER),
    },
  },
];

const keyOf = (dataClass: string) => resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:data-class', Value: dataClass }] });
const denyOnQueue = denyPlaintext('sqs:*', att('Store'));
const STATEMENT = 'PolicyDocument.Statement';

const denials: RuleCase[] = [
  {
    rule: 'ZT-ENCRYPTION-004',
    on: 'Store',
    secure: {
      Key: keyOf('INTERNAL'),
      Store: resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Key') }),
      Policy: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Store')], PolicyDocument: { Statement: [denyOnQueue] } }),
    },
    passesWhen: {
      'there is no Deny, which is hardening': set('Policy', `${STATEMENT}.0`, { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessage' }),
      'a Deny is for old versions of TLS': set('Policy', `${STATEMENT}.0.Condition`, { Bool: { 'aws:SecureTransport': 'true' }, NumericLessThan: { 's3:TlsVersion': '1.2' } }),
      'an Allow asks for TLS': set('Policy', `${STATEMENT}.0.Effect`, 'Allow'),
      'the data is classified, and a Deny there': set('Key', 'Tags.0.Value', 'RESTRICTED'),
    },
    firesWhen: {
      'the Deny leaves receiving out': set('Policy', `${STATEMENT}.0.Action`, 'sqs:SendMessage'),
      'the Deny is for one principal': set('Policy', `${STATEMENT}.0.Principal`, { AWS: '111122223333' }),
      'the Deny is on another queue': set('Policy', `${STATEMENT}.0.Resource`, 'arn:aws:sqs:eu-west-1:111122223333:other'),
      'the Deny has a further condition': set('Policy', `${STATEMENT}.0.Condition.StringEquals`, { 'aws:PrincipalAccount': '111122223333' }),
      'the Deny is for TLS': set('Policy', `${STATEMENT}.0.Condition.Bool`, { 'aws:SecureTransport': 'true' }),
      'the data is CONFIDENTIAL, and there is no Deny': all(set('Key', 'Tags.0.Value', 'CONFIDENTIAL'), set('Policy', `${STATEMENT}.0`)),
      'the data is RESTRICTED, and the policy a parameter': all(set('Key', 'Tags.0.Value', 'RESTRICTED'), set('Policy', 'PolicyDocument', PARAMETER)),
    },
  },
  {
    rule: 'ZT-ENCRYPTION-004',
    on: 'Store',
    secure: {
      Store: resource('AWS::S3::Bucket'),
      Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Store'), PolicyDocument: { Statement: [denyPlaintext('s3:*', [att('Store'), join(att('Store'), '/*')])] } }),
    },
    firesWhen: {
      'the Deny is for objects only': set('Policy', `${STATEMENT}.0.Resource`, join(att('Store'), '/*')),
      'the Deny is for the bucket only': set('Policy', `${STATEMENT}.0.Resource`, att('Store')),
    },
  },
  {
    rule: 'ZT-ENCRYPTION-004',
    on: 'Store',
    secure: {
      Store: resource('AWS::SNS::Topic'),
      Policy: resource('AWS::SNS::TopicPolicy', { Topics: [ref('Store')], PolicyDocument: { Statement: [denyPlaintext('sns:Publish', ref('Store'))] } }),
    },
    firesWhen: { 'the Deny is for another action': set('Policy', `${STATEMENT}.0.Action`, 'sns:Subscribe') },
  },
];

/** What proves the rules of encryption over many services. */
export const encryptionCases: RuleCase[] = [...databases, ...atRest, ...byTls, ...denials];
