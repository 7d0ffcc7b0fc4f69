/**
 * The rules of cdk-nag 3.0.2 that can have an opinion on an instance of a class, by the class's name in jsii. On any other class
 * they answer "not applicable" without having looked at the instance: the test derives this table anew, from every rule and every
 * class. Rules that are not here judge by more than the class, and are always tried.
 */
export const RULES_BY_CLASS: Record<string, string[]> = {
  'aws-cdk-lib.aws_apigateway.CfnDeployment': ['APIGWStructuredLogging'],
  'aws-cdk-lib.aws_apigateway.CfnMethod': ['APIGWAuthorization', 'CognitoUserPoolAPIGWAuthorizer'],
  'aws-cdk-lib.aws_apigateway.CfnRestApi': ['APIGWRequestValidation'],
  'aws-cdk-lib.aws_apigateway.CfnStage': [
    'APIGWAccessLogging', 'APIGWAssociatedWithWAF', 'APIGWCacheEnabledAndEncrypted', 'APIGWDefaultThrottling',
    'APIGWExecutionLoggingEnabled', 'APIGWSSLEnabled', 'APIGWStructuredLogging', 'APIGWXrayEnabled',
  ],
  'aws-cdk-lib.aws_apigatewayv2.CfnRoute': ['APIGWAuthorization'],
  'aws-cdk-lib.aws_apigatewayv2.CfnStage': ['APIGWAccessLogging', 'APIGWDefaultThrottling', 'APIGWStructuredLogging'],
  'aws-cdk-lib.aws_appsync.CfnGraphQLApi': ['AppSyncGraphQLRequestLogging', 'AppSyncTracing'],
  'aws-cdk-lib.aws_autoscaling.CfnAutoScalingGroup': [
    'AutoScalingGroupCooldownPeriod', 'AutoScalingGroupELBHealthCheckRequired', 'AutoScalingGroupHealthCheck',
    'AutoScalingGroupScalingNotifications', 'EC2EBSVolumeEncrypted', 'EC2IMDSv2Enabled',
  ],
  'aws-cdk-lib.aws_autoscaling.CfnLaunchConfiguration': [
    'AutoScalingLaunchConfigPublicIpDisabled', 'EC2EBSVolumeEncrypted', 'EC2InstanceDetailedMonitoringEnabled',
  ],
  'aws-cdk-lib.aws_cloud9.CfnEnvironmentEC2': ['Cloud9InstanceNoIngressSystemsManager'],
  'aws-cdk-lib.aws_cloudfront.CfnDistribution': [
    'CloudFrontDistributionAccessLogging', 'CloudFrontDistributionGeoRestrictions', 'CloudFrontDistributionHttpsViewerNoOutdatedSSL',
    'CloudFrontDistributionNoOutdatedSSL', 'CloudFrontDistributionS3OriginAccessControl', 'CloudFrontDistributionWAFIntegration',
  ],
  'aws-cdk-lib.aws_cloudfront.CfnStreamingDistribution': [
    'CloudFrontDistributionAccessLogging', 'CloudFrontDistributionS3OriginAccessIdentity',
  ],
  'aws-cdk-lib.aws_cloudtrail.CfnTrail': [
    'CloudTrailCloudWatchLogsEnabled', 'CloudTrailEncryptionEnabled', 'CloudTrailLogFileValidationEnabled',
  ],
  'aws-cdk-lib.aws_cloudwatch.CfnAlarm': ['CloudWatchAlarmAction'],
  'aws-cdk-lib.aws_codebuild.CfnProject': [
    'CodeBuildProjectEnvVarAwsCred', 'CodeBuildProjectKMSEncryptedArtifacts', 'CodeBuildProjectManagedImages',
    'CodeBuildProjectSourceRepoUrl',
  ],
  'aws-cdk-lib.aws_cognito.CfnIdentityPool': ['CognitoUserPoolNoUnauthenticatedLogins'],
  'aws-cdk-lib.aws_cognito.CfnUserPool': ['CognitoUserPoolMFA', 'CognitoUserPoolPlusTier', 'CognitoUserPoolStrongPasswordPolicy'],
  'aws-cdk-lib.aws_dax.CfnCluster': ['DAXEncrypted'],
  'aws-cdk-lib.aws_dms.CfnReplicationInstance': ['DMSReplicationNotPublic'],
  'aws-cdk-lib.aws_docdb.CfnDBCluster': [
    'DocumentDBClusterBackupRetentionPeriod', 'DocumentDBClusterEncryptionAtRest', 'DocumentDBClusterLogExports',
    'DocumentDBClusterNonDefaultPort', 'DocumentDBCredentialsInSecretsManager',
  ],
  'aws-cdk-lib.aws_dynamodb.CfnTable': ['DynamoDBAutoScalingEnabled', 'DynamoDBInBackupPlan', 'DynamoDBPITREnabled'],
  'aws-cdk-lib.aws_ec2.CfnInstance': [
    'EC2EBSOptimizedInstance', 'EC2EBSVolumeEncrypted', 'EC2IMDSv2Enabled', 'EC2InstanceDetailedMonitoringEnabled', 'EC2InstanceNoPublicIp',
    'EC2InstanceProfileAttached', 'EC2InstanceTerminationProtection', 'EC2InstancesInVPC',
  ],
  'aws-cdk-lib.aws_ec2.CfnNetworkAcl': ['VPCNoNACLs'],
  'aws-cdk-lib.aws_ec2.CfnNetworkAclEntry': ['VPCNoNACLs'],
  'aws-cdk-lib.aws_ec2.CfnRoute': ['VPCNoUnrestrictedRouteToIGW'],
  'aws-cdk-lib.aws_ec2.CfnSecurityGroup': [
    'EC2RestrictedCommonPorts', 'EC2RestrictedInbound', 'EC2RestrictedSSH', 'EC2SecurityGroupDescription',
  ],
  'aws-cdk-lib.aws_ec2.CfnSecurityGroupIngress': ['EC2RestrictedCommonPorts', 'EC2RestrictedInbound', 'EC2RestrictedSSH'],
  'aws-cdk-lib.aws_ec2.CfnSubnet': ['VPCSubnetAutoAssignPublicIpDisabled'],
  'aws-cdk-lib.aws_ec2.CfnVPC': ['VPCDefaultSecurityGroupClosed', 'VPCFlowLogsEnabled'],
  'aws-cdk-lib.aws_ec2.CfnVolume': ['EC2EBSInBackupPlan', 'EC2EBSVolumeEncrypted'],
  'aws-cdk-lib.aws_ecr.CfnRegistryPolicy': ['ECROpenAccess'],
  'aws-cdk-lib.aws_ecr.CfnRepository': ['ECROpenAccess'],
  'aws-cdk-lib.aws_ecs.CfnCluster': ['ECSClusterCloudWatchContainerInsights'],
  'aws-cdk-lib.aws_ecs.CfnTaskDefinition': [
    'ECSTaskDefinitionContainerLogging', 'ECSTaskDefinitionNoEnvironmentVariables', 'ECSTaskDefinitionUserForHostMode',
  ],
  'aws-cdk-lib.aws_efs.CfnFileSystem': ['EFSEncrypted', 'EFSInBackupPlan'],
  'aws-cdk-lib.aws_elasticache.CfnCacheCluster': [
    'ElastiCacheClusterInVPC', 'ElastiCacheClusterNonDefaultPort', 'ElastiCacheRedisClusterAutomaticBackup',
  ],
  'aws-cdk-lib.aws_elasticache.CfnReplicationGroup': [
    'ElastiCacheClusterInVPC', 'ElastiCacheClusterNonDefaultPort', 'ElastiCacheRedisClusterAutomaticBackup',
    'ElastiCacheRedisClusterEncryption', 'ElastiCacheRedisClusterMultiAZ', 'ElastiCacheRedisClusterRedisAuth',
  ],
  'aws-cdk-lib.aws_elasticbeanstalk.CfnEnvironment': [
    'ElasticBeanstalkEC2InstanceLogsToS3', 'ElasticBeanstalkEnhancedHealthReportingEnabled', 'ElasticBeanstalkManagedUpdatesEnabled',
    'ElasticBeanstalkVPCSpecified',
  ],
  'aws-cdk-lib.aws_elasticloadbalancing.CfnLoadBalancer': [
    'CLBConnectionDraining', 'CLBNoInboundHttpHttps', 'ELBACMCertificateRequired', 'ELBCrossZoneLoadBalancingEnabled', 'ELBLoggingEnabled',
    'ELBTlsHttpsListenersOnly',
  ],
  'aws-cdk-lib.aws_elasticloadbalancingv2.CfnListener': ['ALBHttpToHttpsRedirection', 'ELBv2ACMCertificateRequired'],
  'aws-cdk-lib.aws_elasticloadbalancingv2.CfnLoadBalancer': [
    'ALBHttpDropInvalidHeaderEnabled', 'ALBWAFEnabled', 'ELBDeletionProtectionEnabled', 'ELBLoggingEnabled',
  ],
  'aws-cdk-lib.aws_elasticsearch.CfnDomain': [
    'OpenSearchAllowlistedIPs', 'OpenSearchDedicatedMasterNode', 'OpenSearchEncryptedAtRest', 'OpenSearchErrorLogsToCloudWatch',
    'OpenSearchInVPCOnly', 'OpenSearchNoUnsignedOrAnonymousAccess', 'OpenSearchNodeToNodeEncryption', 'OpenSearchSlowLogsToCloudWatch',
    'OpenSearchZoneAwareness',
  ],
  'aws-cdk-lib.aws_emr.CfnCluster': [
    'EMRAuthEC2KeyPairOrKerberos', 'EMREncryptionInTransit', 'EMRKerberosEnabled', 'EMRLocalDiskEncryption', 'EMRS3AccessLogging',
  ],
  'aws-cdk-lib.aws_events.CfnEventBusPolicy': ['EventBusOpenAccess'],
  'aws-cdk-lib.aws_events.CfnRule': ['EventBusDLQ'],
  'aws-cdk-lib.aws_glue.CfnCrawler': ['GlueEncryptedCloudWatchLogs'],
  'aws-cdk-lib.aws_glue.CfnJob': ['GlueEncryptedCloudWatchLogs', 'GlueJobBookmarkEncrypted'],
  'aws-cdk-lib.aws_iam.CfnGroup': [
    'IAMGroupHasUsers', 'IAMNoInlinePolicy', 'IAMNoManagedPolicies', 'IAMNoWildcardPermissions', 'IAMPolicyNoStatementsWithAdminAccess',
    'IAMPolicyNoStatementsWithFullAccess',
  ],
  'aws-cdk-lib.aws_iam.CfnManagedPolicy': [
    'IAMNoWildcardPermissions', 'IAMPolicyNoStatementsWithAdminAccess', 'IAMPolicyNoStatementsWithFullAccess', 'IAMUserNoPolicies',
  ],
  'aws-cdk-lib.aws_iam.CfnPolicy': [
    'IAMNoInlinePolicy', 'IAMNoWildcardPermissions', 'IAMPolicyNoStatementsWithAdminAccess', 'IAMPolicyNoStatementsWithFullAccess',
    'IAMUserNoPolicies',
  ],
  'aws-cdk-lib.aws_iam.CfnRole': [
    'IAMNoInlinePolicy', 'IAMNoManagedPolicies', 'IAMNoWildcardPermissions', 'IAMPolicyNoStatementsWithAdminAccess',
    'IAMPolicyNoStatementsWithFullAccess', 'LambdaStarPermissions',
  ],
  'aws-cdk-lib.aws_iam.CfnUser': [
    'IAMNoInlinePolicy', 'IAMNoManagedPolicies', 'IAMNoWildcardPermissions', 'IAMUserGroupMembership', 'IAMUserNoPolicies',
  ],
  'aws-cdk-lib.aws_kinesis.CfnStream': ['KinesisDataStreamDefaultKeyWhenSSE', 'KinesisDataStreamSSE'],
  'aws-cdk-lib.aws_kinesisanalytics.CfnApplicationV2': ['KinesisDataAnalyticsFlinkCheckpointing'],
  'aws-cdk-lib.aws_kinesisfirehose.CfnDeliveryStream': ['KinesisDataFirehoseSSE'],
  'aws-cdk-lib.aws_kms.CfnKey': ['KMSBackingKeyRotationEnabled'],
  'aws-cdk-lib.aws_lambda.CfnEventInvokeConfig': ['LambdaAsyncFailureDestination'],
  'aws-cdk-lib.aws_lambda.CfnEventSourceMapping': ['LambdaEventSourceMappingDestination', 'LambdaEventSourceSQSVisibilityTimeout'],
  'aws-cdk-lib.aws_lambda.CfnFunction': [
    'LambdaConcurrency', 'LambdaDLQ', 'LambdaDefaultMemorySize', 'LambdaDefaultTimeout', 'LambdaInsideVPC', 'LambdaLatestVersion',
    'LambdaTracing',
  ],
  'aws-cdk-lib.aws_lambda.CfnPermission': ['LambdaFunctionPublicAccessProhibited'],
  'aws-cdk-lib.aws_lambda.CfnUrl': ['LambdaFunctionUrlAuth'],
  'aws-cdk-lib.aws_lex.CfnBot': ['LexBotAliasEncryptedConversationLogs'],
  'aws-cdk-lib.aws_lex.CfnBotAlias': ['LexBotAliasEncryptedConversationLogs'],
  'aws-cdk-lib.aws_logs.CfnLogGroup': ['CloudWatchLogGroupEncrypted', 'CloudWatchLogGroupRetentionPeriod'],
  'aws-cdk-lib.aws_mediastore.CfnContainer': [
    'MediaStoreCloudWatchMetricPolicy', 'MediaStoreContainerAccessLogging', 'MediaStoreContainerCORSPolicy',
    'MediaStoreContainerHasContainerPolicy', 'MediaStoreContainerLifecyclePolicy', 'MediaStoreContainerSSLRequestsOnly',
  ],
  'aws-cdk-lib.aws_msk.CfnCluster': ['MSKBrokerLogging', 'MSKBrokerToBrokerTLS', 'MSKClientToBrokerTLS'],
  'aws-cdk-lib.aws_mwaa.CfnEnvironment': ['MWAAAllLoggingInfo'],
  'aws-cdk-lib.aws_neptune.CfnDBCluster': [
    'NeptuneClusterBackupRetentionPeriod', 'NeptuneClusterEncryptionAtRest', 'NeptuneClusterIAMAuth', 'NeptuneClusterMultiAZ',
  ],
  'aws-cdk-lib.aws_neptune.CfnDBInstance': ['NeptuneClusterAutomaticMinorVersionUpgrade'],
  'aws-cdk-lib.aws_opensearchservice.CfnDomain': [
    'OpenSearchAllowlistedIPs', 'OpenSearchDedicatedMasterNode', 'OpenSearchEncryptedAtRest', 'OpenSearchErrorLogsToCloudWatch',
    'OpenSearchInVPCOnly', 'OpenSearchNoUnsignedOrAnonymousAccess', 'OpenSearchNodeToNodeEncryption', 'OpenSearchSlowLogsToCloudWatch',
    'OpenSearchZoneAwareness',
  ],
  'aws-cdk-lib.aws_quicksight.CfnDataSource': ['QuicksightSSLConnections'],
  'aws-cdk-lib.aws_rds.CfnDBCluster': [
    'AuroraMySQLBacktrack', 'AuroraMySQLLogging', 'AuroraMySQLPostgresIAMAuth', 'RDSInstanceDeletionProtectionEnabled', 'RDSLoggingEnabled',
    'RDSNonDefaultPort', 'RDSStorageEncrypted',
  ],
  'aws-cdk-lib.aws_rds.CfnDBInstance': [
    'RDSAutomaticMinorVersionUpgradeEnabled', 'RDSEnhancedMonitoringEnabled', 'RDSInBackupPlan', 'RDSInstanceBackupEnabled',
    'RDSInstanceDeletionProtectionEnabled', 'RDSInstancePublicAccess', 'RDSLoggingEnabled', 'RDSMultiAZSupport', 'RDSNonDefaultPort',
    'RDSStorageEncrypted',
  ],
  'aws-cdk-lib.aws_rds.CfnDBSecurityGroup': ['RDSRestrictedInbound'],
  'aws-cdk-lib.aws_rds.CfnDBSecurityGroupIngress': ['RDSRestrictedInbound'],
  'aws-cdk-lib.aws_redshift.CfnCluster': [
    'RedshiftBackupEnabled', 'RedshiftClusterAuditLogging', 'RedshiftClusterConfiguration', 'RedshiftClusterEncryptionAtRest',
    'RedshiftClusterInVPC', 'RedshiftClusterMaintenanceSettings', 'RedshiftClusterNonDefaultPort', 'RedshiftClusterNonDefaultUsername',
    'RedshiftClusterPublicAccess', 'RedshiftClusterUserActivityLogging', 'RedshiftClusterVersionUpgrade',
    'RedshiftEnhancedVPCRoutingEnabled', 'RedshiftRequireTlsSSL',
  ],
  'aws-cdk-lib.aws_s3.CfnBucket': [
    'S3BucketDefaultLockEnabled', 'S3BucketLevelPublicAccessProhibited', 'S3BucketLoggingEnabled', 'S3BucketPublicReadProhibited',
    'S3BucketPublicWriteProhibited', 'S3BucketReplicationEnabled', 'S3BucketSSLRequestsOnly', 'S3BucketVersioningEnabled',
    'S3DefaultEncryptionKMS', 'S3WebBucketOAIAccess',
  ],
  'aws-cdk-lib.aws_s3.CfnBucketPolicy': ['S3BucketSSLRequestsOnly'],
  'aws-cdk-lib.aws_sagemaker.CfnEndpointConfig': ['SageMakerEndpointConfigurationKMSKeyConfigured'],
  'aws-cdk-lib.aws_sagemaker.CfnNotebookInstance': [
    'SageMakerNotebookInVPC', 'SageMakerNotebookInstanceKMSKeyConfigured', 'SageMakerNotebookNoDirectInternetAccess',
  ],
  'aws-cdk-lib.aws_sam.CfnApi': ['APIGWStructuredLogging'],
  'aws-cdk-lib.aws_sam.CfnHttpApi': ['APIGWStructuredLogging'],
  'aws-cdk-lib.aws_secretsmanager.CfnSecret': ['SecretsManagerRotationEnabled', 'SecretsManagerUsingKMSKey'],
  'aws-cdk-lib.aws_sns.CfnSubscription': ['SNSRedrivePolicy'],
  'aws-cdk-lib.aws_sns.CfnTopic': ['SNSEncryptedKMS', 'SNSTopicSSLPublishOnly'],
  'aws-cdk-lib.aws_sqs.CfnQueue': ['SQSQueueDLQ', 'SQSQueueSSE', 'SQSQueueSSLRequestsOnly', 'SQSRedrivePolicy'],
  'aws-cdk-lib.aws_stepfunctions.CfnStateMachine': ['StepFunctionStateMachineAllLogsToCloudWatch', 'StepFunctionStateMachineXray'],
  'aws-cdk-lib.aws_timestream.CfnDatabase': ['TimestreamDatabaseCustomerManagedKey'],
  'aws-cdk-lib.aws_wafv2.CfnWebACL': ['WAFv2LoggingEnabled'],
};
