import type { Literal } from './check';

/**
 * How AWS Config calls the properties of a type in its configuration items. Source: the schema that AWS publishes, github.com/awslabs/aws-config-resource-schema at
 * adf5513, and the API reference of the service, whose describe call Config records.
 */
export interface ItemNames {
  /** Whether items have the names of the template, as those do that Config records through the CloudFormation registry. */
  readonly asInTemplate?: boolean;
  /** Properties that the published schema of such a type lacks: an item is not known to have them, so no rule that needs one of them is written for items. */
  readonly without?: string[];
  /** Property of the template → place in the item, and how its values are written there. Longer ones before their prefixes. */
  readonly names?: Record<string, string | { readonly at: string; readonly values: Record<string, Literal> }>;
}

const ON = { true: 'ENABLED', false: 'DISABLED' };
const AS_IN_TEMPLATE: ItemNames = { asInTemplate: true };

const S3 = 'supplementaryConfiguration';
const DOMAIN_LIST = 'configuration.ruleGroup.rulesSource.rulesSourceList';
const CLOUDFRONT = 'configuration.distributionConfig';

export const ITEMS: Record<string, ItemNames> = {
  'AWS::AccessAnalyzer::Analyzer': AS_IN_TEMPLATE,
  'AWS::AmazonMQ::Broker': AS_IN_TEMPLATE,
  'AWS::ApiGateway::Stage': {
    names: { 'AccessLogSetting.Format': 'configuration.accessLogSettings.format' },
  },
  'AWS::ApiGatewayV2::Stage': {
    names: {
      'AccessLogSettings.DestinationArn': 'configuration.accessLogSettings.destinationArn',
      'AccessLogSettings.Format': 'configuration.accessLogSettings.format',
      'DefaultRouteSettings.DataTraceEnabled': 'configuration.defaultRouteSettings.dataTraceEnabled',
      'RouteSettings[]': 'configuration.routeSettings[]',
      'RouteSettings[].DataTraceEnabled': 'configuration.routeSettings[].dataTraceEnabled',
      'RouteSettings': 'configuration.routeSettings',
    },
  },
  'AWS::AppSync::GraphQLApi': { asInTemplate: true, without: ['IntrospectionConfig', 'QueryDepthLimit', 'ResolverCountLimit'] },
  'AWS::Athena::WorkGroup': AS_IN_TEMPLATE,
  'AWS::Backup::BackupPlan': AS_IN_TEMPLATE,
  'AWS::CloudFront::Distribution': {
    names: {
      'DistributionConfig.CacheBehaviors[]': `${CLOUDFRONT}.cacheBehaviors.items[]`,
      'DistributionConfig.CacheBehaviors[].TrustedSigners[]': `${CLOUDFRONT}.cacheBehaviors.items[].trustedSigners.items[]`,
      'DistributionConfig.CacheBehaviors[].TrustedSigners': `${CLOUDFRONT}.cacheBehaviors.items[].trustedSigners.items`,
      'DistributionConfig.CacheBehaviors[].ViewerProtocolPolicy': `${CLOUDFRONT}.cacheBehaviors.items[].viewerProtocolPolicy`,
      'DistributionConfig.CacheBehaviors': `${CLOUDFRONT}.cacheBehaviors.items`,
      'DistributionConfig.DefaultCacheBehavior.TrustedSigners[]': `${CLOUDFRONT}.defaultCacheBehavior.trustedSigners.items[]`,
      'DistributionConfig.DefaultCacheBehavior.TrustedSigners': `${CLOUDFRONT}.defaultCacheBehavior.trustedSigners.items`,
      'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy': `${CLOUDFRONT}.defaultCacheBehavior.viewerProtocolPolicy`,
      'DistributionConfig.Origins[]': `${CLOUDFRONT}.origins.items[]`,
      'DistributionConfig.Origins[].CustomOriginConfig': `${CLOUDFRONT}.origins.items[].customOriginConfig`,
      'DistributionConfig.Origins[].CustomOriginConfig.OriginProtocolPolicy': `${CLOUDFRONT}.origins.items[].customOriginConfig.originProtocolPolicy`,
      'DistributionConfig.Origins[].CustomOriginConfig.OriginSSLProtocols[]': `${CLOUDFRONT}.origins.items[].customOriginConfig.originSslProtocols.items[]`,
      'DistributionConfig.Origins[].CustomOriginConfig.OriginSSLProtocols': `${CLOUDFRONT}.origins.items[].customOriginConfig.originSslProtocols.items`,
      'DistributionConfig.Origins[].OriginAccessControlId': `${CLOUDFRONT}.origins.items[].originAccessControlId`,
      'DistributionConfig.Origins[].S3OriginConfig': `${CLOUDFRONT}.origins.items[].s3OriginConfig`,
      'DistributionConfig.Origins[].S3OriginConfig.OriginAccessIdentity': `${CLOUDFRONT}.origins.items[].s3OriginConfig.originAccessIdentity`,
      'DistributionConfig.Origins': `${CLOUDFRONT}.origins.items`,
      'DistributionConfig.ViewerCertificate.AcmCertificateArn': `${CLOUDFRONT}.viewerCertificate.acmCertificateArn`,
      'DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate': `${CLOUDFRONT}.viewerCertificate.cloudFrontDefaultCertificate`,
      'DistributionConfig.ViewerCertificate.IamCertificateId': `${CLOUDFRONT}.viewerCertificate.iamCertificateId`,
      'DistributionConfig.ViewerCertificate.MinimumProtocolVersion': `${CLOUDFRONT}.viewerCertificate.minimumProtocolVersion`,
      'DistributionConfig.ViewerCertificate.SslSupportMethod': `${CLOUDFRONT}.viewerCertificate.sslSupportMethod`,
    },
  },
  'AWS::CloudTrail::Trail': {
    names: {
      CloudWatchLogsLogGroupArn: 'configuration.cloudWatchLogsLogGroupArn',
      EnableLogFileValidation: 'configuration.logFileValidationEnabled',
      KMSKeyId: 'configuration.kmsKeyId',
    },
  },
  'AWS::CodeBuild::Project': {
    names: {
      'Artifacts.EncryptionDisabled': 'configuration.artifacts.encryptionDisabled',
      'EncryptionKey': 'configuration.encryptionKey',
      'Environment.EnvironmentVariables[]': 'configuration.environment.environmentVariables[]',
      'Environment.EnvironmentVariables[].Name': 'configuration.environment.environmentVariables[].name',
      'Environment.EnvironmentVariables[].Type': 'configuration.environment.environmentVariables[].type',
      'Environment.EnvironmentVariables': 'configuration.environment.environmentVariables',
      'Environment.PrivilegedMode': 'configuration.environment.privilegedMode',
      'LogsConfig.CloudWatchLogs.Status': 'configuration.logsConfig.cloudWatchLogs.status',
      'LogsConfig.S3Logs.EncryptionDisabled': 'configuration.logsConfig.s3Logs.encryptionDisabled',
      'LogsConfig.S3Logs.Status': 'configuration.logsConfig.s3Logs.status',
      'SecondaryArtifacts[]': 'configuration.secondaryArtifacts[]',
      'SecondaryArtifacts[].EncryptionDisabled': 'configuration.secondaryArtifacts[].encryptionDisabled',
      'SecondaryArtifacts': 'configuration.secondaryArtifacts',
    },
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    names: {
      'AlarmConfiguration.Alarms': 'configuration.alarmConfiguration.alarms',
      'AlarmConfiguration.Enabled': 'configuration.alarmConfiguration.enabled',
      'AlarmConfiguration.IgnorePollAlarmFailure': 'configuration.alarmConfiguration.ignorePollAlarmFailure',
      'AutoRollbackConfiguration.Enabled': 'configuration.autoRollbackConfiguration.enabled',
      'AutoRollbackConfiguration.Events[]': 'configuration.autoRollbackConfiguration.events[]',
      'AutoRollbackConfiguration.Events': 'configuration.autoRollbackConfiguration.events',
    },
  },
  'AWS::Cognito::IdentityPool': AS_IN_TEMPLATE,
  'AWS::Cognito::UserPoolClient': { asInTemplate: true, without: ['RefreshTokenRotation'] },
  'AWS::Config::ConfigurationRecorder': AS_IN_TEMPLATE,
  'AWS::DMS::Endpoint': AS_IN_TEMPLATE,
  'AWS::DMS::ReplicationInstance': AS_IN_TEMPLATE,
  'AWS::DynamoDB::Table': {
    names: {
      'DeletionProtectionEnabled': 'configuration.deletionProtectionEnabled',
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': {
        at: 'supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus', values: ON,
      },
    },
  },
  'AWS::EC2::ClientVpnEndpoint': AS_IN_TEMPLATE,
  'AWS::EC2::Subnet': {
    names: {
      AssignIpv6AddressOnCreation: 'configuration.assignIpv6AddressOnCreation',
      MapPublicIpOnLaunch: 'configuration.mapPublicIpOnLaunch',
    },
  },
  'AWS::EC2::TransitGateway': AS_IN_TEMPLATE,
  'AWS::ECR::Repository': { asInTemplate: true, without: ['EncryptionConfiguration', 'LifecyclePolicy.LifecyclePolicyText'] },
  'AWS::ECS::Service': AS_IN_TEMPLATE,
  'AWS::ECS::TaskDefinition': AS_IN_TEMPLATE,
  'AWS::EFS::FileSystem': AS_IN_TEMPLATE,
  'AWS::Elasticsearch::Domain': {
    names: {
      'DomainEndpointOptions.EnforceHTTPS': 'configuration.domainEndpointOptions.enforceHTTPS',
      'EncryptionAtRestOptions.Enabled': 'configuration.encryptionAtRestOptions.enabled',
      'NodeToNodeEncryptionOptions.Enabled': 'configuration.nodeToNodeEncryptionOptions.enabled',
    },
  },
  'AWS::Events::Rule': AS_IN_TEMPLATE,
  'AWS::Glue::MLTransform': AS_IN_TEMPLATE,
  'AWS::IAM::Group': {
    names: {
      'ManagedPolicyArns[]': 'configuration.attachedManagedPolicies[].policyArn',
      'ManagedPolicyArns': 'configuration.attachedManagedPolicies',
    },
  },
  'AWS::IAM::Role': {
    names: {
      'ManagedPolicyArns[]': 'configuration.attachedManagedPolicies[].policyArn',
      'ManagedPolicyArns': 'configuration.attachedManagedPolicies',
    },
  },
  'AWS::IAM::User': {
    names: {
      'ManagedPolicyArns[]': 'configuration.attachedManagedPolicies[].policyArn',
      'ManagedPolicyArns': 'configuration.attachedManagedPolicies',
    },
  },
  'AWS::KMS::Key': {
    names: {
      'EnableKeyRotation': 'supplementaryConfiguration.KeyRotationStatus',
      'KeySpec': 'configuration.keySpec',
      'Origin': 'configuration.origin',
      'Tags[]': 'tags[]',
      'Tags[].Key': 'tags[].key',
      'Tags[].Value': 'tags[].value',
      'Tags': 'tags',
    },
  },
  'AWS::ImageBuilder::DistributionConfiguration': AS_IN_TEMPLATE,
  'AWS::Kinesis::Stream': AS_IN_TEMPLATE,
  'AWS::KinesisFirehose::DeliveryStream': { asInTemplate: true, without: ['DeliveryStreamEncryptionConfigurationInput.KeyARN'] },
  'AWS::Lambda::CodeSigningConfig': AS_IN_TEMPLATE,
  'AWS::Lambda::Function': {
    names: {
      'Layers[]': 'configuration.layers[].arn',
      'Layers': 'configuration.layers',
      'PackageType': 'configuration.packageType',
      'Runtime': 'configuration.runtime',
      'TracingConfig.Mode': 'configuration.tracingConfig.mode',
    },
  },
  'AWS::MSK::Cluster': AS_IN_TEMPLATE,
  'AWS::NetworkFirewall::Firewall': {
    names: {
      DeleteProtection: 'configuration.firewall.deleteProtection',
      FirewallPolicyChangeProtection: 'configuration.firewall.firewallPolicyChangeProtection',
      SubnetChangeProtection: 'configuration.firewall.subnetChangeProtection',
    },
  },
  'AWS::NetworkFirewall::FirewallPolicy': {
    names: {
      'FirewallPolicy.StatefulDefaultActions[]': 'configuration.firewallPolicy.statefulDefaultActions[]',
      'FirewallPolicy.StatefulDefaultActions': 'configuration.firewallPolicy.statefulDefaultActions',
      'FirewallPolicy.StatefulEngineOptions.RuleOrder': 'configuration.firewallPolicy.statefulEngineOptions.ruleOrder',
      'FirewallPolicy.StatelessDefaultActions[]': 'configuration.firewallPolicy.statelessDefaultActions[]',
      'FirewallPolicy.StatelessDefaultActions': 'configuration.firewallPolicy.statelessDefaultActions',
      'FirewallPolicy.StatelessFragmentDefaultActions[]': 'configuration.firewallPolicy.statelessFragmentDefaultActions[]',
      'FirewallPolicy.StatelessFragmentDefaultActions': 'configuration.firewallPolicy.statelessFragmentDefaultActions',
    },
  },
  'AWS::NetworkFirewall::RuleGroup': {
    names: {
      'RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType': `${DOMAIN_LIST}.generatedRulesType`,
      'RuleGroup.RulesSource.RulesSourceList.TargetTypes[]': `${DOMAIN_LIST}.targetTypes[]`,
      'RuleGroup.RulesSource.RulesSourceList.TargetTypes': `${DOMAIN_LIST}.targetTypes`,
      'RuleGroup.RulesSource.RulesSourceList.Targets[]': `${DOMAIN_LIST}.targets[]`,
      'RuleGroup.RulesSource.RulesSourceList.Targets': `${DOMAIN_LIST}.targets`,
      'RuleGroup.RulesSource.RulesSourceList': DOMAIN_LIST,
    },
  },
  'AWS::RDS::DBCluster': {
    names: {
      BackupRetentionPeriod: 'configuration.backupRetentionPeriod',
      DBClusterIdentifier: 'configuration.dbclusterIdentifier',
      DeletionProtection: 'configuration.deletionProtection',
      EnableIAMDatabaseAuthentication: 'configuration.iamdatabaseAuthenticationEnabled',
      Engine: 'configuration.engine',
      PubliclyAccessible: 'configuration.publiclyAccessible',
      StorageEncrypted: 'configuration.storageEncrypted',
    },
  },
  'AWS::RDS::DBInstance': {
    names: {
      BackupRetentionPeriod: 'configuration.backupRetentionPeriod',
      DBClusterIdentifier: 'configuration.dBClusterIdentifier',
      DeletionProtection: 'configuration.deletionProtection',
      EnableIAMDatabaseAuthentication: 'configuration.iAMDatabaseAuthenticationEnabled',
      PubliclyAccessible: 'configuration.publiclyAccessible',
      StorageEncrypted: 'configuration.storageEncrypted',
    },
  },
  'AWS::Redshift::Cluster': {
    names: { Encrypted: 'configuration.encrypted', PubliclyAccessible: 'configuration.publiclyAccessible' },
  },
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': AS_IN_TEMPLATE,
  'AWS::S3::AccessPoint': AS_IN_TEMPLATE,
  'AWS::S3::Bucket': {
    names: {
      'CorsConfiguration.CorsRules[]': `${S3}.BucketCrossOriginConfiguration.rules[]`,
      'CorsConfiguration.CorsRules[].AllowedOrigins[]': `${S3}.BucketCrossOriginConfiguration.rules[].allowedOrigins[]`,
      'CorsConfiguration.CorsRules[].AllowedOrigins': `${S3}.BucketCrossOriginConfiguration.rules[].allowedOrigins`,
      'CorsConfiguration.CorsRules': `${S3}.BucketCrossOriginConfiguration.rules`,
      'LifecycleConfiguration.Rules[]': `${S3}.BucketLifecycleConfiguration.rules[]`,
      'LifecycleConfiguration.Rules[].Status': `${S3}.BucketLifecycleConfiguration.rules[].status`,
      'LifecycleConfiguration.Rules': `${S3}.BucketLifecycleConfiguration.rules`,
      'PublicAccessBlockConfiguration': `${S3}.PublicAccessBlockConfiguration`,
      'PublicAccessBlockConfiguration.BlockPublicAcls': `${S3}.PublicAccessBlockConfiguration.blockPublicAcls`,
      'PublicAccessBlockConfiguration.BlockPublicPolicy': `${S3}.PublicAccessBlockConfiguration.blockPublicPolicy`,
      'PublicAccessBlockConfiguration.IgnorePublicAcls': `${S3}.PublicAccessBlockConfiguration.ignorePublicAcls`,
      'PublicAccessBlockConfiguration.RestrictPublicBuckets': `${S3}.PublicAccessBlockConfiguration.restrictPublicBuckets`,
      'VersioningConfiguration.Status': `${S3}.BucketVersioningConfiguration.status`,
      'WebsiteConfiguration': `${S3}.BucketWebsiteConfiguration`,
    },
  },
  'AWS::S3::MultiRegionAccessPoint': AS_IN_TEMPLATE,
  'AWS::SageMaker::Model': AS_IN_TEMPLATE,
  'AWS::SecretsManager::Secret': {
    names: { KmsKeyId: 'configuration.KMSKeyId' },
  },
  'AWS::SQS::Queue': {
    // the attributes of a queue are texts
    names: { KmsMasterKeyId: 'configuration.KmsMasterKeyId', SqsManagedSseEnabled: { at: 'configuration.SqsManagedSseEnabled', values: { true: 'true', false: 'false' } } },
  },
  'AWS::Signer::SigningProfile': AS_IN_TEMPLATE,
  'AWS::StepFunctions::StateMachine': { asInTemplate: true, without: ['EncryptionConfiguration'] },
  'AWS::WorkSpaces::Workspace': AS_IN_TEMPLATE,
};

/** Where an item has a property of the template; `undefined` when it has it nowhere, or its type is not recorded. */
export function itemPath(type: string, path: string): string | undefined {
  const name = ITEMS[type]?.names?.[path];
  if (name !== undefined) return typeof name === 'string' ? name : name.at;
  const { asInTemplate, without = [] } = ITEMS[type] ?? {};
  return asInTemplate && !without.some((one) => path === one || path.startsWith(`${one}.`)) ? `configuration.${path}` : undefined;
}

/** How an item writes a value of the template. */
export function itemValue(type: string, path: string, value: Literal): Literal {
  const name = ITEMS[type]?.names?.[path];
  return typeof name === 'object' && String(value) in name.values ? name.values[String(value)] : value;
}
