import { Framework, notCovered, served } from './framework';

const PROCESSES = 'Policies, roles and processes of the organisation.';
const AT_REST = [
  'ZT-APIGATEWAY-002', 'ZT-ATHENA-001', 'ZT-BACKUP-001', 'ZT-CODEBUILD-003', 'ZT-CODEBUILD-005', 'ZT-DAX-001', 'ZT-DYNAMODB-001',
  'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-002', 'ZT-EVENTS-003', 'ZT-FIREHOSE-001',
  'ZT-KINESIS-001', 'ZT-LAMBDA-002', 'ZT-LOGS-002', 'ZT-PIPES-001', 'ZT-RDS-001', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-STATES-003',
];
const LOGGING = [
  'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-CLOUDFRONT-006', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-CLOUDTRAIL-004', 'ZT-CODEBUILD-003',
  'ZT-COGNITO-014', 'ZT-EC2-003', 'ZT-NETWORKFIREWALL-003', 'ZT-PIPES-002', 'ZT-S3-004', 'ZT-STATES-001', 'ZT-WAF-003',
];

/** What AWS relates to the controls of Security Hub and to its conformance pack for PCI DSS 4 was preferred. */
export const pciDss: Framework = {
  id: 'pci-dss',
  name: 'PCI DSS',
  title: 'Payment Card Industry Data Security Standard',
  version: '4.0.1',
  publisher: 'PCI Security Standards Council',
  source: 'https://www.pcisecuritystandards.org/document_library/',
  extent: 'All twelve families: the requirements that rules serve, and for each family what a library cannot cover.',
  controls: [
    notCovered('1.1', 'Network security controls are understood and managed', PROCESSES),
    notCovered('1.2', 'Network security controls are configured and maintained', 'Reviews, diagrams and approvals of the network.'),
    served('1.3.1', 'Only what is needed comes into the cardholder data environment', [
      'ZT-EC2-001', 'ZT-EC2-006', 'ZT-EC2-013', 'ZT-EC2-010', 'ZT-LAMBDA-003', 'ZT-NETWORKFIREWALL-001',
    ]),
    served('1.3.2', 'Only what is needed leaves the cardholder data environment', [
      'ZT-EC2-002', 'ZT-EC2-014', 'ZT-LAMBDA-003', 'ZT-NETWORKFIREWALL-001', 'ZT-NETWORKFIREWALL-004', 'ZT-ROUTE53RESOLVER-001', 'ZT-ROUTE53RESOLVER-004',
    ]),
    served('1.4.4', 'Stored cardholder data is not reachable from untrusted networks', [
      'ZT-EC2-005', 'ZT-EC2-007', 'ZT-EC2-008', 'ZT-EC2-009', 'ZT-EC2-015', 'ZT-OPENSEARCH-001', 'ZT-EXPOSURE-001', 'ZT-RDS-003', 'ZT-S3-003', 'ZT-S3-014',
      'ZT-EC2-017', 'ZT-ECS-002', 'ZT-EKS-001',
    ]),
    notCovered('1.5', 'Devices that reach untrusted networks put nothing at risk', 'Devices of people are in no template.'),
    notCovered('2.1', 'Secure configuration is understood and managed', PROCESSES),
    served('2.2.5', 'Insecure protocols are not used', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-CLOUDFRONT-004', 'ZT-S3-003',
      'ZT-APIGATEWAY-026', 'ZT-ELB-001', 'ZT-ELB-002',
    ]),
    notCovered('2.3', 'Wireless networks are secure', 'There are none in AWS.'),
    notCovered('3.1', 'Protection of account data is understood and managed', PROCESSES),
    served('3.2', 'No more account data is stored, and no longer, than needed', ['ZT-S3-013'], 'Which data an application stores is in its code.'),
    notCovered('3.3', 'Sensitive authentication data is not stored', 'Which data an application stores is in its code.'),
    served('3.4.1', 'Card numbers are masked where they are shown', ['ZT-DATAFLOW-001', 'ZT-LOGS-005'], 'Everything but logs: what an application shows is in its code.'),
    served('3.5.1', 'Card numbers are unreadable where they are stored', AT_REST, 'Card numbers must be unreadable also to who may read the store, which takes encryption by the application.'),
    served('3.6.1', 'Keys are protected from disclosure and misuse', ['ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-006']),
    served('3.7.4', 'Keys are changed at the end of their time', ['ZT-KMS-001']),
    notCovered('4.1', 'Protection in transit is understood and managed', PROCESSES),
    served('4.2.1', 'Card numbers are encrypted in transit', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-CLOUDFRONT-004', 'ZT-COGNITO-007',
      'ZT-APIGATEWAY-026', 'ZT-ELB-001', 'ZT-ELB-002',
      'ZT-DAX-001', 'ZT-RDS-004', 'ZT-S3-003', 'ZT-S3-009', 'ZT-SNS-001', 'ZT-ENCRYPTION-003', 'ZT-ENCRYPTION-004', 'ZT-SNS-005', 'ZT-SQS-001',
    ]),
    notCovered('5', 'Systems are protected from malicious software', 'Scanning of files and mail. Functions run on machines that AWS manages; signed code is in NIST 800-53 CM-14.'),
    notCovered('6.1', 'Secure development is understood and managed', PROCESSES),
    served('6.2.4', 'Common attacks on software are prevented', ['ZT-APIGATEWAY-005', 'ZT-APIGATEWAY-015', 'ZT-APIGATEWAY-017', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038'], 'The code itself.'),
    served('6.3.3', 'Known vulnerabilities are patched', ['ZT-LAMBDA-009'], 'Vulnerabilities of dependencies.'),
    served('6.4.2', 'A web firewall finds and stops attacks', ['ZT-APIGATEWAY-004', 'ZT-APPSYNC-005', 'ZT-CLOUDFRONT-003', 'ZT-CLOUDFRONT-011', 'ZT-WAF-001', 'ZT-WAF-004', 'ZT-WAF-007']),
    served('6.5', 'Changes are managed', ['ZT-CODEPIPELINE-004', 'ZT-CODEPIPELINE-006', 'ZT-CODEPIPELINE-007'], 'Reviews and test data of changes.'),
    notCovered('7.1', 'Restriction of access is understood and managed', PROCESSES),
    served('7.2.1', 'Access follows a model of roles and needs', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-021', 'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-025', 'ZT-BACKUP-004', 'ZT-CODEBUILD-006', 'ZT-COGNITO-009', 'ZT-COGNITO-017',
      'ZT-DYNAMODB-005', 'ZT-EVENTS-002', 'ZT-IAM-003', 'ZT-IAM-005', 'ZT-IAM-006', 'ZT-IAM-007', 'ZT-IAM-011', 'ZT-IAM-060', 'ZT-IAM-061',
      'ZT-LAMBDA-001', 'ZT-LAMBDA-008', 'ZT-LAMBDA-017', 'ZT-LAMBDA-033',
      'ZT-S3-005', 'ZT-SECRETS-004', 'ZT-SECRETS-005', 'ZT-SNS-003', 'ZT-SNS-004', 'ZT-SQS-003', 'ZT-SQS-004', 'ZT-VERIFIEDPERMISSIONS-001',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-003', 'ZT-OPENSEARCH-003', 'ZT-TRUST-004', 'ZT-TRUST-007', 'ZT-TRUST-005',
      'ZT-TRUST-008',
    ]),
    served('7.2.2', 'Access is assigned by least privilege', ['ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-002', 'ZT-IAM-004', 'ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-022', 'ZT-STATES-004']),
    served('7.2.4', 'Access is reviewed every six months', [
      'ZT-ACCESSANALYZER-001', 'ZT-ACCESSANALYZER-002', 'ZT-ACCESSANALYZER-003',
    ], 'That people review what the analyzer finds.'),
    served('7.2.5', 'Accounts of applications get the least privilege', ['ZT-CONFIG-006', 'ZT-CONFIG-007', 'ZT-IAM-002', 'ZT-IAM-004', 'ZT-SECRETS-003', 'ZT-STATES-004']),
    served('7.3.3', 'Access control denies what it does not allow', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-021', 'ZT-APIGATEWAY-025', 'ZT-EXPOSURE-002', 'ZT-VPCLATTICE-001', 'ZT-VPCLATTICE-002',
    ]),
    notCovered('8.1', 'Identification and authentication are understood and managed', PROCESSES),
    notCovered('8.2', 'Accounts of people are managed from beginning to end', 'Who has an account, and who left, is in no template.'),
    served('8.3.2', 'Authentication factors are unreadable in transit and at rest', [
      'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-CODEPIPELINE-003', 'ZT-COGNITO-008', 'ZT-EVENTS-004', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034',
      'ZT-SECRETS-001', 'ZT-SECRETS-006', 'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SECRETS-008',
    ]),
    served('8.3.6', 'Passwords are long enough', ['ZT-COGNITO-002'], 'Passwords of other directories.'),
    served('8.3.9', 'Single factors are changed every 90 days', ['ZT-SECRETS-002']),
    served('8.4.1', 'Administrators need a second factor', ['ZT-IAM-013', 'ZT-IAM-014'], 'Users of IAM and of other directories.'),
    served('8.4.2', 'Access needs a second factor', [
      'ZT-COGNITO-001', 'ZT-COGNITO-015',
    ], 'Users of other directories, administrators of the account included.'),
    served('8.5', 'Systems for second factors cannot be misused', [
      'ZT-COGNITO-011', 'ZT-COGNITO-015',
    ], 'How a directory outside of AWS checks factors.'),
    served('8.6.2', 'Passwords of applications are not in code or configuration', [
      'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-CODEPIPELINE-003', 'ZT-EVENTS-004', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034', 'ZT-SECRETS-001',
      'ZT-SECRETS-006', 'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SECRETS-008',
    ], 'Code.'),
    served('8.6.3', 'Passwords of applications change, and withstand misuse', ['ZT-IAM-010', 'ZT-SECRETS-002']),
    notCovered('9', 'Physical access is restricted', 'AWS guards its data centres, the organisation its offices and media.'),
    notCovered('10.1', 'Logging is understood and managed', PROCESSES),
    served('10.2.1', 'Audit logs are on', LOGGING),
    served('10.2.2', 'Log entries say who, what, when, where and with which outcome', ['ZT-APIGATEWAY-022', 'ZT-LAMBDA-006']),
    served('10.3.2', 'Audit logs cannot be changed', [
      'ZT-CLOUDTRAIL-001', 'ZT-LAMBDA-006', 'ZT-LOGS-002', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-S3-001', 'ZT-S3-002',
    ]),
    served('10.3.3', 'Audit logs are copied to a place that is hard to change', ['ZT-CLOUDTRAIL-001', 'ZT-S3-001']),
    served('10.3.4', 'Changes of audit logs are noticed', ['ZT-CLOUDTRAIL-001', 'ZT-S3-001']),
    served('10.4.1.1', 'Audit logs are reviewed by automation', ['ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-SECURITYHUB-001']),
    served('10.4.2', 'Logs of other components are reviewed', ['ZT-CLOUDFRONT-006', 'ZT-STATES-001', 'ZT-WAF-003'], 'The review: the rules see that there are logs.'),
    served('10.5.1', 'Audit logs are kept for twelve months', ['ZT-LOGS-001', 'ZT-LOGS-004', 'ZT-LOGS-010']),
    notCovered('10.6', 'Clocks agree', 'AWS sets the clocks of its services.'),
    served('10.7.2', 'Failures of security controls are noticed', ['ZT-CLOUDWATCH-001', 'ZT-SNS-002']),
    notCovered('11.1', 'Testing is understood and managed', PROCESSES),
    notCovered('11.2', 'Wireless access points are known', 'There are none in AWS.'),
    notCovered('11.3', 'Vulnerabilities are scanned for', 'Scans run in accounts and pipelines.'),
    notCovered('11.4', 'Penetration tests are made', 'Tests of people on a running system.'),
    served('11.5.1', 'Intrusions are detected', ['ZT-GUARDDUTY-001']),
    notCovered('11.6', 'Changes of payment pages are noticed', 'Pages are content, not configuration.'),
    notCovered('12.1', 'Information security has a policy', PROCESSES),
    served('12.3.4', 'Technologies in use are reviewed and supported', ['ZT-LAMBDA-009'], 'That people review them.'),
    served('12.5.1', 'There is an inventory of components', ['ZT-CONFIG-001']),
    notCovered('12.6', 'People are trained', PROCESSES),
    notCovered('12.10', 'Incidents are responded to', 'Plans and exercises of the organisation.'),
  ],
};
