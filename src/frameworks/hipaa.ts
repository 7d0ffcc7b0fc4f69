import { Framework, notCovered, served, sourced } from './framework';

const RULE = 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C';
const ORGANISATION = 'People, roles and processes of the organisation.';
const PHYSICAL = 'AWS guards its data centres, the organisation its workplaces and devices.';
const AT_REST = [
  'ZT-APIGATEWAY-002', 'ZT-ATHENA-001', 'ZT-BACKUP-001', 'ZT-DAX-001', 'ZT-DYNAMODB-001', 'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-002',
  'ZT-EVENTS-003', 'ZT-FIREHOSE-001', 'ZT-KINESIS-001', 'ZT-LAMBDA-002',
  'ZT-LOGS-002', 'ZT-PIPES-001', 'ZT-RDS-001', 'ZT-S3-003', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-STATES-003',
];
const LOGGING = [
  'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-CLOUDFRONT-006', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-CLOUDTRAIL-004', 'ZT-COGNITO-014',
  'ZT-EC2-003', 'ZT-LAMBDA-006', 'ZT-LOGS-001', 'ZT-NETWORKFIREWALL-003', 'ZT-PIPES-002', 'ZT-S3-004', 'ZT-STATES-001', 'ZT-WAF-003',
];
const IN_TRANSIT = [
  'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-CLOUDFRONT-004', 'ZT-COGNITO-007',
  'ZT-APIGATEWAY-026', 'ZT-ELB-001', 'ZT-ELB-002',
  'ZT-DAX-001', 'ZT-RDS-004', 'ZT-S3-003', 'ZT-S3-009', 'ZT-SNS-001', 'ZT-ENCRYPTION-003', 'ZT-ENCRYPTION-004', 'ZT-SNS-005', 'ZT-SQS-001',
];

