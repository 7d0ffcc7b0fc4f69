/** A managed rule of AWS Config. Source: AWS Config developer guide, "List of AWS Config Managed Rules". */
export interface ManagedRule {
  readonly identifier: string;
  readonly parameters?: Record<string, string>;
}

/** How managed rules stand in for one of ours. */
export interface ManagedExpression {
  readonly rules: ManagedRule[];
  /** Where they see less, or more, than our rule. */
  readonly differs: string;
}

const managed = (differs: string, ...rules: (string | ManagedRule)[]): ManagedExpression => ({
  differs, rules: rules.map((rule) => (typeof rule === 'string' ? { identifier: rule } : rule)),
});

/** Rules of ours that configuration items alone cannot decide, and the managed rules that look at the same. */
export const MANAGED_RULES: Record<string, ManagedExpression> = {
  'ZT-APIGATEWAY-001': managed('HTTP and WebSocket APIs only.', 'API_GWV2_AUTHORIZATION_TYPE_CONFIGURED'),
  'ZT-APIGATEWAY-003': managed('Not whether data traces are off.', 'API_GW_EXECUTION_LOGGING_ENABLED', 'API_GW_XRAY_ENABLED'),
  'ZT-APIGATEWAY-004': managed('The same.', 'API_GW_ASSOCIATED_WITH_WAF'),
  'ZT-APIGATEWAY-020': managed('Stages without HTTP integrations as well.', 'API_GW_SSL_ENABLED'),
  'ZT-CLOUDFRONT-003': managed('Not whether the web ACL is one for CloudFront, which CloudFront makes sure of.', 'CLOUDFRONT_ASSOCIATED_WITH_WAF'),
  'ZT-CLOUDFRONT-006': managed('Standard logging to Amazon S3 only.', 'CLOUDFRONT_ACCESSLOGS_ENABLED'),
  'ZT-CLOUDFRONT-012': managed('Distributions without an S3 origin as well.', 'CLOUDFRONT_DEFAULT_ROOT_OBJECT_CONFIGURED'),
  'ZT-CLOUDTRAIL-003': managed('Whether the account has one such trail.', {
    identifier: 'MULTI_REGION_CLOUD_TRAIL_ENABLED', parameters: { includeManagementEvents: 'true', readWriteType: 'ALL' },
  }),
  'ZT-CLOUDTRAIL-004': managed('Amazon S3 only.', 'CLOUDTRAIL_S3_DATAEVENTS_ENABLED'),
  'ZT-CLOUDWATCH-001': managed('Not whether a composite alarm has the alarm.', {
    identifier: 'CLOUDWATCH_ALARM_ACTION_CHECK', parameters: { alarmActionRequired: 'true', insufficientDataActionRequired: 'false', okActionRequired: 'false' },
  }),
  'ZT-CODEBUILD-004': managed('Bitbucket sources only.', 'CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK'),
  'ZT-DAX-001': managed('Encryption at rest only.', 'DAX_ENCRYPTION_ENABLED'),
  'ZT-DYNAMODB-001': managed('The AWS managed key passes as well.', 'DYNAMODB_TABLE_ENCRYPTED_KMS'),
  'ZT-DYNAMODB-004': managed('The same, for tables.', 'DYNAMODB_AUTOSCALING_ENABLED'),
  'ZT-EC2-001': managed('The rules of the group, and not whether it is used.', 'VPC_DEFAULT_SECURITY_GROUP_CLOSED'),
  'ZT-EC2-003': managed('The same.', { identifier: 'VPC_FLOW_LOGS_ENABLED', parameters: { trafficType: 'ALL' } }),
  'ZT-EC2-006': managed('0.0.0.0/0 and ::/0 only, not other wide ranges.', {
    identifier: 'VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS', parameters: { authorizedTcpPorts: '80,443' },
  }),
  'ZT-EC2-010': managed('The same.', 'NACL_NO_UNRESTRICTED_SSH_RDP'),
  'ZT-EC2-016': managed(
    'Not launch templates, but instances as they run: what the AMI and the account decided counts.',
    'EC2_IMDSV2_CHECK', 'AUTOSCALING_LAUNCHCONFIG_REQUIRES_IMDSV2',
  ),
  'ZT-EC2-017': managed(
    'Not launch templates, but instances as they run: addresses that their subnet assigned count.',
    'EC2_INSTANCE_NO_PUBLIC_IP', 'AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED',
  ),
  'ZT-ECR-003': managed('The same.', 'ECR_PRIVATE_IMAGE_SCANNING_ENABLED'),
  'ZT-ECR-004': managed('The same.', 'ECR_PRIVATE_LIFECYCLE_POLICY_CONFIGURED'),
  'ZT-EKS-001': managed('Any public endpoint, small address ranges included.', 'EKS_ENDPOINT_NO_PUBLIC_ACCESS'),
  'ZT-ELB-001': managed(
    'Fixed responses fail as well, and TCP listeners of Classic Load Balancers.', 'ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK', 'ELB_TLS_HTTPS_LISTENERS_ONLY',
  ),
  'ZT-ELB-002': managed('Classic Load Balancers only, and no other policy than this one passes.', {
    identifier: 'ELB_PREDEFINED_SECURITY_POLICY_SSL_CHECK', parameters: { predefinedPolicyName: 'ELBSecurityPolicy-TLS-1-2-2017-01' },
  }),
  'ZT-ENCRYPTION-001': managed('Instances of Amazon RDS only.', 'RDS_STORAGE_ENCRYPTED'),
  'ZT-GUARDDUTY-001': managed('Whether GuardDuty is enabled, not its features.', 'GUARDDUTY_ENABLED_CENTRALIZED'),
  'ZT-IAM-003': managed('Users, groups and roles.', 'IAM_NO_INLINE_POLICY_CHECK'),
  'ZT-IAM-004': managed(
    'All actions of a service or of all, not other wildcards.', 'IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS', 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
  ),
  'ZT-IAM-011': managed('The same.', 'IAM_USER_NO_POLICIES_CHECK'),
  'ZT-LAMBDA-001': managed('Anyone, and not services of other accounts.', 'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED'),
  'ZT-LAMBDA-003': managed('Not whether the security group is its own.', 'LAMBDA_INSIDE_VPC'),
  'ZT-LAMBDA-005': managed('Dead-letter queues only, not destinations.', 'LAMBDA_DLQ_CHECK'),
  'ZT-LAMBDA-010': managed('Functions without a public URL or a queue as well.', 'LAMBDA_CONCURRENCY_CHECK'),
  'ZT-LAMBDA-018': managed('The same.', 'LAMBDA_VPC_MULTI_AZ_CHECK'),
  'ZT-LOGS-001': managed('The same.', { identifier: 'CW_LOGGROUP_RETENTION_PERIOD_CHECK', parameters: { MinRetentionTime: '365' } }),
  'ZT-LOGS-002': managed('The same: log groups have no AWS managed key.', 'CLOUDWATCH_LOG_GROUP_ENCRYPTED'),
  'ZT-RDS-001': managed('The AWS managed key passes as well.', 'RDS_STORAGE_ENCRYPTED'),
  'ZT-S3-003': managed('The same.', 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED', 'S3_BUCKET_SSL_REQUESTS_ONLY', 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED'),
  'ZT-S3-004': managed('Log buckets as well.', 'S3_BUCKET_LOGGING_ENABLED'),
  'ZT-S3-005': managed('What is public, by policy or ACL.', 'S3_BUCKET_PUBLIC_READ_PROHIBITED', 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED'),
  'ZT-S3-008': managed('Log buckets as well; the AWS managed key passes.', 'S3_DEFAULT_ENCRYPTION_KMS'),
  'ZT-S3-010': managed('Log buckets as well.', 'S3_BUCKET_ACL_PROHIBITED'),
  'ZT-SECRETS-001': managed('Not the keys of replicas.', 'SECRETSMANAGER_USING_CMK'),
  'ZT-SECRETS-002': managed('The same.', { identifier: 'SECRETSMANAGER_ROTATION_ENABLED_CHECK', parameters: { maximumAllowedRotationFrequency: '30' } }),
  'ZT-SECURITYHUB-001': managed('Whether Security Hub is enabled, not its standards.', 'SECURITYHUB_ENABLED'),
  'ZT-SNS-001': managed('The AWS managed key passes; not whether TLS is required.', 'SNS_ENCRYPTED_KMS'),
  'ZT-WAF-003': managed('Not which requests are logged, nor what is redacted.', 'WAFV2_LOGGING_ENABLED'),
  'ZT-LOGS-013': managed('Redshift clusters only.', 'REDSHIFT_AUDIT_LOGGING_ENABLED'),
  'ZT-SAGEMAKER-001': managed('Direct internet access only, not root access.', 'SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS'),
  'ZT-SAGEMAKER-002': managed(
    'Not domains; the AWS managed key passes as well.', 'SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED', 'SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED',
  ),
};
