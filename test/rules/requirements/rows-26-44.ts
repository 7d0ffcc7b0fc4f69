import { notAsked, Requirement, seen } from './requirement';

export const ROWS_26_TO_44: Requirement[] = [
  {
    row: 26,
    practice: 'a function protects itself while it runs',
    mustBeSeen: [
      seen('a function that starts by a wrapper has the layer that holds it', 'ZT-LAMBDA-024'),
      seen('its layers are of named accounts and versions', 'ZT-LAMBDA-012'),
      seen('what a metric filter counts has an alarm', 'ZT-CLOUDWATCH-002'),
      seen('the alarm reaches somebody', 'ZT-CLOUDWATCH-001'),
      notAsked('every function has a guard', 'A guard from inside is one way of several, and no property of CloudFormation tells one layer from another.'),
    ],
  },
  {
    row: 27,
    practice: 'movement of data is watched',
    mustBeSeen: [
      seen('Macie is on, and publishes what it finds', 'ZT-MACIE-001'),
      seen('a custom data identifier finds what it describes', 'ZT-MACIE-002'),
      seen('a trail records data events of tables and buckets', 'ZT-CLOUDTRAIL-004'),
      notAsked('a trail records invocations of functions', 'Each invocation costs an event, and the log of the function tells of it too: the app decides.'),
    ],
  },
  {
    row: 28,
    practice: 'personal data is masked',
    mustBeSeen: [
      seen('a data protection policy audits and masks the same identifiers', 'ZT-LOGS-005'),
      seen('who reads RESTRICTED data has masked logs', 'ZT-DATAFLOW-001'),
      seen('stages do not log the data of requests', 'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018'),
      seen('state machines and pipes do not log the data that they handle', 'ZT-STATES-001', 'ZT-PIPES-002'),
      seen('a GraphQL API does not log the content of requests', 'ZT-APPSYNC-002'),
      seen('the log of a firewall hides credentials', 'ZT-WAF-003'),
    ],
  },
  {
    row: 29,
    practice: 'data does not leave',
    mustBeSeen: [
      seen('a policy of a resource lets nobody in whom it does not name', 'ZT-S3-005', 'ZT-SQS-003', 'ZT-SNS-003', 'ZT-SECRETS-004', 'ZT-KMS-003', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002'),
      seen('a Deny around an organisation or network lets services in, and nobody else', 'ZT-IAM-016'),
      seen('an endpoint takes principals of this account or organisation only', 'ZT-EC2-004'),
      seen('an endpoint leads to resources of this account or organisation only', 'ZT-EC2-011'),
      seen('control policies of an organisation restrain somebody', 'ZT-ORGANIZATIONS-001'),
      notAsked('every store has a Deny around the organisation', 'Which organisation an account is in stands in no template, and a store that names its principals lets no stranger in.'),
      seen('a Deny around the organisation that some stores have, all have', 'ZT-IAM-018'),
    ],
  },
  {
    row: 30,
    practice: 'calls, APIs and the network are logged',
    mustBeSeen: [
      seen('a log group keeps events for a year at least', 'ZT-LOGS-001'),
      seen('a log group is under a customer-managed key, which CloudWatch Logs may use', 'ZT-LOGS-002', 'ZT-LOGS-003'),
      seen('a log group is protected from deletion, and outlives its stack', 'ZT-LOGS-006', 'ZT-LOGS-004'),
      seen('stages write access logs of JSON', 'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APIGATEWAY-022'),
      seen('a VPC logs all flows', 'ZT-EC2-003'),
      seen('a web ACL logs what it blocks', 'ZT-WAF-003'),
      seen('a network firewall logs alerts and flows', 'ZT-NETWORKFIREWALL-003'),
      seen('a state machine logs every event', 'ZT-STATES-001'),
      seen('distributions, buckets and GraphQL APIs log requests', 'ZT-CLOUDFRONT-006', 'ZT-S3-004', 'ZT-APPSYNC-002'),
    ],
  },
  {
    row: 32,
    practice: 'a SIEM has every log',
    mustBeSeen: [
      seen('what a log group forwards may be delivered', 'ZT-LOGS-008'),
      seen('every log group is forwarded, when some are', 'ZT-LOGS-009'),
      seen('a delivery stream is under a customer-managed key', 'ZT-FIREHOSE-001'),
      seen('a delivery stream logs why it cannot deliver', 'ZT-FIREHOSE-002'),
      seen('the bucket behind it is private and under a customer-managed key', 'ZT-S3-003', 'ZT-S3-008'),
      seen('a data lake of Security Lake is under a customer-managed key', 'ZT-SECURITYLAKE-001'),
      notAsked('the bucket behind a delivery stream is locked', 'A stream may deliver to any bucket for any purpose; only that of a trail is an archive for certain.', 'ZT-S3-001'),
    ],
  },
  {
    row: 33,
    practice: 'anomalies are found by learning',
    mustBeSeen: [
      seen('an anomaly detector has an alarm on its band', 'ZT-CLOUDWATCH-003'),
      seen('an anomaly detector of logs looks at log groups', 'ZT-LOGS-007'),
      seen('a trail finds unusual rates of calls and errors', 'ZT-CLOUDTRAIL-002'),
      notAsked('every function has such an alarm', 'What is usual takes weeks to learn, and a function that runs once a day has no band: the app decides.'),
    ],
  },
  {
    row: 34,
    practice: 'threats are detected',
    mustBeSeen: [
      seen('a detector watches buckets and the network of functions', 'ZT-GUARDDUTY-001'),
      seen('findings are exported under a customer-managed key', 'ZT-GUARDDUTY-002'),
      seen('a filter archives named findings only', 'ZT-GUARDDUTY-003'),
      seen('Security Hub checks by standards', 'ZT-SECURITYHUB-001'),
      seen('a filter of Inspector suppresses named findings only', 'ZT-INSPECTOR-001'),
      notAsked('Inspector is on', 'CloudFormation has no resource that turns it on.'),
    ],
  },
  {
    row: 37,
    practice: 'delivery is secure',
    mustBeSeen: [
      seen('a pipeline is of type V2', 'ZT-CODEPIPELINE-002'),
      seen('artifacts are under a customer-managed key', 'ZT-CODEPIPELINE-001', 'ZT-CODEBUILD-005'),
      seen('builds run unprivileged', 'ZT-CODEBUILD-001'),
      seen('each action has a role of its own', 'ZT-CODEPIPELINE-005'),
      seen('the last deployment waits for an approval', 'ZT-CODEPIPELINE-004'),
      seen('a role for web identities names the exact subject', 'ZT-IAM-007'),
      seen('sources are fetched without credentials in the template', 'ZT-CODEPIPELINE-003', 'ZT-CODEBUILD-004'),
    ],
  },
  {
    row: 39,
    practice: 'deviations are remedied by themselves',
    mustBeSeen: [seen('a remediation ends after a few attempts, with pauses', 'ZT-CONFIG-002')],
  },
  {
    row: 40,
    practice: 'compliance is monitored and reported',
    mustBeSeen: [
      seen('a conformance pack has a template, and a bucket for its results', 'ZT-CONFIG-003'),
      seen('the recorder records every type, and delivers', 'ZT-CONFIG-001', 'ZT-CONFIG-004'),
      seen('the bucket that AWS Config delivers to takes what it is sent, and keeps versions', 'ZT-CONFIG-005'),
      notAsked('the bucket of reports is locked by default', 'AWS Config does not deliver to a bucket with a default retention, so the rules ask for the opposite and for versions.', 'ZT-CONFIG-005', 'ZT-S3-007'),
    ],
  },
  {
    row: 41,
    practice: 'HIPAA, PCI DSS and GDPR are met by profile',
    mustBeSeen: [
      seen('logs are kept for a declared time', 'ZT-LOGS-001'),
      seen('objects have a lifecycle', 'ZT-S3-013'),
      seen('a backup plan selects what it saves, and keeps it for 35 days at least', 'ZT-BACKUP-005', 'ZT-BACKUP-003'),
      seen('a table can be restored to any point in time', 'ZT-DYNAMODB-002'),
      notAsked('data stays in the region that the profile names', 'Which regions are right is told by the profile of the app, and the region of a stack by its environment.'),
      notAsked('resources say how their data is classified', 'Which tags an organisation uses is its own choice.'),
    ],
  },
  {
    row: 43,
    practice: 'what runs is what was deployed',
    mustBeSeen: [
      seen('stores are protected from deletion, or outlive their stack', 'ZT-DYNAMODB-003', 'ZT-S3-012', 'ZT-KMS-002', 'ZT-COGNITO-002', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-BACKUP-001'),
      notAsked('a stack is protected from termination', 'It is a setting of the deployment: it stands in the manifest of an assembly, and in no template.'),
      notAsked('drift is looked for on a schedule', 'A schedule says when something runs, and not what it looks for.'),
    ],
  },
  {
    row: 44,
    practice: 'tenants are contained',
    mustBeSeen: [
      seen('a function that keeps tenants apart has nothing that would mix them', 'ZT-LAMBDA-021'),
      seen('the tenant is told by what was verified, and not by the caller', 'ZT-LAMBDA-028'),
      seen('rights that follow a tag are assumed with that tag', 'ZT-IAM-017'),
    ],
  },
];
