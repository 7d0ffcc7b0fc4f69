import {
  all, any, Check, each, eachIfAny, isAbsent, isAtLeast, isAtLeastOrAbsent, isCustomerKey, isFalse, isFalseOrAbsent, isFilled, isOneOf,
  isOneOfOrAbsent, isOther, isText, isTrue, isTrueOrAbsent, matches, someItem,
} from '../check';

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((setting) => `PublicAccessBlockConfiguration.${setting}`);
const RESULTS = 'WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration';
const MANAGED_RESULTS = 'WorkGroupConfiguration.ManagedQueryResultsConfiguration';
const FIREHOSE_DESTINATIONS = [
  'AmazonOpenSearchServerless', 'Amazonopensearchservice', 'Elasticsearch', 'ExtendedS3', 'HttpEndpoint', 'Iceberg', 'Redshift', 'S3', 'Snowflake', 'Splunk',
].map((name) => `${name}DestinationConfiguration`);
const BY_API = '^(dynamodb|elasticsearch|kinesis|neptune|opensearch|redshift-serverless|s3|timestream)$';
const SNAPSHOT_SOURCES = [
  'DBClusterSnapshotIdentifier', 'DBSnapshotIdentifier', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBInstanceAutomatedBackupsArn',
];

const storageEncrypted = any(isTrue('StorageEncrypted'), all(isAbsent('StorageEncrypted'), any(...SNAPSHOT_SOURCES.map(isText))));
const encryptedDomain = [isTrue('EncryptionAtRestOptions.Enabled')];
const domainByTls = [isTrue('DomainEndpointOptions.EnforceHTTPS'), isTrue('NodeToNodeEncryptionOptions.Enabled')];

/** An instance of a cluster has the setting from its cluster. */
const ofDatabase = (check: Check): Record<string, Check[]> => ({
  'AWS::RDS::DBCluster': [check],
  'AWS::RDS::DBInstance': [any(isText('DBClusterIdentifier'), check)],
});

