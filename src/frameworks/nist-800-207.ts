import { Framework, served } from './framework';

export const nist800207: Framework = {
  id: 'nist-800-207',
  name: 'NIST 800-207',
  title: 'NIST SP 800-207, Zero Trust Architecture',
  version: '2020',
  publisher: 'National Institute of Standards and Technology',
  source: 'https://csrc.nist.gov/pubs/sp/800/207/final',
  extent: 'The seven tenets of section 2.1.',
  controls: [
    served('tenet 1', 'All data sources and computing services are resources', [
      'ZT-BACKUP-004', 'ZT-CONFIG-001', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002', 'ZT-KMS-003', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033', 'ZT-LAMBDA-017', 'ZT-S3-003', 'ZT-S3-005',
      'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SNS-003', 'ZT-SQS-003',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-008', 'ZT-TRUST-004', 'ZT-TRUST-007',
    ]),
    served('tenet 2', 'All communication is secured, wherever it takes place', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-APIGATEWAY-020', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-004',
      'ZT-APIGATEWAY-026',
      'ZT-CLOUDFRONT-005', 'ZT-CLOUDFRONT-015', 'ZT-CLOUDFRONT-009', 'ZT-COGNITO-007', 'ZT-DAX-001', 'ZT-EC2-004', 'ZT-EC2-009', 'ZT-S3-003', 'ZT-S3-009', 'ZT-SNS-001',
      'ZT-ENCRYPTION-003', 'ZT-ENCRYPTION-004', 'ZT-SNS-005', 'ZT-SQS-001', 'ZT-EXPOSURE-002', 'ZT-VPCLATTICE-001',
    ]),
    served('tenet 3', 'Access is given to single resources, for a session', [
      'ZT-COGNITO-004', 'ZT-COGNITO-005', 'ZT-COGNITO-009', 'ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-002', 'ZT-IAM-004', 'ZT-IAM-008', 'ZT-IAM-010', 'ZT-LAMBDA-003',
      'ZT-COGNITO-017',
      'ZT-LAMBDA-021', 'ZT-STATES-004', 'ZT-VPCLATTICE-002',
    ]),
    served('tenet 4', 'A dynamic policy decides on access', [
      'ZT-COGNITO-002', 'ZT-COGNITO-010', 'ZT-IAM-007', 'ZT-IAM-060', 'ZT-IAM-061', 'ZT-VERIFIEDPERMISSIONS-001',
    ], 'The state of devices.'),
    served('tenet 5', 'The integrity and posture of all assets is watched', [
      'ZT-CONFIG-001', 'ZT-CONFIG-002', 'ZT-GUARDDUTY-001', 'ZT-LAMBDA-009', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013', 'ZT-LAMBDA-016', 'ZT-SECURITYHUB-001',
    ], 'Devices of people.'),
    served('tenet 6', 'Authentication and authorisation come before access, each time', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-COGNITO-001', 'ZT-COGNITO-006', 'ZT-COGNITO-008',
      'ZT-APIGATEWAY-025',
      'ZT-COGNITO-011', 'ZT-COGNITO-015', 'ZT-IAM-013', 'ZT-LAMBDA-008', 'ZT-VERIFIEDPERMISSIONS-002', 'ZT-EXPOSURE-002', 'ZT-VPCLATTICE-001',
    ]),
    served('tenet 7', 'What happens is collected, and used to get better', [
      'ZT-ACCESSANALYZER-001', 'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-002', 'ZT-CLOUDTRAIL-003',
      'ZT-CLOUDTRAIL-004', 'ZT-COGNITO-014', 'ZT-EC2-003', 'ZT-LAMBDA-006', 'ZT-LAMBDA-019', 'ZT-LOGS-001', 'ZT-LOGS-007', 'ZT-NETWORKFIREWALL-003',
      'ZT-PIPES-002', 'ZT-S3-004', 'ZT-STATES-001', 'ZT-WAF-003',
    ]),
  ],
};
