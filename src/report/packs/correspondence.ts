/** What a rule of cdk-nag has here. */
export interface Correspondence {
  /** Rules of ours, each of which finds what it finds. */
  readonly rules?: string[];
  /** Types on which ours reports it, where one refers to the other. */
  readonly companions?: string[];
  /** Types whose resources tell it too, where both refer to the same resource of a type: a permission and a URL of one function. */
  readonly siblings?: { readonly of: string; readonly types: string[] };
  /** Why we find nothing: ever, when there are no rules, else where ours pass. */
  readonly reason?: string;
}

/** Of constructs that set the property by `addPropertyOverride`. */
const OVERRIDDEN = 'The template is right, by an override: cdk-nag does not see overrides.';

/** Of groups that let in the addresses of their own VPC, which are known at deployment only. */
const ADDRESSES_OF_VPC = 'The addresses of the VPC itself (`CidrBlock`) are not the whole internet; cdk-nag reports what it cannot resolve.';

/** The rules of cdk-nag's five packs on serverless services, by the name of their file. */
export const CORRESPONDENCE: Record<string, Correspondence> = {
  // API Gateway
  APIGWAccessLogging: { rules: ['ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018'], reason: OVERRIDDEN },
  APIGWAssociatedWithWAF: { rules: ['ZT-APIGATEWAY-004'] },
  APIGWAuthorization: {
    rules: ['ZT-APIGATEWAY-001'], reason: 'Of a WebSocket API only $connect takes an authorizer: the other routes are for those whom it let in.',
  },
  APIGWCacheEnabledAndEncrypted: {
    rules: ['ZT-APIGATEWAY-002'],
    reason: 'A stage without a cache has nothing to encrypt; a cache is for speed, and serves answers past the authorizer.',
  },
  APIGWDefaultThrottling: { rules: ['ZT-APIGATEWAY-011'] },
  APIGWExecutionLoggingEnabled: { rules: ['ZT-APIGATEWAY-003'] },
  APIGWRequestValidation: { rules: ['ZT-APIGATEWAY-005'], companions: ['AWS::ApiGateway::Method'] },
  APIGWSSLEnabled: {
    rules: ['ZT-APIGATEWAY-020'], reason: 'API Gateway shows the certificate to HTTP backends only: what it asks of functions and of AWS is signed by IAM.',
  },
  APIGWStructuredLogging: { rules: ['ZT-APIGATEWAY-022'] },
  APIGWXrayEnabled: { rules: ['ZT-APIGATEWAY-003'] },

  // CloudFront
  CloudFrontDistributionAccessLogging: { rules: ['ZT-CLOUDFRONT-006'], reason: 'AWS ended streaming distributions (RTMP) in 2020.' },
  CloudFrontDistributionGeoRestrictions: { reason: 'Where users may be is a choice of the business; an address is no proof of a place.' },
  CloudFrontDistributionHttpsViewerNoOutdatedSSL: { rules: ['ZT-CLOUDFRONT-002'] },
  CloudFrontDistributionNoOutdatedSSL: { rules: ['ZT-CLOUDFRONT-004'] },
  CloudFrontDistributionS3OriginAccessControl: { rules: ['ZT-CLOUDFRONT-005'], reason: OVERRIDDEN },
  CloudFrontDistributionS3OriginAccessIdentity: { reason: 'AWS ended streaming distributions (RTMP) in 2020; distributions are judged by ZT-CLOUDFRONT-005.' },
  CloudFrontDistributionWAFIntegration: { rules: ['ZT-CLOUDFRONT-003'], reason: OVERRIDDEN },

  // CloudTrail
  CloudTrailCloudWatchLogsEnabled: { rules: ['ZT-CLOUDTRAIL-001'] },
  CloudTrailEncryptionEnabled: { rules: ['ZT-CLOUDTRAIL-001'] },
  CloudTrailLogFileValidationEnabled: { rules: ['ZT-CLOUDTRAIL-001'] },

  // CloudWatch, logs
  CloudWatchAlarmAction: { rules: ['ZT-CLOUDWATCH-001'] },
  CloudWatchLogGroupEncrypted: { rules: ['ZT-LOGS-002'] },
  CloudWatchLogGroupRetentionPeriod: { rules: ['ZT-LOGS-001'] },

  // Cognito
  CognitoUserPoolAPIGWAuthorizer: {
    rules: ['ZT-APIGATEWAY-001'], reason: 'Signatures of IAM and authorizers of your own tell who calls as well as a user pool does.',
  },
  CognitoUserPoolMFA: { rules: ['ZT-COGNITO-001'] },
  CognitoUserPoolNoUnauthenticatedLogins: { rules: ['ZT-COGNITO-009'] },
  CognitoUserPoolPlusTier: { rules: ['ZT-COGNITO-002'] },
  CognitoUserPoolStrongPasswordPolicy: {
    rules: ['ZT-COGNITO-002'], reason: 'We ask for length and for MFA, as NIST SP 800-63B does, not for kinds of characters.',
  },

  // DynamoDB
  DAXEncrypted: { rules: ['ZT-DAX-001'] },
  DynamoDBAutoScalingEnabled: { rules: ['ZT-DYNAMODB-004'] },
  DynamoDBInBackupPlan: {
    reason: 'Plans choose by tag, and stand in another stack or account; the table itself can be restored to any point in time (ZT-DYNAMODB-002).',
  },
  DynamoDBPITREnabled: { rules: ['ZT-DYNAMODB-002'] },

  // EC2, VPC
  EC2RestrictedCommonPorts: { rules: ['ZT-EC2-006'], reason: ADDRESSES_OF_VPC },
  EC2RestrictedInbound: { rules: ['ZT-EC2-006'], reason: ADDRESSES_OF_VPC },
  EC2RestrictedSSH: { rules: ['ZT-EC2-006'], reason: ADDRESSES_OF_VPC },
  EC2SecurityGroupDescription: { reason: 'CloudFormation asks for a description; whether it says anything, no rule can tell.' },
  VPCDefaultSecurityGroupClosed: {
    rules: ['ZT-EC2-001'], reason: 'CloudFormation cannot empty the default group; ours proves that nothing uses it, cdk-nag reports every VPC.',
  },
  VPCFlowLogsEnabled: { rules: ['ZT-EC2-003'] },
  VPCNoNACLs: { reason: 'A network ACL takes access away, it gives none; cdk-nag reports each one because it is hard to maintain.' },
  VPCNoUnrestrictedRouteToIGW: { rules: ['ZT-EC2-008'] },
  VPCSubnetAutoAssignPublicIpDisabled: { rules: ['ZT-EC2-007'] },

  // EventBridge
  EventBusDLQ: { rules: ['ZT-EVENTS-001'] },
  EventBusOpenAccess: { rules: ['ZT-EVENTS-002'] },

  // IAM
  IAMGroupHasUsers: { reason: 'People join groups outside of templates; a group without them lets no one in.' },
  IAMNoInlinePolicy: { rules: ['ZT-IAM-003'] },
  IAMNoManagedPolicies: { rules: ['ZT-IAM-003'] },
  IAMNoWildcardPermissions: {
    rules: ['ZT-IAM-001', 'ZT-IAM-004', 'ZT-APIGATEWAY-006'],
    companions: ['AWS::ApiGateway::Account'],
    reason: 'A `*` behind the name of a resource stands for what is inside of it (objects, indexes, versions), or the action has no resource to name.',
  },
  IAMPolicyNoStatementsWithAdminAccess: { rules: ['ZT-IAM-001', 'ZT-IAM-004', 'ZT-IAM-009'] },
  IAMPolicyNoStatementsWithFullAccess: { rules: ['ZT-IAM-004'] },
  IAMUserGroupMembership: {
    rules: ['ZT-IAM-011'],
    companions: ['AWS::IAM::Policy'],
    reason: 'A user in no group may do what its own policies say, which we report; without any it may do nothing.',
  },
  IAMUserNoPolicies: { rules: ['ZT-IAM-011'] },

  // Kinesis
  KinesisDataAnalyticsFlinkCheckpointing: { reason: 'Flink applications are outside of this field.' },
  KinesisDataFirehoseSSE: { rules: ['ZT-FIREHOSE-001'] },
  KinesisDataStreamDefaultKeyWhenSSE: { reason: 'The opposite of ours: the key of AWS cannot be closed to anyone, a customer-managed key can.' },
  KinesisDataStreamSSE: { rules: ['ZT-KINESIS-001'] },

  // KMS
  KMSBackingKeyRotationEnabled: { rules: ['ZT-KMS-001'] },

  // Lambda
  LambdaAsyncFailureDestination: { rules: ['ZT-LAMBDA-005'], companions: ['AWS::Lambda::Function'] },
  LambdaConcurrency: {
    rules: ['ZT-LAMBDA-010'],
    reason: 'What is not reserved is limited where it comes in, by the throttle of the API and the maximum concurrency of the queue: a reservation takes from '
      + 'the quota of the account, of which a new one has 10.',
  },
  LambdaDefaultMemorySize: { reason: 'Memory is a matter of speed and cost.' },
  LambdaDefaultTimeout: { reason: 'The default of three seconds is the tightest that people use.' },
  LambdaDLQ: {
    rules: ['ZT-LAMBDA-005'], reason: 'A failure destination keeps what fails as a dead-letter queue does, and says more of it: we ask for one of them.',
  },
  LambdaEventSourceMappingDestination: {
    rules: ['ZT-LAMBDA-004', 'ZT-LAMBDA-014'], reason: 'Lambda takes no failure destination for a queue: its dead-letter queue is judged instead.',
  },
  LambdaFunctionPublicAccessProhibited: { rules: ['ZT-LAMBDA-001', 'ZT-LAMBDA-008'], siblings: { of: 'AWS::Lambda::Function', types: ['AWS::Lambda::Url'] } },
  LambdaInsideVPC: { rules: ['ZT-LAMBDA-003'] },
  LambdaLatestVersion: { rules: ['ZT-LAMBDA-009'], reason: 'A runtime that AWS still patches is safe; the newest one is a choice of engineering.' },
  LambdaStarPermissions: { rules: ['ZT-IAM-001', 'ZT-IAM-004'] },
  LambdaTracing: { rules: ['ZT-LAMBDA-019'] },

  // S3
  S3BucketLevelPublicAccessProhibited: { rules: ['ZT-S3-003'] },
  S3BucketLoggingEnabled: { rules: ['ZT-S3-004'], reason: 'A bucket that takes logs does not log itself: each record would make another one.' },
  S3BucketPublicReadProhibited: { rules: ['ZT-S3-003'] },
  S3BucketPublicWriteProhibited: { rules: ['ZT-S3-003'] },
  S3BucketReplicationEnabled: { reason: 'A second region is a choice of cost and of where data may lie; versions and locks are judged.' },
  S3BucketSSLRequestsOnly: { rules: ['ZT-S3-003'], companions: ['AWS::S3::Bucket'] },
  S3BucketVersioningEnabled: { rules: ['ZT-S3-007'] },
  S3DefaultEncryptionKMS: {
    rules: ['ZT-S3-008'], reason: 'Buckets of access logs, and of logs of distributions and load balancers, stay under keys of S3: not every writer takes others.',
  },
  S3WebBucketOAIAccess: { rules: ['ZT-S3-009'] },

  // Secrets Manager
  SecretsManagerRotationEnabled: { rules: ['ZT-SECRETS-002'] },
  SecretsManagerUsingKMSKey: { rules: ['ZT-SECRETS-001'] },

  // SNS
  SNSEncryptedKMS: { rules: ['ZT-SNS-001'] },
  SNSRedrivePolicy: { rules: ['ZT-SNS-006'], reason: 'Mail and short messages to people are not worth a queue that no one empties.' },
  SNSTopicSSLPublishOnly: { rules: ['ZT-SNS-001'] },

  // SQS
  SQSQueueDLQ: { rules: ['ZT-SQS-002'] },
  SQSQueueSSE: { rules: ['ZT-SQS-001'] },
  SQSQueueSSLRequestsOnly: { rules: ['ZT-SQS-001'] },
  SQSRedrivePolicy: { rules: ['ZT-SQS-002'], reason: 'A queue where messages end after they failed hands them to no other one.' },

  // Step Functions
  StepFunctionStateMachineAllLogsToCloudWatch: { rules: ['ZT-STATES-001'] },
  StepFunctionStateMachineXray: { rules: ['ZT-STATES-002'] },

  // WAF
  WAFv2LoggingEnabled: { rules: ['ZT-WAF-003'] },
};
