import { changedText, drop, gone, more, notRetained, set, without } from './removals';
import { notAsked, Requirement, seen } from './requirement';

const BUCKET = 'AWS::S3::Bucket';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const CLUSTER = 'AWS::RDS::DBCluster';
const FN = 'AWS::Lambda::Function';
const REPOSITORY = 'AWS::ECR::Repository';
const STREAM = 'AWS::KinesisFirehose::DeliveryStream';
const TABLE = 'AWS::DynamoDB::GlobalTable';
const TRAIL = 'AWS::CloudTrail::Trail';

/** Detection, response, delivery, compliance and the platform. */
export const ROWS_30_TO_52: Requirement[] = [
  {
    row: 30,
    practice: 'calls, APIs and the network are logged',
    mustBeSeen: [
      seen('log groups keep events for a year', 'ZT-LOGS-001', set(LOG_GROUP, 'RetentionInDays', 30)),
      seen('log groups are under a customer managed KMS key', 'ZT-LOGS-002', without(LOG_GROUP, 'KmsKeyId')),
      seen('CloudWatch Logs may use that key', 'ZT-LOGS-003', drop('AWS::KMS::Key', 'KeyPolicy.Statement', /logs\./)),
      seen('log groups are protected from deletion, and outlive their stack', 'ZT-LOGS-006', 'ZT-LOGS-004',
        without(LOG_GROUP, 'DeletionProtectionEnabled'), notRetained(LOG_GROUP)),
      seen('stages write access logs', 'ZT-APIGATEWAY-003', without('AWS::ApiGateway::Stage', 'AccessLogSetting')),
      seen('access logs are JSON', 'ZT-APIGATEWAY-022', set('AWS::ApiGateway::Stage', 'AccessLogSetting.Format', '$context.requestId $context.status')),
      seen('VPCs log all flows', 'ZT-EC2-003', gone('AWS::EC2::FlowLog')),
      seen('DNS queries are logged', 'ZT-ROUTE53RESOLVER-003', gone('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation')),
      seen('web ACLs log', 'ZT-WAF-003', gone('AWS::WAFv2::LoggingConfiguration')),
      seen('Network Firewall logs alerts and flows', 'ZT-NETWORKFIREWALL-003', gone('AWS::NetworkFirewall::LoggingConfiguration')),
      seen('state machines log every event', 'ZT-STATES-001', set('AWS::StepFunctions::StateMachine', 'LoggingConfiguration.Level', 'ERROR')),
      seen('distributions log requests', 'ZT-CLOUDFRONT-006', gone('AWS::Logs::Delivery'), gone('AWS::Logs::DeliverySource')),
      seen('buckets log requests', 'ZT-S3-004', without(BUCKET, 'LoggingConfiguration')),
      seen('HTTP APIs and GraphQL APIs log requests', 'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002'),
    ],
  },
  {
    row: 31,
    practice: 'audit trail',
    mustBeSeen: [
      seen('trails are validated and under a customer managed KMS key', 'ZT-CLOUDTRAIL-001',
        set(TRAIL, 'EnableLogFileValidation', false), without(TRAIL, 'KMSKeyId')),
      seen('trails have both kinds of Insights', 'ZT-CLOUDTRAIL-002',
        drop(TRAIL, 'InsightSelectors', /ApiCallRate/), drop(TRAIL, 'InsightSelectors', /ApiErrorRate/)),
      seen('trails record all management events of all Regions', 'ZT-CLOUDTRAIL-003', set(TRAIL, 'IsMultiRegionTrail', false), drop(TRAIL, 'AdvancedEventSelectors', /Management/)),
      seen('trails record data events of the stores', 'ZT-CLOUDTRAIL-004', drop(TRAIL, 'AdvancedEventSelectors', /"Data"/)),
      seen('the bucket of a trail has Object Lock', 'ZT-S3-001', without(BUCKET, 'ObjectLockConfiguration')),
      seen('there is a trail at all, if required', 'ZT-CAPABILITY-001', gone(TRAIL)),
    ],
  },
  {
    row: 32,
    practice: 'a SIEM receives every log',
    mustBeSeen: [
      seen('subscription filters may deliver to their destination', 'ZT-LOGS-008', without('AWS::Logs::SubscriptionFilter', 'RoleArn')),
      seen('every log group is forwarded when one is', 'ZT-LOGS-009', {
        says: 'one subscription filter for one of the log groups',
        from(template) {
          const group = Object.keys(template.Resources).find((id) => template.Resources[id].Type === LOG_GROUP);
          const Properties = { LogGroupName: { Ref: group }, FilterPattern: '', DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/siem' };
          return group === undefined ? undefined : { ...template, Resources: { ...template.Resources, ToSiem: { Type: 'AWS::Logs::SubscriptionFilter', Properties } } };
        },
      }),
      seen('delivery streams and data lakes are encrypted, and log errors', 'ZT-FIREHOSE-001', 'ZT-FIREHOSE-002', 'ZT-SECURITYLAKE-001',
        without(STREAM, 'DeliveryStreamEncryptionConfigurationInput'), without(STREAM, 'ExtendedS3DestinationConfiguration.CloudWatchLoggingOptions')),
      notAsked('the bucket behind a delivery stream is locked', 'A stream may deliver to any bucket for any purpose; only that of a trail is an archive for certain.'),
    ],
  },
  {
    row: 33,
    practice: 'anomaly detection',
    mustBeSeen: [
      seen('anomaly detectors have an alarm on their band', 'ZT-CLOUDWATCH-003'),
      seen('log anomaly detectors cover log groups', 'ZT-LOGS-007', without('AWS::Logs::LogAnomalyDetector', 'LogGroupArnList')),
      seen('trails detect unusual rates of calls and errors', 'ZT-CLOUDTRAIL-002', without(TRAIL, 'InsightSelectors')),
      notAsked('every function has such an alarm', 'What is usual takes weeks to learn, and a function that runs once a day has no band: the app decides.'),
    ],
  },
  {
    row: 34,
    practice: 'threat detection',
    mustBeSeen: [
      seen('GuardDuty protects S3 and Lambda, exports findings, and suppresses only named ones', 'ZT-GUARDDUTY-001', 'ZT-GUARDDUTY-002', 'ZT-GUARDDUTY-003',
        set('AWS::GuardDuty::Detector', 'Enable', false)),
      seen('Security Hub has standards', 'ZT-SECURITYHUB-001', set('AWS::SecurityHub::Hub', 'AutoEnableControls', false)),
      seen('Inspector suppresses named findings only', 'ZT-INSPECTOR-001'),
      seen('there is a detector at all, if required', 'ZT-CAPABILITY-002', gone('AWS::GuardDuty::Detector')),
      notAsked('Inspector is on', 'CloudFormation has no resource that enables it.'),
    ],
  },
  {
    row: 35,
    practice: 'automated response',
    mustBeSeen: [
      seen('rules for findings are enabled, and reach what they start', 'ZT-EVENTS-005', 'ZT-EVENTS-006',
        set('AWS::Events::Rule', 'State', 'DISABLED', /aws\.guardduty/), gone('AWS::SQS::QueuePolicy')),
      seen('events that were not delivered are kept', 'ZT-EVENTS-001', without('AWS::Events::Rule', 'Targets.*.DeadLetterConfig')),
      seen('a response runs every play that is planned', 'ZT-STATES-007', set('AWS::StepFunctions::StateMachine', 'DefinitionString', '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}')),
      seen('a response changes members of its zone only', 'ZT-IAM-025', more('AWS::IAM::ManagedPolicy', 'PolicyDocument.Statement', {
        Effect: 'Allow', Action: ['lambda:PutFunctionConcurrency', 'wafv2:UpdateIPSet'], Resource: '*',
      })),
      seen('a chain that does not answer is reported', 'ZT-STATES-006', gone('AWS::CloudWatch::Alarm', /AWS.States/)),
      seen('the whole chain is there, if required', 'ZT-CAPABILITY-008', gone('AWS::Events::Rule', /aws\.guardduty|aws\.securityhub|zero-trust/)),
      notAsked('a person approves a play', 'Which plays wait for approval is a choice of the app: PlayMode. The integration test has one wait.'),
    ],
  },
  {
    row: 36,
    practice: 'policy keeps up with change',
    mustBeSeen: [
      seen('a plain function fails synthesis', 'ZT-LAMBDA-003', 'ZT-LAMBDA-006', {
        says: 'a further function as aws-lambda makes it',
        from: (template) => ({
          ...template,
          Resources: {
            ...template.Resources,
            Plain: {
              Type: 'AWS::Lambda::Function',
              Properties: { Code: { ZipFile: 'exports.handler = async () => {}' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'arn:aws:iam::111122223333:role/x' },
            },
          },
        }),
      }),
      notAsked('functions that were changed out of band are found', 'The rule for recorded calls may be left out where detections of the account look for them. One that is there must be enabled.',
        'ZT-EVENTS-005', set('AWS::Events::Rule', 'State', 'DISABLED', /via CloudTrail/)),
    ],
  },
  {
    row: 37,
    practice: 'secure delivery',
    mustBeSeen: [
      seen('pipelines are V2, with encrypted artifacts, roles per action and an approval', 'ZT-CODEPIPELINE-001', 'ZT-CODEPIPELINE-002', 'ZT-CODEPIPELINE-004', 'ZT-CODEPIPELINE-005'),
      seen('builds are unprivileged, with encrypted artifacts', 'ZT-CODEBUILD-001', 'ZT-CODEBUILD-005'),
      seen('sources hold no credentials, and are neither polled nor pull requests', 'ZT-CODEPIPELINE-003', 'ZT-CODEBUILD-004', 'ZT-CODEPIPELINE-008', 'ZT-CODEPIPELINE-009'),
      seen('the last deployment rolls back', 'ZT-CODEPIPELINE-007'),
      seen('roles for OIDC federation name the exact subject', 'ZT-IAM-007', {
        says: 'roles for any repository of GitHub',
        from: set('AWS::IAM::Role', 'AssumeRolePolicyDocument.Statement', [{
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
          Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } },
        }]).from,
      }),
    ],
  },
  {
    row: 38,
    practice: 'scanning at every stage',
    mustBeSeen: [
      seen('what is deployed was tested', 'ZT-CODEPIPELINE-006'),
      notAsked('SAST, SBOM, secret scan, policy gate and permission diff', 'SecurePipeline runs `cdk-zero-trust gate`; which scanners that runs is in its configuration, and no template shows it.'),
    ],
  },
  {
    row: 39,
    practice: 'automated remediation',
    mustBeSeen: [
      seen('remediations have a cap of attempts', 'ZT-CONFIG-002'),
      seen('remediations run as a role of their own', 'ZT-CONFIG-006', 'ZT-CONFIG-007'),
      notAsked('nothing is changed under an incident or a waiver', 'What a runbook looks at first is its code: test/compliance/remediation.test.ts executes that of ComplianceBaseline.'),
    ],
  },
  {
    row: 40,
    practice: 'compliance monitoring and reporting',
    mustBeSeen: [
      seen('recorders record every type, and deliver to a bucket with versions', 'ZT-CONFIG-001', 'ZT-CONFIG-004', 'ZT-CONFIG-005'),
      seen('conformance packs have a template and a bucket', 'ZT-CONFIG-003'),
      notAsked('the conformance pack is generated from the same rules', 'A template holds a pack as a text: test/frameworks/conformance proves the text by cfn-guard, on every mutant of the rules.'),
      notAsked('the bucket of reports is locked by default', 'AWS Config does not deliver to a bucket with a default retention: the rules ask for versions.', 'ZT-S3-007',
        without(BUCKET, 'VersioningConfiguration')),
    ],
  },
  {
    row: 41,
    practice: 'HIPAA, PCI DSS and GDPR by profile',
    mustBeSeen: [
      seen('logs have the retention of the profile', 'ZT-LOGS-010', set(LOG_GROUP, 'RetentionInDays', 365)),
      seen('objects have a lifecycle', 'ZT-S3-013', without(BUCKET, 'LifecycleConfiguration')),
      seen('backup plans select resources, and keep backups for 35 days', 'ZT-BACKUP-005', 'ZT-BACKUP-003', 'ZT-BACKUP-006',
        gone('AWS::Backup::BackupSelection'), set('AWS::Backup::BackupPlan', 'BackupPlan.BackupPlanRule.*.Lifecycle', { DeleteAfterDays: 7 })),
      seen('tables have point-in-time recovery', 'ZT-DYNAMODB-002', without(TABLE, 'Replicas.*.PointInTimeRecoverySpecification')),
      seen('data stores are in the Regions of the profile', 'ZT-DATAFLOW-003', set(TABLE, 'Replicas.*.Region', 'us-east-1')),
      notAsked('resources have a tag for their data class', 'Which tags an organisation uses is its own choice.'),
    ],
  },
  {
    row: 42,
    practice: 'threat model and risk',
    mustBeSeen: [
      notAsked('STRIDE from the template, unmitigated High fails', 'It is a report about the whole template: `threat-model --fail-on high`, whose tests take mitigations away.'),
    ],
  },
  {
    row: 43,
    practice: 'consistency',
    mustBeSeen: [
      seen('stores outlive their stack, or are protected from deletion', 'ZT-S3-012', 'ZT-DYNAMODB-003', 'ZT-BACKUP-001',
        notRetained(BUCKET), without(TABLE, 'Replicas.*.DeletionProtectionEnabled'), notRetained('AWS::Backup::BackupVault')),
      notAsked('stacks have termination protection', 'It is a setting of the deployment: it is in the manifest of an assembly, and in no template. SecurePipeline sets it after each deployment.'),
      notAsked('drift is looked for on a schedule', 'A schedule shows when something runs, and not what it looks for. SecurePipeline looks every day.'),
    ],
  },
  {
    row: 44,
    practice: 'tenant containment',
    mustBeSeen: [
      seen('tenant-isolated functions have no URL', 'ZT-LAMBDA-021',
        set('AWS::Lambda::Function', 'TenancyConfig', { TenantIsolationMode: 'PER_TENANT' })),
      seen('the tenant is a verified claim', 'ZT-LAMBDA-028', set('AWS::Lambda::Function', 'TenancyConfig', { TenantIsolationMode: 'PER_TENANT' })),
      seen('roles with permissions by tag require the session tag', 'ZT-IAM-017', {
        says: 'permissions by a session tag that nobody sets',
        from: (template) => set('AWS::IAM::ManagedPolicy', 'PolicyDocument.Statement', [{
          Effect: 'Allow',
          Action: 'dynamodb:GetItem',
          Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/x',
          Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/tenant}' } },
        }]).from(template),
      }),
    ],
  },
  {
    row: 45,
    practice: 'uploads are scanned for malware',
    mustBeSeen: [
      seen('a malware protection plan tags what it scanned', 'ZT-GUARDDUTY-004', without('AWS::GuardDuty::MalwareProtectionPlan', 'Actions')),
      notAsked('a deny without its tag, and a plan for each bucket', 'Which buckets take uploads of strangers, and who may read before the scan, the app decides: SecureBucket.scanUploads.'),
    ],
  },
  {
    row: 46,
    practice: 'relational data, parameterised SQL',
    mustBeSeen: [
      seen('databases are under a customer managed KMS key', 'ZT-RDS-001', without(CLUSTER, 'KmsKeyId')),
      seen('databases have IAM authentication', 'ZT-RDS-002', without(CLUSTER, 'EnableIAMDatabaseAuthentication')),
      seen('databases are reached from inside only', 'ZT-RDS-003', set('AWS::RDS::DBInstance', 'PubliclyAccessible', true)),
      seen('databases refuse connections without TLS', 'ZT-RDS-004', gone('AWS::RDS::DBClusterParameterGroup')),
      seen('backups are kept', 'ZT-RDS-005', without(CLUSTER, 'BackupRetentionPeriod')),
      seen('databases are protected from deletion', 'ZT-RDS-006', set(CLUSTER, 'DeletionProtection', false)),
      seen('the password of the administrator is in Secrets Manager', 'ZT-RDS-007', without(CLUSTER, 'ManageMasterUserPassword')),
      notAsked('statements are parameterised', 'They are in the code of functions: RuntimeGuard looks at them while they run, and test/guard attacks it.'),
    ],
  },
  {
    row: 47,
    practice: 'secrets of HashiCorp Vault',
    mustBeSeen: [
      seen('the layer of the extension is pinned to an account and version', 'ZT-LAMBDA-012',
        set(FN, 'Layers', ['arn:aws:lambda:eu-west-1:634166935893:layer:vault-lambda-extension-arm64'], /VAULT_ADDR/)),
      seen('no token of Vault is in the environment', 'ZT-LAMBDA-020', set(FN, 'Environment.Variables.VAULT_TOKEN', 'hvs.CAESIJ3kLm9QxZ7pTq2vA8bRnW4y', /VAULT_ADDR/)),
      seen('the way out is the declared one', 'ZT-EC2-002', set('AWS::EC2::SecurityGroup', 'SecurityGroupEgress', [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }])),
    ],
  },
  {
    row: 48,
    practice: 'containers are secured',
    mustBeSeen: [
      seen('image functions are pinned by digest', 'ZT-LAMBDA-013', set('AWS::Lambda::Function', 'Code', { ImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:latest' })),
      seen('tags are immutable', 'ZT-ECR-001', set(REPOSITORY, 'ImageTagMutability', 'MUTABLE')),
      seen('repositories are under a customer managed KMS key', 'ZT-ECR-002', without(REPOSITORY, 'EncryptionConfiguration')),
      seen('images are scanned when they are pushed', 'ZT-ECR-003', without(REPOSITORY, 'ImageScanningConfiguration')),
      seen('images have a lifecycle', 'ZT-ECR-004', without(REPOSITORY, 'LifecyclePolicy')),
    ],
  },
  {
    row: 49,
    practice: 'real-time visibility',
    mustBeSeen: [notAsked('a dashboard of the zone', 'Without it nothing is open, and people may look elsewhere: alarms must reach them.', 'ZT-CLOUDWATCH-001', without('AWS::CloudWatch::Alarm', 'AlarmActions'))],
  },
  {
    row: 50,
    practice: 'tools are checked, reviews happen',
    mustBeSeen: [
      seen('drills and reminders are enabled', 'ZT-SCHEDULER-003', set('AWS::Scheduler::Schedule', 'State', 'DISABLED')),
      seen('a chain that does not answer its drill is reported', 'ZT-STATES-006', gone('AWS::CloudWatch::Alarm', /AWS.States/)),
      seen('controls that people perform are not overdue', 'ZT-SCHEDULER-004', {
        says: 'a control that was due yesterday',
        from: (template) => changedText(template, /"due":"\d{4}-\d{2}-\d{2}"/, '"due":"2020-01-01"'),
      }),
    ],
  },
  {
    row: 51,
    practice: 'spikes of use and cost',
    mustBeSeen: [
      seen('alarms have an action', 'ZT-CLOUDWATCH-001', without('AWS::CloudWatch::Alarm', 'AlarmActions')),
      seen('budgets reach subscribers', 'ZT-BUDGETS-001', without('AWS::Budgets::Budget', 'NotificationsWithSubscribers')),
      notAsked('every account has a budget', 'What an app may cost is a decision of the business.'),
    ],
  },
  {
    row: 52,
    practice: 'sensitive fields are encrypted by the application',
    mustBeSeen: [
      notAsked('client-side encryption with tenant context', 'It is in the code of the function, which no template shows: not covered.'),
    ],
  },
];
