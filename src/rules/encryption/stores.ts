import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, isOneOf, isThere, isTrue, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** How resources of a type are judged. */
export type Judgements = Record<string, (resource: TemplateResource) => RuleResult>;

const AT_REST = 'it is not encrypted at rest';
const IN_TRANSIT = 'it accepts connections without TLS';
/** What is restored or replicated has the encryption of its source. */
const SOURCES = [
  'DBClusterSnapshotIdentifier', 'DBSnapshotIdentifier', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBInstanceAutomatedBackupsArn',
];

/** Stores whose snapshots can be shared with any account, or made public, as long as they are not encrypted. */
export const WITH_SNAPSHOTS: Judgements = {
  'AWS::DocDB::DBCluster': storageEncrypted,
  'AWS::Neptune::DBCluster': storageEncrypted,
  // every cluster of Aurora is encrypted since February 2026, by a key of AWS where none is named
  'AWS::RDS::DBCluster': (cluster) => or(storageEncrypted(cluster), () => is(cluster, 'Engine', /^aurora/)),
  'AWS::RDS::DBInstance': (instance) => or(storageEncrypted(instance), () => isThere(instance.at('DBClusterIdentifier'))),
  // encrypted by default since January 2025
  'AWS::Redshift::Cluster': (cluster) => isOneOf(cluster.at('Encrypted'), ['true', undefined], AT_REST),
};

/** What stores data that no snapshot takes to another account. */
export const WITHOUT_SNAPSHOTS: Judgements = {
  // a volume of a snapshot has the encryption of that snapshot
  'AWS::EC2::Volume': (volume) => or(isTrue(volume.at('Encrypted'), AT_REST), () => volume.at('Encrypted').isAbsent && ['SnapshotId', 'SourceVolumeId'].some((source) => isThere(volume.at(source)))),
  'AWS::EFS::FileSystem': (fileSystem) => isTrue(fileSystem.at('Encrypted'), AT_REST),
  'AWS::ElastiCache::ReplicationGroup': (group) => or(isTrue(group.at('AtRestEncryptionEnabled'), AT_REST), () => group.at('AtRestEncryptionEnabled').isAbsent && is(group, 'Engine', /^valkey$/)),
  'AWS::Elasticsearch::Domain': encryptedDomain,
  'AWS::OpenSearchService::Domain': encryptedDomain,
  // SQS encrypts unless that is turned off
  'AWS::SQS::Queue': (queue) => or(isOneOf(queue.at('SqsManagedSseEnabled'), ['true', undefined], AT_REST), () => isThere(queue.at('KmsMasterKeyId'))),
  'AWS::WorkSpaces::Workspace': (workspace) => every(
    isTrue(workspace.at('RootVolumeEncryptionEnabled'), 'its root volume is not encrypted'),
    isTrue(workspace.at('UserVolumeEncryptionEnabled'), 'its user volume is not encrypted'),
  ),
};

/** What is reached over a network by a protocol that has TLS as a choice. */
export const WITH_TLS: Judgements = {
  'AWS::DMS::Endpoint': (endpoint) => or(isOneOf(endpoint.at('SslMode'), ['require', 'verify-ca', 'verify-full'], 'it replicates data without TLS'), () => is(endpoint, 'EngineName', BY_API)),
  'AWS::DocDB::DBClusterParameterGroup': (group) => isOneOf(group.at('Parameters', 'tls'), ['enabled', 'fips-140-3', 'tls1.2+', 'tls1.3+', undefined], IN_TRANSIT),
  'AWS::ElastiCache::CacheCluster': (cluster) => or(isTrue(cluster.at('TransitEncryptionEnabled'), IN_TRANSIT), () => is(cluster, 'Engine', /^(redis|valkey)$/)), // a single node takes no TLS
  'AWS::ElastiCache::ReplicationGroup': (group) => every(
    isTrue(group.at('TransitEncryptionEnabled'), IN_TRANSIT),
    isOneOf(group.at('TransitEncryptionMode'), ['required', undefined], IN_TRANSIT),
  ),
  'AWS::Elasticsearch::Domain': domainByTls,
  'AWS::MSK::Cluster': (cluster) => every(
    isOneOf(cluster.at('EncryptionInfo', 'EncryptionInTransit', 'ClientBroker'), ['TLS', undefined], IN_TRANSIT),
    isOneOf(cluster.at('EncryptionInfo', 'EncryptionInTransit', 'InCluster'), ['true', undefined], 'its brokers exchange data without TLS'),
  ),
  'AWS::MemoryDB::Cluster': (cluster) => isOneOf(cluster.at('TLSEnabled'), ['true', undefined], IN_TRANSIT),
  'AWS::OpenSearchService::Domain': domainByTls,
  // the default group of Redshift requires it, one of one's own does not unless it is told to
  'AWS::Redshift::ClusterParameterGroup': (group) => isTrue(parameter(group, 'require_ssl'), IN_TRANSIT),
  'AWS::Transfer::Server': (server) => withoutFtp(server.at('Protocols')),
};

/** Services of AWS that DMS reaches by their APIs, which have TLS always. */
const BY_API = /^(dynamodb|elasticsearch|kinesis|neptune|opensearch|redshift-serverless|s3|timestream)$/;

function storageEncrypted(database: TemplateResource): RuleResult {
  const own = database.at('StorageEncrypted');
  return or(isTrue(own, AT_REST), () => own.isAbsent && SOURCES.some((source) => isThere(database.at(source))));
}

/** A setting that is right, or does not matter for certain. */
function or(setting: RuleResult, isNeedless: () => boolean): RuleResult {
  return setting.verdict !== 'pass' && isNeedless() ? pass('by another setting, or always') : setting;
}

function is(resource: TemplateResource, property: string, name: RegExp): boolean {
  return name.test(textOf(resource.at(property).value) ?? '');
}

function encryptedDomain(domain: TemplateResource): RuleResult {
  return isTrue(domain.at('EncryptionAtRestOptions', 'Enabled'), AT_REST);
}

function domainByTls(domain: TemplateResource): RuleResult {
  return every(
    isTrue(domain.at('DomainEndpointOptions', 'EnforceHTTPS'), IN_TRANSIT),
    isTrue(domain.at('NodeToNodeEncryptionOptions', 'Enabled'), 'its nodes exchange data without TLS'),
  );
}

/** Transfer Family serves SFTP when nothing is said. */
function withoutFtp(protocols: Expression): RuleResult {
  const finding = 'it serves FTP, which has no TLS';
  if (protocols.value.kind !== 'known') return unknown(`${finding}: not known before deployment`, describe(protocols.value));
  return every(pass(), ...protocols.items().map((protocol) => isOneOf(protocol, ['AS2', 'FTPS', 'SFTP'], finding)));
}

function parameter(group: TemplateResource, name: string): Expression {
  const found = group.at('Parameters').items().find((item) => textOf(item.at('ParameterName').value) === name);
  return found ? found.at('ParameterValue') : group.at('Parameters', name);
}