export const hipaa: Framework = {
  id: 'hipaa',
  name: 'HIPAA',
  title: 'HIPAA Security Rule, 45 CFR part 164 subpart C',
  version: '2013, as amended',
  publisher: 'United States Code of Federal Regulations',
  source: RULE,
  extent: 'The whole Security Rule. Where a standard has specifications, those stand for it.',
  controls: sourced([
    notCovered('164.308(a)(1)(ii)(A)', 'Risks are analysed', ORGANISATION),
    notCovered('164.308(a)(1)(ii)(B)', 'Risks are managed', ORGANISATION),
    notCovered('164.308(a)(1)(ii)(C)', 'Who breaks the rules is sanctioned', ORGANISATION),
    served('164.308(a)(1)(ii)(D)', 'Activity is reviewed', [
      'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-002', 'ZT-GUARDDUTY-001', 'ZT-SECURITYHUB-001',
    ], 'That people review it.'),
    notCovered('164.308(a)(2)', 'Assigned security responsibility', ORGANISATION),
    served('164.308(a)(3)(i)', 'People have the access that they should have, and no other', ['ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-004', 'ZT-IAM-009', 'ZT-IAM-022', 'ZT-S3-003'], 'Who should have access.'),
    notCovered('164.308(a)(3)(ii)(C)', 'Access ends with employment', ORGANISATION),
    served('164.308(a)(4)(i)', 'Access to health information is authorised', ['ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-003', 'ZT-IAM-004']),
    served('164.308(a)(4)(ii)(C)', 'Access is reviewed and changed', [
      'ZT-ACCESSANALYZER-001', 'ZT-ACCESSANALYZER-002', 'ZT-ACCESSANALYZER-003',
    ], 'That people act on what the analyzer finds.'),
    notCovered('164.308(a)(5)(i)', 'People are trained', ORGANISATION),
    served('164.308(a)(5)(ii)(C)', 'Log-ins are monitored', ['ZT-COGNITO-002', 'ZT-COGNITO-010', 'ZT-COGNITO-014', 'ZT-GUARDDUTY-001']),
    served('164.308(a)(5)(ii)(D)', 'Passwords are managed', ['ZT-COGNITO-002', 'ZT-SECRETS-002'], 'Passwords of other directories.'),
    served('164.308(a)(6)(ii)', 'Incidents are noticed and responded to', [
      'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-GUARDDUTY-001', 'ZT-SECURITYHUB-001', 'ZT-SNS-002', 'ZT-EVENTS-005', 'ZT-EVENTS-006', 'ZT-S3-015', 'ZT-STATES-006', 'ZT-STATES-007',
    ], 'The response.'),
    served('164.308(a)(7)(ii)(A)', 'There are copies of health information', [
      'ZT-BACKUP-001', 'ZT-BACKUP-002', 'ZT-BACKUP-003', 'ZT-BACKUP-006', 'ZT-DYNAMODB-002', 'ZT-RDS-005', 'ZT-S3-007',
    ]),
    served('164.308(a)(7)(ii)(B)', 'Lost data can be restored', ['ZT-BACKUP-002', 'ZT-DYNAMODB-002', 'ZT-DYNAMODB-003', 'ZT-KMS-002'], 'Plans and exercises.'),
    notCovered('164.308(a)(7)(ii)(C)', 'Work goes on in an emergency', ORGANISATION),
    served('164.308(a)(7)(ii)(D)', 'Contingency plans are tested and revised', ['ZT-SCHEDULER-004'], 'The test itself: a ManualControl shows who does it and when it is due.'),
    notCovered('164.308(a)(7)(ii)(E)', 'The criticality of applications and data is assessed', ORGANISATION),
    served('164.308(a)(8)', 'Security is evaluated', ['ZT-SCHEDULER-004'], 'The evaluation itself: a ManualControl shows who does it and when it is due.'),
    notCovered('164.308(b)(1)', 'Business associates give assurances', 'Contracts, that with AWS included.'),
    notCovered('164.310(a)(1)', 'Access to facilities is controlled', PHYSICAL),
    notCovered('164.310(b)', 'Workstations are used properly', PHYSICAL),
    notCovered('164.310(c)', 'Workstations are secured', PHYSICAL),
    notCovered('164.310(d)(1)', 'Devices and media are controlled', PHYSICAL),
    served('164.312(a)(1)', 'Only who may gets access to health information', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-021', 'ZT-APIGATEWAY-025', 'ZT-BACKUP-004', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002', 'ZT-IAM-005', 'ZT-KMS-003',
      'ZT-LAMBDA-001', 'ZT-LAMBDA-033', 'ZT-LAMBDA-008', 'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-014', 'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SNS-003', 'ZT-SQS-003',
      'ZT-VERIFIEDPERMISSIONS-001', 'ZT-EXPOSURE-002', 'ZT-VPCLATTICE-001', 'ZT-VPCLATTICE-002',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-008', 'ZT-TRUST-004', 'ZT-TRUST-007', 'ZT-TRUST-005',
    ]),
    served('164.312(a)(2)(i)', 'Users have names of their own', ['ZT-IAM-002', 'ZT-STATES-004'], 'People: the rules see identities of workloads.'),
    notCovered('164.312(a)(2)(ii)', 'There is a way to health information in an emergency', 'A procedure of the organisation.'),
    served('164.312(a)(2)(iii)', 'Sessions end by themselves', ['ZT-COGNITO-004'], 'Sessions that an application keeps itself.'),
    served('164.312(a)(2)(iv)', 'Health information is encrypted at rest', [...AT_REST, 'ZT-KMS-001']),
    served('164.312(b)', 'Activity is recorded', LOGGING),
    served('164.312(c)(1)', 'Health information is not altered or destroyed', ['ZT-BACKUP-002', 'ZT-CLOUDTRAIL-001', 'ZT-S3-001', 'ZT-S3-007']),
    served('164.312(c)(2)', 'Alterations are noticed', ['ZT-CLOUDTRAIL-001', 'ZT-S3-001'], 'Alterations of records of the application.'),
    served('164.312(d)', 'Who asks for access is who they say', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-COGNITO-001', 'ZT-COGNITO-008', 'ZT-COGNITO-009',
      'ZT-APIGATEWAY-025', 'ZT-COGNITO-011', 'ZT-COGNITO-015', 'ZT-COGNITO-017', 'ZT-IAM-007', 'ZT-IAM-013', 'ZT-IAM-060', 'ZT-IAM-061',
      'ZT-VERIFIEDPERMISSIONS-002',
    ]),
    served('164.312(e)(1)', 'Health information is guarded in transit', [...IN_TRANSIT, 'ZT-EC2-005', 'ZT-LAMBDA-003']),
    served('164.312(e)(2)(i)', 'Health information is not modified in transit', IN_TRANSIT),
    served('164.312(e)(2)(ii)', 'Health information is encrypted in transit', IN_TRANSIT),
    notCovered('164.314', 'Contracts and plans require security', 'Contracts of the organisation.'),
    notCovered('164.316', 'Policies are written down, and kept for six years', ORGANISATION),
  ], (id) => `${RULE}/section-${id.split('(')[0]}`),
};
