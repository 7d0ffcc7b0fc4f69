import { drop, gone, notRetained, set, without } from './removals';
import { notAsked, Requirement, seen } from './requirement';

const BUCKET = 'AWS::S3::Bucket';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const TABLE = 'AWS::DynamoDB::GlobalTable';
const TRAIL = 'AWS::CloudTrail::Trail';
const notBuilt = (construct: string) => `${construct} is not built yet, so no example has it and no rule asks for it.`;

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
      seen('trails are multi-Region, validated and under a customer managed KMS key', 'ZT-CLOUDTRAIL-001',
        set(TRAIL, 'IsMultiRegionTrail', false), set(TRAIL, 'EnableLogFileValidation', false), without(TRAIL, 'KMSKeyId')),
      seen('trails have both kinds of Insights', 'ZT-CLOUDTRAIL-002',
        drop(TRAIL, 'InsightSelectors', /ApiCallRate/), drop(TRAIL, 'InsightSelectors', /ApiErrorRate/)),
      seen('trails record all management events', 'ZT-CLOUDTRAIL-003', drop(TRAIL, 'AdvancedEventSelectors', /Management/)),
      seen('trails record data events of the stores', 'ZT-CLOUDTRAIL-004', drop(TRAIL, 'AdvancedEventSelectors', /"Data"/)),
      seen('the bucket of a trail has Object Lock', 'ZT-S3-001', without(BUCKET, 'ObjectLockConfiguration')),
      seen('there is a trail at all, if required', 'ZT-CAPABILITY-001', gone(TRAIL)),
    ],
  },
  {
    row: 32,
    practice: 'a SIEM receives every log',
    mustBeSeen: [
      seen('subscription filters may deliver to their destination', 'ZT-LOGS-008'),
      seen('every log group is forwarded when one is', 'ZT-LOGS-009', {
        says: 'one subscription filter for one of the log groups',
        from(template) {
          const group = Object.keys(template.Resources).find((id) => template.Resources[id].Type === LOG_GROUP);
          const Properties = { LogGroupName: { Ref: group }, FilterPattern: '', DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/siem' };
          return group === undefined ? undefined : { ...template, Resources: { ...template.Resources, ToSiem: { Type: 'AWS::Logs::SubscriptionFilter', Properties } } };
        },
      }),
      seen('delivery streams and data lakes are encrypted, and log errors', 'ZT-FIREHOSE-001', 'ZT-FIREHOSE-002', 'ZT-SECURITYLAKE-001'),
      notAsked('the bucket behind a delivery stream is locked', 'A stream may deliver to any bucket for any purpose; only that of a trail is an archive for certain.'),
    ],
  },
  {
    row: 33,
    practice: 'anomaly detection',
    mustBeSeen: [
      seen('anomaly detectors have an alarm on their band', 'ZT-CLOUDWATCH-003'),
      seen('log anomaly detectors cover log groups', 'ZT-LOGS-007'),
      seen('trails detect unusual rates of calls and errors', 'ZT-CLOUDTRAIL-002', without(TRAIL, 'InsightSelectors')),
      notAsked('every function has such an alarm', 'What is usual takes weeks to learn, and a function that runs once a day has no band: the app decides.'),
    ],
  },
  {
    row: 34,
    practice: 'threat detection',
    mustBeSeen: [
      seen('GuardDuty protects S3 and Lambda, exports findings, and suppresses only named ones', 'ZT-GUARDDUTY-001', 'ZT-GUARDDUTY-002', 'ZT-GUARDDUTY-003'),
      seen('Security Hub has standards', 'ZT-SECURITYHUB-001'),
      seen('Inspector suppresses named findings only', 'ZT-INSPECTOR-001'),
      seen('there is a detector at all, if required', 'ZT-CAPABILITY-002'),
      notAsked('Inspector is on', 'CloudFormation has no resource that enables it.'),
    ],
  },
  {
    row: 35,
    practice: 'automated response',
    mustBeSeen: [notAsked('findings start a response of least privilege, with approval and a dead-letter queue', notBuilt('IncidentResponder'))],
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
      notAsked('functions that were made out of band are found', notBuilt('IncidentResponder')),
    ],
  },
  {
    row: 37,
    practice: 'secure delivery',
    mustBeSeen: [
      seen('pipelines are V2, with encrypted artifacts, roles per action and an approval', 'ZT-CODEPIPELINE-001', 'ZT-CODEPIPELINE-002', 'ZT-CODEPIPELINE-004', 'ZT-CODEPIPELINE-005'),
      seen('builds are unprivileged, with encrypted artifacts', 'ZT-CODEBUILD-001', 'ZT-CODEBUILD-005'),
      seen('sources hold no credentials', 'ZT-CODEPIPELINE-003', 'ZT-CODEBUILD-004'),
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
    mustBeSeen: [notAsked('SAST, SBOM, secret scan, policy gate and permission diff', notBuilt('SecurePipeline'))],
  },
  {
    row: 39,
    practice: 'automated remediation',
    mustBeSeen: [seen('remediations have a cap of attempts', 'ZT-CONFIG-002')],
  },
  {
    row: 40,
    practice: 'compliance monitoring and reporting',
    mustBeSeen: [
      seen('recorders record every type, and deliver to a bucket with versions', 'ZT-CONFIG-001', 'ZT-CONFIG-004', 'ZT-CONFIG-005'),
      seen('conformance packs have a template and a bucket', 'ZT-CONFIG-003'),
      notAsked('the conformance pack is generated from the same rules', notBuilt('ComplianceBaseline')),
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
    mustBeSeen: [notAsked('STRIDE from the template, unmitigated High fails', 'The threat-model report is not built yet.')],
  },
  {
    row: 43,
    practice: 'consistency',
    mustBeSeen: [
      seen('stores outlive their stack, or are protected from deletion', 'ZT-S3-012', 'ZT-DYNAMODB-003', 'ZT-BACKUP-001',
        notRetained(BUCKET), without(TABLE, 'Replicas.*.DeletionProtectionEnabled'), notRetained('AWS::Backup::BackupVault')),
      notAsked('stacks have termination protection', 'It is a setting of the deployment: it is in the manifest of an assembly, and in no template.'),
      notAsked('drift is looked for on a schedule', 'A schedule shows when something runs, and not what it looks for.'),
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
      seen('a malware protection plan tags what it scanned', 'ZT-GUARDDUTY-004'),
      notAsked('a deny without its tag, and a plan for each bucket', 'Which buckets take uploads of strangers, and who may read before the scan, the app decides: SecureBucket.scanUploads.'),
    ],
  },
  { row: 46, practice: 'relational data, parameterised SQL', mustBeSeen: [notAsked('an encrypted database with IAM authentication', notBuilt('SecureDatabase'))] },
  { row: 47, practice: 'secrets of HashiCorp Vault', mustBeSeen: [notAsked('a pinned extension layer and an egress edge', notBuilt('VaultSecret'))] },
  {
    row: 48,
    practice: 'containers are secured',
    mustBeSeen: [
      seen('image functions are pinned by digest', 'ZT-LAMBDA-013', set('AWS::Lambda::Function', 'Code', { ImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:latest' })),
      notAsked('repositories are immutable, encrypted and scanned', notBuilt('SecureRepository')),
    ],
  },
  { row: 49, practice: 'real-time visibility', mustBeSeen: [notAsked('a dashboard of the zone', notBuilt('SecurityDashboard'))] },
  { row: 50, practice: 'tools are checked, reviews happen', mustBeSeen: [notAsked('drills and reviews with a next date', notBuilt('ManualControl'))] },
  {
    row: 51,
    practice: 'spikes of use and cost',
    mustBeSeen: [
      seen('alarms have an action', 'ZT-CLOUDWATCH-001', without('AWS::CloudWatch::Alarm', 'AlarmActions')),
      notAsked('a budget with an action', 'What an app may cost is a decision of the business, and no construct makes a budget yet.'),
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
