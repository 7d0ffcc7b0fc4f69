import { Framework, notCovered, served } from './framework';

const DEVICES = 'Devices of people are in no template.';
const POLICY = 'Policies of the organisation: how they are made, approved and enforced beyond one application.';

/** The functions of each pillar, and under each pillar the three capabilities that cut across them. */
export const cisaZtmm: Framework = {
  id: 'cisa-ztmm',
  name: 'CISA ZTMM',
  title: 'Zero Trust Maturity Model',
  version: '2.0',
  publisher: 'Cybersecurity and Infrastructure Security Agency',
  source: 'https://www.cisa.gov/zero-trust-maturity-model',
  extent: 'All functions of the five pillars, and the cross-cutting capabilities in each. A rule serves a function; which maturity it gives is for the reader.',
  controls: [
    served('Identity: Authentication', 'Identities are authenticated by several factors, again and again', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-COGNITO-001', 'ZT-COGNITO-002', 'ZT-COGNITO-004',
      'ZT-APIGATEWAY-025', 'ZT-COGNITO-005', 'ZT-COGNITO-006', 'ZT-COGNITO-008', 'ZT-COGNITO-009', 'ZT-COGNITO-011', 'ZT-COGNITO-012',
      'ZT-COGNITO-015', 'ZT-COGNITO-017', 'ZT-IAM-007', 'ZT-IAM-060', 'ZT-IAM-061',
      'ZT-IAM-010', 'ZT-IAM-013', 'ZT-VERIFIEDPERMISSIONS-002',
    ], 'Identities of the organisation\'s own directory.'),
    notCovered('Identity: Identity Stores', 'Stores of identities are integrated', 'Directories of the organisation are in no template.'),
    served('Identity: Risk Assessments', 'The risk of an identity is judged', [
      'ZT-COGNITO-002', 'ZT-COGNITO-010',
    ], 'Identities of other directories.'),
    served('Identity: Access Management', 'Access fits the need and the session', [
      'ZT-COGNITO-013', 'ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-002', 'ZT-IAM-003', 'ZT-IAM-004', 'ZT-IAM-005', 'ZT-IAM-006', 'ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-022', 'ZT-IAM-011',
      'ZT-IAM-012', 'ZT-STATES-004',
    ]),
    served('Identity: Visibility and Analytics', 'What identities do is seen', [
      'ZT-ACCESSANALYZER-001', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-002', 'ZT-CLOUDTRAIL-003', 'ZT-COGNITO-014',
    ]),
    notCovered('Identity: Automation and Orchestration', 'Accounts come and go by automation', 'Joiners, movers and leavers are in no template.'),
    notCovered('Identity: Governance', 'Policies for identities are set', POLICY),
    notCovered('Devices: Policy Enforcement and Compliance Monitoring', 'Devices follow policy', DEVICES),
    served('Devices: Asset and Supply Chain Risk Management', 'Assets and their origin are known', [
      'ZT-CODEPIPELINE-001', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013', 'ZT-LAMBDA-016', 'ZT-SIGNER-001',
    ], 'Everything but the origin of code: devices are in no template.'),
    notCovered('Devices: Resource Access', 'Access takes the device into account', DEVICES),
    served('Devices: Device Threat Protection', 'Threats on devices are found', ['ZT-GUARDDUTY-001'], DEVICES),
    served('Devices: Visibility and Analytics', 'Devices are seen', ['ZT-CONFIG-001'], DEVICES),
    notCovered('Devices: Automation and Orchestration', 'Devices are set up and cut off by automation', DEVICES),
    notCovered('Devices: Governance', 'Policies for devices are set', POLICY),
    served('Networks: Network Segmentation', 'Networks are divided down to the workload', [
      'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-EC2-001', 'ZT-EC2-004', 'ZT-EC2-005', 'ZT-EC2-006', 'ZT-EC2-013', 'ZT-EC2-007', 'ZT-EC2-008',
      'ZT-EC2-015', 'ZT-EC2-009', 'ZT-EC2-010', 'ZT-EC2-017', 'ZT-ECS-002',
      'ZT-LAMBDA-003', 'ZT-LAMBDA-021', 'ZT-EXPOSURE-002', 'ZT-VPCLATTICE-001', 'ZT-VPCLATTICE-002',
    ]),
    served('Networks: Network Traffic Management', 'Traffic follows rules', [
      'ZT-APIGATEWAY-004', 'ZT-APIGATEWAY-010', 'ZT-EC2-002', 'ZT-EC2-014', 'ZT-NETWORKFIREWALL-001', 'ZT-NETWORKFIREWALL-002', 'ZT-ROUTE53RESOLVER-001',
      'ZT-NETWORKFIREWALL-005', 'ZT-ROUTE53RESOLVER-002', 'ZT-ROUTE53RESOLVER-004',
    ]),
    served('Networks: Traffic Encryption', 'Traffic is encrypted', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-CLOUDFRONT-004',
      'ZT-APIGATEWAY-026', 'ZT-ELB-001', 'ZT-ELB-002',
      'ZT-CLOUDFRONT-007', 'ZT-COGNITO-007', 'ZT-DAX-001', 'ZT-S3-003', 'ZT-SNS-001', 'ZT-ENCRYPTION-003', 'ZT-ENCRYPTION-004', 'ZT-SNS-005', 'ZT-SQS-001',
    ]),
    served('Networks: Network Resilience', 'Networks withstand load and failure', ['ZT-LAMBDA-018', 'ZT-WAF-002']),
    served('Networks: Visibility and Analytics', 'Traffic is seen', ['ZT-EC2-003', 'ZT-NETWORKFIREWALL-003', 'ZT-WAF-003', 'ZT-WAF-006']),
    notCovered('Networks: Automation and Orchestration', 'Networks change by automation', 'That templates are used is the automation; what they change by is in no template.'),
    notCovered('Networks: Governance', 'Policies for networks are set', POLICY),
    served('Applications: Application Access', 'Each request to an application is authorised', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-021', 'ZT-CLOUDFRONT-009', 'ZT-CLOUDFRONT-014', 'ZT-EVENTS-002', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033',
      'ZT-APIGATEWAY-025',
      'ZT-LAMBDA-008', 'ZT-LAMBDA-017', 'ZT-LAMBDA-022', 'ZT-SNS-003', 'ZT-SNS-004', 'ZT-SQS-003', 'ZT-SQS-004', 'ZT-VERIFIEDPERMISSIONS-001',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-008', 'ZT-TRUST-005',
    ]),
    served('Applications: Application Threat Protections', 'Threats to applications are stopped', [
      'ZT-APIGATEWAY-004', 'ZT-APIGATEWAY-005', 'ZT-APIGATEWAY-011', 'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-015', 'ZT-APIGATEWAY-017', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038',
      'ZT-CLOUDFRONT-003', 'ZT-CLOUDFRONT-011', 'ZT-LAMBDA-007', 'ZT-LAMBDA-010', 'ZT-LAMBDA-011', 'ZT-WAF-001', 'ZT-WAF-002', 'ZT-WAF-004', 'ZT-WAF-005', 'ZT-WAF-007',
    ]),
    served('Applications: Accessible Applications', 'Applications can be reached over open networks, safely', ['ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-004', 'ZT-CLOUDFRONT-003']),
    served('Applications: Secure Application Development and Deployment Workflow', 'Code reaches production by a guarded way', [
      'ZT-CLOUDFORMATION-001', 'ZT-CLOUDFORMATION-002', 'ZT-CODEBUILD-001', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-CODEBUILD-005',
      'ZT-CODEBUILD-006', 'ZT-CODEDEPLOY-001', 'ZT-CODEPIPELINE-001', 'ZT-CODEPIPELINE-002', 'ZT-CODEPIPELINE-003', 'ZT-CODEPIPELINE-004',
      'ZT-CODEPIPELINE-006', 'ZT-CODEPIPELINE-008', 'ZT-LAMBDA-016', 'ZT-SIGNER-001',
    ]),
    notCovered('Applications: Application Security Testing', 'Applications are tested', 'Tests run on code and on a running system.'),
    served('Applications: Visibility and Analytics', 'What applications do is seen', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APIGATEWAY-022', 'ZT-CLOUDFRONT-006', 'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002',
      'ZT-CODEBUILD-003', 'ZT-LAMBDA-005', 'ZT-LAMBDA-006', 'ZT-LAMBDA-019', 'ZT-LOGS-007', 'ZT-PIPES-002', 'ZT-STATES-001', 'ZT-STATES-002',
    ]),
    served('Applications: Automation and Orchestration', 'Applications adapt and recover by automation', [
      'ZT-CONFIG-002', 'ZT-DYNAMODB-004', 'ZT-EVENTS-001', 'ZT-LAMBDA-004', 'ZT-LAMBDA-014', 'ZT-LAMBDA-015', 'ZT-LAMBDA-030', 'ZT-SCHEDULER-002', 'ZT-SNS-006',
      'ZT-SQS-002',
    ]),
    notCovered('Applications: Governance', 'Policies for applications are set', POLICY),
    served('Data: Data Inventory Management', 'It is known which data is where', ['ZT-MACIE-001'], 'Data outside of buckets.'),
    served('Data: Data Categorization', 'Data is labelled', ['ZT-MACIE-001'], 'Labels that people give.'),
    served('Data: Data Availability', 'Data stays available', [
      'ZT-BACKUP-001', 'ZT-BACKUP-002', 'ZT-BACKUP-003', 'ZT-DYNAMODB-002', 'ZT-DYNAMODB-003', 'ZT-DYNAMODB-004', 'ZT-KMS-002', 'ZT-KMS-005',
      'ZT-S3-007', 'ZT-S3-012',
    ]),
    served('Data: Data Access', 'Access to data is the least that is needed', [
      'ZT-BACKUP-004', 'ZT-CLOUDFRONT-005', 'ZT-CLOUDFRONT-015', 'ZT-DYNAMODB-005', 'ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-006', 'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-006',
      'ZT-S3-016',
      'ZT-S3-009', 'ZT-S3-010', 'ZT-S3-011', 'ZT-S3-014', 'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SECRETS-005',
    ]),
    served('Data: Data Encryption', 'Data is encrypted, and keys are managed', [
      'ZT-APIGATEWAY-002', 'ZT-ATHENA-001', 'ZT-BACKUP-001', 'ZT-CLOUDFRONT-008', 'ZT-CODEPIPELINE-001', 'ZT-DAX-001', 'ZT-DYNAMODB-001',
      'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-002', 'ZT-EVENTS-003',
      'ZT-FIREHOSE-001', 'ZT-KINESIS-001', 'ZT-KMS-001', 'ZT-LAMBDA-002', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034', 'ZT-LOGS-002', 'ZT-PIPES-001', 'ZT-S3-003', 'ZT-S3-008',
      'ZT-SCHEDULER-001', 'ZT-SECRETS-001', 'ZT-SECRETS-002', 'ZT-SECRETS-006',
      'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SECRETS-008', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-STATES-003',
    ]),
    served('Data: Visibility and Analytics', 'What happens to data is seen', [
      'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-004', 'ZT-GUARDDUTY-001', 'ZT-MACIE-001', 'ZT-S3-001', 'ZT-S3-002', 'ZT-S3-004',
    ]),
    served('Data: Automation and Orchestration', 'Policies for data are enforced by automation', ['ZT-DATAFLOW-001', 'ZT-DATAFLOW-002', 'ZT-LOGS-005'], 'Everything but masking in logs and downgrades of data.'),
    served('Data: Governance', 'Policies for data are set', ['ZT-LOGS-001', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-S3-013'], POLICY),
  ],
};
