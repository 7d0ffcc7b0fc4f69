import { Framework, served, sourced } from './framework';

const CATALOG = 'https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/SP_800_53_5_1_1/home';

/** Where Security Hub has a control for what a rule checks, the controls that AWS relates to it were preferred. */
export const nist80053: Framework = {
  id: 'nist-800-53',
  name: 'NIST 800-53',
  title: 'NIST SP 800-53, Security and Privacy Controls for Information Systems and Organizations',
  version: 'Revision 5 (5.1.1)',
  publisher: 'National Institute of Standards and Technology',
  source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  extent: 'Only controls that rules serve. The rest of the catalogue, all of AT, IR, MA, MP, PE, PL, PM, PS, PT and SR included, is not covered by a library.',
  servedOnly: true,
  controls: sourced([
    served('AC-2', 'Accounts and their rights are managed', ['ZT-ACCESSANALYZER-001', 'ZT-IAM-011']),
    served('AC-2(1)', 'Accounts are managed by automation', ['ZT-SECRETS-002']),
    served('AC-3', 'Access is enforced', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-021', 'ZT-APPSYNC-001',
      'ZT-APPSYNC-004', 'ZT-BACKUP-004',
      'ZT-CLOUDFRONT-005', 'ZT-CLOUDFRONT-015', 'ZT-CLOUDFRONT-009', 'ZT-CLOUDFRONT-013', 'ZT-CODEBUILD-006', 'ZT-COGNITO-009', 'ZT-COGNITO-013', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002',
      'ZT-IAM-004', 'ZT-IAM-005', 'ZT-IAM-006', 'ZT-IAM-007', 'ZT-IAM-015', 'ZT-IAM-016', 'ZT-IAM-017', 'ZT-IAM-018', 'ZT-KMS-003', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033', 'ZT-LAMBDA-008',
      'ZT-LAMBDA-017', 'ZT-LAMBDA-022', 'ZT-LAMBDA-026', 'ZT-LAMBDA-028', 'ZT-S3-001', 'ZT-S3-002', 'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-009', 'ZT-S3-010', 'ZT-S3-014',
      'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SECRETS-005', 'ZT-SNS-003', 'ZT-SNS-004', 'ZT-SQS-003', 'ZT-SQS-004', 'ZT-VERIFIEDPERMISSIONS-001',
      'ZT-VERIFIEDPERMISSIONS-002', 'ZT-VERIFIEDPERMISSIONS-003', 'ZT-VERIFIEDPERMISSIONS-004', 'ZT-VPCLATTICE-001', 'ZT-VPCLATTICE-002',
      'ZT-TRUST-001', 'ZT-TRUST-002', 'ZT-TRUST-004', 'ZT-TRUST-005',
    ]),
    served('AC-4', 'Information flows only where it may', [
      'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-004', 'ZT-DATAFLOW-002', 'ZT-DATAFLOW-003', 'ZT-EC2-001', 'ZT-EC2-002', 'ZT-EC2-014', 'ZT-EC2-004', 'ZT-EC2-006', 'ZT-EC2-013',
      'ZT-EC2-009', 'ZT-EC2-011', 'ZT-EC2-012', 'ZT-IAM-016', 'ZT-IAM-018', 'ZT-LAMBDA-003', 'ZT-LAMBDA-011', 'ZT-NETWORKFIREWALL-001', 'ZT-NETWORKFIREWALL-004',
      'ZT-NETWORKFIREWALL-005', 'ZT-ORGANIZATIONS-001', 'ZT-ROUTE53RESOLVER-001', 'ZT-ROUTE53RESOLVER-004', 'ZT-S3-003', 'ZT-S3-011', 'ZT-VERIFIEDPERMISSIONS-001',
      'ZT-TRUST-002', 'ZT-TRUST-004',
    ]),
    served('AC-4(21)', 'Flows are kept apart', ['ZT-APIGATEWAY-004', 'ZT-CLOUDFRONT-003', 'ZT-EC2-001']),
    served('AC-5', 'Duties are separated', ['ZT-CODEPIPELINE-005', 'ZT-IAM-004', 'ZT-IAM-009', 'ZT-IAM-022']),
    served('AC-6', 'Least privilege', [
      'ZT-APIGATEWAY-006', 'ZT-BACKUP-004', 'ZT-CLOUDFRONT-005', 'ZT-CLOUDFRONT-015', 'ZT-CODEBUILD-001', 'ZT-CODEBUILD-006', 'ZT-CODEPIPELINE-005', 'ZT-COGNITO-013',
      'ZT-DYNAMODB-005', 'ZT-EVENTS-002', 'ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-002', 'ZT-IAM-003', 'ZT-IAM-004', 'ZT-IAM-006', 'ZT-IAM-008', 'ZT-IAM-011',
      'ZT-IAM-012', 'ZT-IAM-013', 'ZT-IAM-015', 'ZT-IAM-019', 'ZT-IAM-024', 'ZT-LAMBDA-035',
      'ZT-KMS-004', 'ZT-KMS-006', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033', 'ZT-LAMBDA-025', 'ZT-LAMBDA-026', 'ZT-ORGANIZATIONS-001',
      'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-006', 'ZT-S3-010', 'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SECRETS-005', 'ZT-SNS-003', 'ZT-SNS-004',
      'ZT-SQS-003', 'ZT-SQS-004', 'ZT-STATES-004', 'ZT-STATES-005', 'ZT-VERIFIEDPERMISSIONS-003', 'ZT-VERIFIEDPERMISSIONS-004', 'ZT-VPCLATTICE-002',
      'ZT-TRUST-001', 'ZT-TRUST-002', 'ZT-TRUST-003', 'ZT-TRUST-005', 'ZT-TRUST-006',
    ]),
    served('AC-6(1)', 'Access to security functions is authorised', ['ZT-IAM-009', 'ZT-IAM-020', 'ZT-IAM-021', 'ZT-IAM-022', 'ZT-IAM-019']),
    served('AC-6(7)', 'Privileges are reviewed', ['ZT-ACCESSANALYZER-001', 'ZT-ACCESSANALYZER-002', 'ZT-ACCESSANALYZER-003']),
    served('AC-12', 'Sessions end', ['ZT-COGNITO-004', 'ZT-COGNITO-005']),
    served('AU-2', 'Events to log are chosen', [
      'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002', 'ZT-CLOUDFRONT-006', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-CLOUDTRAIL-004', 'ZT-CODEBUILD-003',
      'ZT-COGNITO-014', 'ZT-EC2-003', 'ZT-ROUTE53RESOLVER-003', 'ZT-S3-004', 'ZT-WAF-003',
    ]),
    served('AU-3', 'Log entries say what, when, where, by whom and with which outcome', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APIGATEWAY-022', 'ZT-CLOUDFRONT-006', 'ZT-CODEBUILD-003', 'ZT-EC2-003', 'ZT-LAMBDA-006',
      'ZT-WAF-003',
    ]),
    served('AU-3(3)', 'Log entries hold no more personal data than needed', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002', 'ZT-DATAFLOW-001', 'ZT-LOGS-005', 'ZT-PIPES-002', 'ZT-STATES-001', 'ZT-WAF-003',
    ]),
    served('AU-5', 'Response to audit logging process failures', ['ZT-FIREHOSE-002', 'ZT-LOGS-003', 'ZT-LOGS-008', 'ZT-SNS-002']),
    served('AU-6(1)', 'Review of logs is automated', [
      'ZT-CLOUDTRAIL-002', 'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-CLOUDWATCH-003', 'ZT-GUARDDUTY-001', 'ZT-GUARDDUTY-003', 'ZT-INSPECTOR-001',
      'ZT-LOGS-007', 'ZT-LOGS-008', 'ZT-LOGS-009', 'ZT-SECRETS-007',
    ]),
    served('AU-9', 'Logs are protected', [
      'ZT-CLOUDTRAIL-001', 'ZT-GUARDDUTY-002', 'ZT-LAMBDA-006', 'ZT-LAMBDA-025', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-S3-001', 'ZT-S3-002',
      'ZT-SECURITYLAKE-001',
    ]),
    served('AU-9(3)', 'Logs are protected by cryptography', [
      'ZT-CLOUDTRAIL-001', 'ZT-GUARDDUTY-002', 'ZT-LOGS-002', 'ZT-LOGS-003', 'ZT-SECURITYLAKE-001',
    ]),
    served('AU-11', 'Logs are kept', ['ZT-LOGS-001', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-LOGS-010']),
    served('AU-12', 'Logs are written', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-006', 'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002', 'ZT-CLOUDFRONT-006', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003',
      'ZT-CLOUDTRAIL-004', 'ZT-CODEBUILD-003', 'ZT-COGNITO-014', 'ZT-CONFIG-004', 'ZT-EC2-003', 'ZT-LAMBDA-019', 'ZT-LOGS-009',
      'ZT-NETWORKFIREWALL-003', 'ZT-PIPES-002', 'ZT-ROUTE53RESOLVER-003', 'ZT-S3-004', 'ZT-STATES-001', 'ZT-STATES-002', 'ZT-VPCLATTICE-004',
      'ZT-WAF-003', 'ZT-WAF-006',
    ]),
    served('CA-7', 'Monitoring is continuous', [
      'ZT-CONFIG-003', 'ZT-CONFIG-004', 'ZT-CONFIG-005', 'ZT-GUARDDUTY-001', 'ZT-GUARDDUTY-003', 'ZT-SECURITYHUB-001',
    ]),
    served('CM-2', 'There is a baseline of what runs', ['ZT-LAMBDA-009', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013']),
    served('CM-2(6)', 'Development environments are kept apart', ['ZT-KMS-008']),
    served('CM-3', 'Changes are controlled', [
      'ZT-APIGATEWAY-009', 'ZT-CODEPIPELINE-002', 'ZT-CODEPIPELINE-004', 'ZT-COGNITO-002', 'ZT-CONFIG-001', 'ZT-CONFIG-002', 'ZT-DYNAMODB-003',
      'ZT-NETWORKFIREWALL-002', 'ZT-ROUTE53RESOLVER-002',
    ]),
    served('CM-5', 'Who may change the system is restricted', ['ZT-CODEPIPELINE-004']),
    served('CM-6', 'Settings are the most restrictive that the work allows', ['ZT-APPSYNC-003', 'ZT-IAM-012', 'ZT-LAMBDA-022']),
    served('CM-7', 'Nothing is able to do more than it needs', ['ZT-APIGATEWAY-010', 'ZT-CODEBUILD-001']),
    served('CM-8', 'There is an inventory of components', ['ZT-CONFIG-001', 'ZT-CONFIG-004', 'ZT-CONFIG-005']),
    served('CM-12', 'It is known where data is', ['ZT-MACIE-001', 'ZT-MACIE-002']),
    served('CM-14', 'Components are signed', ['ZT-LAMBDA-016', 'ZT-LAMBDA-023', 'ZT-LAMBDA-029', 'ZT-LAMBDA-036', 'ZT-SIGNER-001']),
    served('CP-9', 'There are backups', [
      'ZT-BACKUP-001', 'ZT-BACKUP-002', 'ZT-BACKUP-003', 'ZT-BACKUP-005', 'ZT-BACKUP-006', 'ZT-DYNAMODB-002', 'ZT-KMS-002', 'ZT-RDS-005', 'ZT-S3-007', 'ZT-S3-012',
    ]),
    served('CP-9(8)', 'Backups are protected by cryptography', ['ZT-BACKUP-001']),
    served('CP-10', 'The system recovers', [
      'ZT-DYNAMODB-002', 'ZT-EVENTS-001', 'ZT-LAMBDA-004', 'ZT-LAMBDA-005', 'ZT-LAMBDA-014', 'ZT-LAMBDA-015', 'ZT-LAMBDA-018',
      'ZT-LAMBDA-030', 'ZT-LAMBDA-032', 'ZT-S3-007',
      'ZT-SCHEDULER-002', 'ZT-SNS-006', 'ZT-SQS-002',
    ]),
    served('IA-2', 'Users are identified and authenticated', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-IAM-005', 'ZT-IAM-010', 'ZT-RDS-002', 'ZT-VERIFIEDPERMISSIONS-002',
    ]),
    served('IA-2(1)', 'Administrators need a second factor', ['ZT-IAM-013', 'ZT-IAM-014']),
    served('IA-2(2)', 'Users need a second factor', ['ZT-COGNITO-001', 'ZT-COGNITO-011', 'ZT-COGNITO-015']),
    served('IA-5', 'Authenticators are managed', ['ZT-CLOUDFRONT-013', 'ZT-IAM-010', 'ZT-RDS-002', 'ZT-RDS-007', 'ZT-SECRETS-002']),
    served('IA-5(1)', 'Passwords are strong', ['ZT-COGNITO-002']),
    served('IA-5(6)', 'Authenticators are protected as what they open', ['ZT-COGNITO-006', 'ZT-COGNITO-008']),
    served('IA-5(7)', 'No authenticator is written into code or configuration', [
      'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-CODEPIPELINE-003', 'ZT-EVENTS-004', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034',
      'ZT-RDS-007', 'ZT-SECRETS-001', 'ZT-SECRETS-006', 'ZT-SECRETS-008', 'ZT-SECRETS-009', 'ZT-WAF-003',
    ]),
    served('IA-8', 'Users from outside are identified and authenticated', ['ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-021', 'ZT-CLOUDFRONT-014', 'ZT-COGNITO-009', 'ZT-IAM-007']),
    served('IA-9', 'Services are identified and authenticated', [
      'ZT-APIGATEWAY-020', 'ZT-CLOUDFRONT-011', 'ZT-IAM-002', 'ZT-IAM-007', 'ZT-LAMBDA-008', 'ZT-STATES-004', 'ZT-VPCLATTICE-001',
    ]),
    served('IA-10', 'Authentication adapts to risk', ['ZT-COGNITO-010']),
    served('IA-12(5)', 'Addresses are confirmed', ['ZT-COGNITO-012']),
    served('RA-5', 'Vulnerabilities are looked for', ['ZT-SECURITYHUB-001']),
    served('SA-10', 'Developers manage configuration and changes', ['ZT-CODEPIPELINE-002']),
    served('SC-4', 'Nothing leaks between users through what they share', ['ZT-LAMBDA-021']),
    served('SC-5', 'Denial of service is withstood', [
      'ZT-APIGATEWAY-004', 'ZT-APIGATEWAY-011', 'ZT-CLOUDFRONT-003', 'ZT-CLOUDFRONT-010', 'ZT-GUARDDUTY-001', 'ZT-LAMBDA-007', 'ZT-LAMBDA-010',
      'ZT-LAMBDA-027', 'ZT-WAF-002', 'ZT-WAF-005',
    ]),
    served('SC-5(2)', 'There is capacity, and what it hangs on stays', [
      'ZT-DYNAMODB-003', 'ZT-DYNAMODB-004', 'ZT-LAMBDA-010', 'ZT-LAMBDA-018', 'ZT-NETWORKFIREWALL-002', 'ZT-RDS-006',
    ]),
    served('SC-6', 'Resources are shared out', ['ZT-APIGATEWAY-011', 'ZT-LAMBDA-010', 'ZT-LAMBDA-032']),
    served('SC-7', 'Boundaries are protected', [
      'ZT-APIGATEWAY-004', 'ZT-APIGATEWAY-010', 'ZT-APIGATEWAY-016', 'ZT-APIGATEWAY-024', 'ZT-CLOUDFRONT-003', 'ZT-CLOUDFRONT-009',
      'ZT-CLOUDFRONT-011', 'ZT-CLOUDFRONT-012', 'ZT-EC2-001', 'ZT-EC2-004', 'ZT-EC2-005', 'ZT-EC2-006', 'ZT-EC2-007', 'ZT-EC2-008',
      'ZT-EC2-009', 'ZT-EC2-010', 'ZT-EC2-011', 'ZT-EC2-012', 'ZT-EC2-013', 'ZT-EC2-015', 'ZT-IAM-016', 'ZT-IAM-018', 'ZT-LAMBDA-001',
      'ZT-LAMBDA-003', 'ZT-LAMBDA-033', 'ZT-NETWORKFIREWALL-002', 'ZT-ORGANIZATIONS-001', 'ZT-RDS-003', 'ZT-ROUTE53RESOLVER-002',
      'ZT-S3-001', 'ZT-S3-003', 'ZT-WAF-001',
      'ZT-VPCLATTICE-005', 'ZT-WAF-004', 'ZT-WAF-007',
    ]),
    served('SC-7(5)', 'What is not allowed is denied', [
      'ZT-EC2-001', 'ZT-EC2-002', 'ZT-EC2-014', 'ZT-EC2-006', 'ZT-EC2-013', 'ZT-EC2-008',
      'ZT-EC2-015', 'ZT-NETWORKFIREWALL-001', 'ZT-ROUTE53RESOLVER-001', 'ZT-ROUTE53RESOLVER-004',
    ]),
    served('SC-8', 'Data in transit is protected', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-APIGATEWAY-020', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-004',
      'ZT-CLOUDFRONT-007', 'ZT-COGNITO-007', 'ZT-COGNITO-016', 'ZT-DAX-001', 'ZT-RDS-004', 'ZT-S3-001', 'ZT-S3-003', 'ZT-S3-009', 'ZT-SNS-001', 'ZT-SNS-005', 'ZT-SQS-001',
      'ZT-VPCLATTICE-003',
    ]),
    served('SC-8(1)', 'Data in transit is protected by cryptography', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-CLOUDFRONT-004', 'ZT-RDS-004',
      'ZT-S3-003',
    ]),
    served('SC-12', 'Keys are managed', [
      'ZT-DYNAMODB-001', 'ZT-EVENTS-003', 'ZT-KINESIS-001', 'ZT-KMS-001', 'ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-006', 'ZT-LAMBDA-002', 'ZT-PIPES-001',
      'ZT-RDS-001', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SECRETS-001', 'ZT-SIGNER-001', 'ZT-STATES-003',
    ]),
    served('SC-12(1)', 'Keys stay available', ['ZT-KMS-002', 'ZT-KMS-005', 'ZT-KMS-007']),
    served('SC-12(2)', 'Symmetric keys are made and controlled', ['ZT-KMS-001']),
    served('SC-13', 'Cryptography is of an approved kind', ['ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-CLOUDFRONT-002']),
    served('SC-17', 'Certificates come from an authority that is trusted', ['ZT-APIGATEWAY-009']),
    served('SC-23', 'Sessions are authentic', ['ZT-COGNITO-005', 'ZT-COGNITO-006']),
    served('SC-24', 'What fails ends in a known state', [
      'ZT-EVENTS-001', 'ZT-LAMBDA-005', 'ZT-LAMBDA-014', 'ZT-SCHEDULER-002', 'ZT-SNS-006', 'ZT-SQS-002',
    ]),
    served('SC-28', 'Data at rest is protected', [
      'ZT-APIGATEWAY-002', 'ZT-BACKUP-001', 'ZT-CODEBUILD-003', 'ZT-CODEBUILD-005', 'ZT-CODEPIPELINE-001', 'ZT-DAX-001', 'ZT-DYNAMODB-001',
      'ZT-EVENTS-003', 'ZT-FIREHOSE-001', 'ZT-KINESIS-001', 'ZT-LAMBDA-002', 'ZT-LAMBDA-031', 'ZT-LOGS-002', 'ZT-LOGS-007', 'ZT-PIPES-001', 'ZT-S3-003', 'ZT-S3-008',
      'ZT-RDS-001', 'ZT-SCHEDULER-001', 'ZT-SECRETS-001', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-SQS-002', 'ZT-STATES-003', 'ZT-VERIFIEDPERMISSIONS-005',
    ]),
    served('SC-28(1)', 'Data at rest is protected by cryptography', [
      'ZT-APIGATEWAY-002', 'ZT-BACKUP-001', 'ZT-CODEBUILD-003', 'ZT-CODEBUILD-005', 'ZT-CODEPIPELINE-001', 'ZT-DAX-001', 'ZT-DYNAMODB-001',
      'ZT-EVENTS-003', 'ZT-FIREHOSE-001', 'ZT-GUARDDUTY-002', 'ZT-KINESIS-001', 'ZT-LAMBDA-002', 'ZT-LAMBDA-031', 'ZT-LOGS-002', 'ZT-PIPES-001', 'ZT-S3-003',
      'ZT-RDS-001', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SECRETS-001', 'ZT-SECURITYLAKE-001', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-STATES-003', 'ZT-VERIFIEDPERMISSIONS-005',
    ]),
    served('SC-36', 'Processing is spread over places', ['ZT-LAMBDA-018']),
    served('SC-39', 'Processes are kept apart', ['ZT-LAMBDA-021']),
    served('SI-2', 'Flaw remediation', ['ZT-LAMBDA-009']),
    served('SI-3', 'Malicious code is found where it enters', ['ZT-GUARDDUTY-004'], 'Whether uploads are scanned at all.'),
    served('SI-4', 'The system is monitored', [
      'ZT-CLOUDTRAIL-002', 'ZT-CLOUDWATCH-003', 'ZT-COGNITO-002', 'ZT-COGNITO-010', 'ZT-GUARDDUTY-001', 'ZT-GUARDDUTY-003', 'ZT-INSPECTOR-001',
      'ZT-LAMBDA-019', 'ZT-LAMBDA-024', 'ZT-LOGS-007', 'ZT-MACIE-001', 'ZT-MACIE-002', 'ZT-STATES-002', 'ZT-WAF-006',
    ]),
    served('SI-4(5)', 'Alerts reach people', [
      'ZT-CLOUDFRONT-010', 'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-CLOUDWATCH-003', 'ZT-SECRETS-007', 'ZT-SNS-002',
    ]),
    served('SI-7', 'Changes of software and data are noticed', ['ZT-CLOUDTRAIL-001', 'ZT-CODEPIPELINE-001', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013']),
    served('SI-7(15)', 'Code is authenticated before it is installed', ['ZT-LAMBDA-016', 'ZT-LAMBDA-023', 'ZT-LAMBDA-029', 'ZT-LAMBDA-036']),
    served('SI-10', 'Input is validated', ['ZT-APIGATEWAY-005', 'ZT-APIGATEWAY-017', 'ZT-LAMBDA-037', 'ZT-WAF-001', 'ZT-WAF-004', 'ZT-WAF-007']),
    served('SI-11', 'Errors tell nothing that helps an attacker', ['ZT-APIGATEWAY-015', 'ZT-COGNITO-003']),
    served('SI-12', 'Data is kept and disposed of as the law asks', ['ZT-S3-012', 'ZT-S3-013']),
    served('SI-19', 'Data is de-identified', ['ZT-DATAFLOW-001', 'ZT-LOGS-005', 'ZT-LOGS-011']),
  ], (id) => `${CATALOG}?element=${elementOf(id)}`),
};

/** NIST pads numbers in the addresses of elements: AC-02(01). */
function elementOf(id: string): string {
  return id.replace(/\d+/g, (number) => number.padStart(2, '0'));
}