/** What stores or moves data. */
export const DATA_RULES: Record<string, Record<string, Check[]>> = {
  'ZT-ATHENA-001': {
    'AWS::Athena::WorkGroup': [
      isTrue('WorkGroupConfiguration.EnforceWorkGroupConfiguration'),
      any(
        all(isTrue(`${MANAGED_RESULTS}.Enabled`), isCustomerKey(`${MANAGED_RESULTS}.EncryptionConfiguration.KmsKey`)),
        all(isFalseOrAbsent(`${MANAGED_RESULTS}.Enabled`), isOneOf(`${RESULTS}.EncryptionOption`, 'SSE_KMS', 'CSE_KMS'), isCustomerKey(`${RESULTS}.KmsKey`)),
      ),
    ],
  },
  'ZT-DYNAMODB-001': {
    'AWS::DynamoDB::GlobalTable': [
      isTrue('SSESpecification.SSEEnabled'), isOneOfOrAbsent('SSESpecification.SSEType', 'KMS'), each('Replicas', isCustomerKey('SSESpecification.KMSMasterKeyId')),
    ],
    'AWS::DynamoDB::Table': [isTrue('SSESpecification.SSEEnabled'), isOneOfOrAbsent('SSESpecification.SSEType', 'KMS'), isCustomerKey('SSESpecification.KMSMasterKeyId')],
  },
  'ZT-DYNAMODB-002': {
    'AWS::DynamoDB::GlobalTable': [each('Replicas', isTrue('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'))],
    'AWS::DynamoDB::Table': [isTrue('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled')],
  },
  'ZT-DYNAMODB-003': {
    'AWS::DynamoDB::GlobalTable': [each('Replicas', isTrue('DeletionProtectionEnabled'))],
    'AWS::DynamoDB::Table': [isTrue('DeletionProtectionEnabled')],
  },
  'ZT-ENCRYPTION-001': {
    'AWS::DocDB::DBCluster': [storageEncrypted],
    'AWS::Neptune::DBCluster': [storageEncrypted],
    'AWS::RDS::DBCluster': [any(storageEncrypted, matches('Engine', '^aurora'))],
    'AWS::RDS::DBInstance': [any(storageEncrypted, isText('DBClusterIdentifier'))],
    'AWS::Redshift::Cluster': [isTrueOrAbsent('Encrypted')],
  },
  'ZT-ENCRYPTION-002': {
    'AWS::EC2::Volume': [any(isTrue('Encrypted'), all(isAbsent('Encrypted'), any(isText('SnapshotId'), isText('SourceVolumeId'))))],
    'AWS::EFS::FileSystem': [isTrue('Encrypted')],
    'AWS::ElastiCache::ReplicationGroup': [any(isTrue('AtRestEncryptionEnabled'), all(isAbsent('AtRestEncryptionEnabled'), isOneOf('Engine', 'valkey')))],
    'AWS::Elasticsearch::Domain': encryptedDomain,
    'AWS::OpenSearchService::Domain': encryptedDomain,
    'AWS::SQS::Queue': [any(isTrueOrAbsent('SqsManagedSseEnabled'), isText('KmsMasterKeyId'))],
    'AWS::WorkSpaces::Workspace': [isTrue('RootVolumeEncryptionEnabled'), isTrue('UserVolumeEncryptionEnabled')],
  },
  'ZT-ENCRYPTION-003': {
    'AWS::DMS::Endpoint': [any(isOneOf('SslMode', 'require', 'verify-ca', 'verify-full'), matches('EngineName', BY_API))],
    'AWS::DocDB::DBClusterParameterGroup': [isOneOfOrAbsent('Parameters.tls', 'enabled', 'fips-140-3', 'tls1.2+', 'tls1.3+')],
    'AWS::ElastiCache::CacheCluster': [any(isTrue('TransitEncryptionEnabled'), matches('Engine', '^(redis|valkey)$'))],
    'AWS::ElastiCache::ReplicationGroup': [isTrue('TransitEncryptionEnabled'), isOneOfOrAbsent('TransitEncryptionMode', 'required')],
    'AWS::Elasticsearch::Domain': domainByTls,
    'AWS::MSK::Cluster': [
      isOneOfOrAbsent('EncryptionInfo.EncryptionInTransit.ClientBroker', 'TLS'), isTrueOrAbsent('EncryptionInfo.EncryptionInTransit.InCluster'),
    ],
    'AWS::MemoryDB::Cluster': [isTrueOrAbsent('TLSEnabled')],
    'AWS::OpenSearchService::Domain': domainByTls,
    'AWS::Redshift::ClusterParameterGroup': [
      any(someItem('Parameters', isOneOf('ParameterName', 'require_ssl'), isTrue('ParameterValue')), isTrue('Parameters.require_ssl')),
    ],
    'AWS::Transfer::Server': [eachIfAny('Protocols', isOneOf('', 'AS2', 'FTPS', 'SFTP'))],
  },
  'ZT-EXPOSURE-001': {
    'AWS::AmazonMQ::Broker': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::DMS::ReplicationInstance': [isFalse('PubliclyAccessible')],
    'AWS::Lightsail::Bucket': [isOneOfOrAbsent('AccessRules.GetObject', 'private')],
    'AWS::Lightsail::Database': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::MSK::Cluster': [isOneOfOrAbsent('BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'DISABLED')],
    'AWS::Neptune::DBInstance': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::NeptuneGraph::Graph': [isFalseOrAbsent('PublicConnectivity')],
    'AWS::Redshift::Cluster': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::RedshiftServerless::Workgroup': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::Timestream::InfluxDBCluster': [isFalseOrAbsent('PubliclyAccessible')],
    'AWS::Timestream::InfluxDBInstance': [isFalseOrAbsent('PubliclyAccessible')],
  },
  'ZT-EXPOSURE-003': {
    'AWS::ECR::PublicRepository': [isTrue('IsPrivate')], // none is
    'AWS::ImageBuilder::DistributionConfiguration': [
      eachIfAny('Distributions', eachIfAny('AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups', isOther('', '^all$'))),
    ],
  },
  'ZT-FIREHOSE-001': {
    'AWS::KinesisFirehose::DeliveryStream': [any(
      isOneOf('DeliveryStreamType', 'KinesisStreamAsSource', 'MSKAsSource'),
      all(isOneOf('DeliveryStreamEncryptionConfigurationInput.KeyType', 'CUSTOMER_MANAGED_CMK'), isCustomerKey('DeliveryStreamEncryptionConfigurationInput.KeyARN')),
    )],
  },
  'ZT-FIREHOSE-002': {
    'AWS::KinesisFirehose::DeliveryStream': [
      any(...FIREHOSE_DESTINATIONS.map((name) => isTrue(`${name}.CloudWatchLoggingOptions.Enabled`))),
      ...FIREHOSE_DESTINATIONS.map((name) => any(isAbsent(name), all(
        isTrue(`${name}.CloudWatchLoggingOptions.Enabled`), isText(`${name}.CloudWatchLoggingOptions.LogGroupName`), isText(`${name}.CloudWatchLoggingOptions.LogStreamName`),
      ))),
    ],
  },
  'ZT-KINESIS-001': { 'AWS::Kinesis::Stream': [isOneOf('StreamEncryption.EncryptionType', 'KMS'), isCustomerKey('StreamEncryption.KeyId')] },
  'ZT-KMS-001': {
    'AWS::KMS::Key': [any(isOther('KeySpec', '^SYMMETRIC_DEFAULT$'), isOther('Origin', '^AWS_KMS$'), isTrue('EnableKeyRotation'))],
  },
  'ZT-KMS-008': {
    'AWS::KMS::Key': [eachIfAny('Tags', any(isOther('Key', '^zero-trust:profile$'), isAbsent('Key'), isOther('Value', '^DEVELOPMENT$'), isAbsent('Value')))],
  },
  'ZT-LOGS-001': { 'AWS::Logs::LogGroup': [isAtLeast('RetentionInDays', 365)] },
  'ZT-LOGS-002': { 'AWS::Logs::LogGroup': [isCustomerKey('KmsKeyId')] },
  'ZT-LOGS-006': { 'AWS::Logs::LogGroup': [isTrue('DeletionProtectionEnabled')] },
  'ZT-LOGS-007': {
    'AWS::Logs::LogAnomalyDetector': [isFilled('LogGroupArnList'), isCustomerKey('KmsKeyId'), isAtLeastOrAbsent('AnomalyVisibilityTime', 7)],
  },
  'ZT-GLUE-001': {
    'AWS::Glue::DataCatalogEncryptionSettings': [
      isOneOf('DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode', 'SSE-KMS', 'SSE-KMS-WITH-SERVICE-ROLE'),
      isTrue('DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted'),
    ],
    'AWS::Glue::MLTransform': [isOneOf('TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode', 'SSE-KMS', 'SSEKMS')],
    'AWS::Glue::SecurityConfiguration': [
      each('EncryptionConfiguration.S3Encryptions', isOneOf('S3EncryptionMode', 'SSE-KMS')),
      isOneOf('EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode', 'SSE-KMS'),
      isOneOf('EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode', 'CSE-KMS'),
    ],
  },
  'ZT-RDS-001': ofDatabase(all(isTrue('StorageEncrypted'), isCustomerKey('KmsKeyId'))),
  'ZT-RDS-002': { ...ofDatabase(isTrue('EnableIAMDatabaseAuthentication')), 'AWS::Neptune::DBCluster': [isTrue('IamAuthEnabled')] },
  'ZT-RDS-003': { 'AWS::RDS::DBCluster': [isFalseOrAbsent('PubliclyAccessible')], 'AWS::RDS::DBInstance': [isFalse('PubliclyAccessible')] },
  'ZT-RDS-005': {
    ...ofDatabase(isAtLeast('BackupRetentionPeriod', 7)),
    'AWS::DocDB::DBCluster': [isAtLeast('BackupRetentionPeriod', 7)],
    'AWS::Neptune::DBCluster': [isAtLeast('BackupRetentionPeriod', 7)],
    'AWS::Redshift::Cluster': [isAtLeast('AutomatedSnapshotRetentionPeriod', 7)],
  },
  'ZT-RDS-006': { ...ofDatabase(isTrue('DeletionProtection')), 'AWS::DocDB::DBCluster': [isTrue('DeletionProtection')], 'AWS::Neptune::DBCluster': [isTrue('DeletionProtection')] },
  'ZT-S3-007': { 'AWS::S3::Bucket': [isOneOf('VersioningConfiguration.Status', 'Enabled')] },
  'ZT-S3-009': { 'AWS::S3::Bucket': [isAbsent('WebsiteConfiguration')] },
  'ZT-S3-011': { 'AWS::S3::Bucket': [eachIfAny('CorsConfiguration.CorsRules', eachIfAny('AllowedOrigins', isOther('', '^(\\w+:\\/\\/)?\\*$')))] },
  'ZT-S3-013': { 'AWS::S3::Bucket': [someItem('LifecycleConfiguration.Rules', isOneOf('Status', 'Enabled'))] },
  'ZT-S3-014': {
    'AWS::S3::AccessPoint': PUBLIC_ACCESS.map(isTrueOrAbsent),
    'AWS::S3::Bucket': [any(isAbsent('PublicAccessBlockConfiguration'), all(...PUBLIC_ACCESS.map(isTrue)))],
    'AWS::S3::MultiRegionAccessPoint': PUBLIC_ACCESS.map(isTrueOrAbsent),
  },
  'ZT-SECRETS-001': { 'AWS::SecretsManager::Secret': [isCustomerKey('KmsKeyId'), eachIfAny('ReplicaRegions', isCustomerKey('KmsKeyId'))] },
  'ZT-VERIFIEDPERMISSIONS-005': { 'AWS::VerifiedPermissions::PolicyStore': [isCustomerKey('EncryptionSettings.KmsEncryptionSettings.Key')] },
};
