/** What a role is for, and all that it may do without a condition that this judge does not fulfil, such as that of a key. */
export interface ServiceRole {
  /** Of the role's logical id. */
  readonly role: RegExp;
  /** Actions, and the ARNs on which they are, all of them in the stack of the role. */
  readonly may: [actions: string[], on: RegExp][];
}

const RULE_ACTIONS = ['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'ListTargetsByRule', 'PutRule', 'PutTargets', 'RemoveTargets'].map((action) => `events:${action}`);

/**
 * The roles that services assume in an app of this library. From what each service asks for in its own guide, and not from the code that grants it:
 * API Gateway, "Permissions for CloudWatch logging"; CloudTrail, "Role policy document for CloudWatch Logs"; VPC, "IAM role for publishing flow logs";
 * Backup, "Managed policies" for DynamoDB and S3; GuardDuty, "IAM role for Malware Protection for S3"; Firehose, "Controlling access"; CloudWatch
 * Logs, "Subscription filters with Firehose"; EventBridge, "Targets"; EventBridge Scheduler, "Execution role".
 */
export const SERVICE_ROLES: ServiceRole[] = [
  {
    role: /^ApiLoggingRole/, // one for the account, whose APIs log to groups of any name
    may: [[['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents', 'PutLogEvents'].map((action) => `logs:${action}`), /:log-group:/]],
  },
  { role: /TrailLogRole/, may: [[['logs:CreateLogStream', 'logs:PutLogEvents'], /TrailLogs\w+:log-stream:/]] },
  { role: /FlowLogRole/, may: [[['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], /FlowLogs\w+(:log-stream:\w*)?$/]] },
  {
    role: /BackupsRole/,
    may: [
      [['dynamodb:CreateBackup', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'], /:table\/\w+-\w+$/],
      [['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], /:table\/[\w-]+\/backup\/key$/],
      [['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketNotification', 's3:GetBucketTagging', 's3:GetBucketVersioning', 's3:GetInventoryConfiguration', 's3:ListBucket',
        's3:ListBucketVersions', 's3:PutBucketNotification', 's3:PutInventoryConfiguration'], /^arn:aws:s3:::[\w-]+$/],
      [['s3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'], /^arn:aws:s3:::[\w-]+\/.+$/],
      [RULE_ACTIONS, /:rule\/AwsBackupManagedRulekey$/],
      [['events:ListRules'], /^\*$/],
      [['kms:DescribeKey'], /:kms:/],
    ],
  },
  {
    role: /UploadScanRole/,
    may: [
      [['events:DescribeRule', 'events:ListTargetsByRule'], /:rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3key$/],
      [['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'], /evidence\w+\/.+$/],
      [['s3:GetBucketNotification', 's3:ListBucket', 's3:PutBucketNotification'], /evidence\w+$/],
      [['s3:PutObject'], /evidence\w+\/malware-protection-resource-validation-object$/],
    ],
  },
  {
    role: /SiemDeliveryRole/,
    may: [
      [['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'], /:function:[\w-]+SiemNormaliser\w+$/],
      [['logs:PutLogEvents'], /SiemLogs\w+:log-stream:/],
      [['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], /siemarchive\w+$/],
      [['s3:AbortMultipartUpload', 's3:PutObject'], /siemarchive\w+\/(ocsf|failed)\/key$/],
    ],
  },
  { role: /Siem(Subscription|Findings)Role/, may: [[['firehose:PutRecord', 'firehose:PutRecordBatch'], /:deliverystream\/[\w-]+Siem/]] },
  { role: /ResponderExpiryRole/, may: [[['states:StartExecution'], /Zone-Responder-/], [['sqs:SendMessage'], /ZoneDeadLetters\w+$/]] },
  { role: /ResponderDrillRole/, may: [[['sqs:SendMessage'], /ZoneDeadLetters\w+$/]] },
  { role: /SchedulesRole/, may: [[['lambda:InvokeFunction'], /:function:[\w-]+LogDetectionsFunction\w+$/], [['sqs:SendMessage'], /ZoneDeadLetters\w+$/]] },
  { role: /AssessEventsRole/, may: [[['states:StartExecution'], /stateMachine:Assessment-Assess-/]] },
  { role: /PartnersPartnerClaims/, may: [] }, // reads the items of one tenant, whom it was assumed for
];
