import { Framework, notCovered, served } from './framework';

export const owaspServerless: Framework = {
  id: 'owasp-serverless',
  name: 'OWASP Serverless',
  title: 'OWASP Top 10 (2017), interpretation for serverless',
  version: '2018',
  publisher: 'OWASP Foundation',
  source: 'https://owasp.org/www-project-serverless-top-10/',
  extent: 'All ten risks.',
  controls: [
    served('S1:2017', 'Injection through events', [
      'ZT-APIGATEWAY-005', 'ZT-APIGATEWAY-017', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038', 'ZT-WAF-001', 'ZT-WAF-004', 'ZT-WAF-007',
    ], 'Events that come by other ways than the API, and the code.'),
    served('S2:2017', 'Broken authentication', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-COGNITO-001', 'ZT-COGNITO-002', 'ZT-COGNITO-003',
      'ZT-APIGATEWAY-025',
      'ZT-COGNITO-004', 'ZT-COGNITO-005', 'ZT-COGNITO-006', 'ZT-COGNITO-008', 'ZT-COGNITO-009', 'ZT-COGNITO-010', 'ZT-COGNITO-011', 'ZT-COGNITO-012',
      'ZT-COGNITO-015', 'ZT-COGNITO-017', 'ZT-EXPOSURE-002', 'ZT-IAM-007', 'ZT-IAM-013', 'ZT-IAM-060', 'ZT-IAM-061', 'ZT-LAMBDA-008',
      'ZT-VERIFIEDPERMISSIONS-002', 'ZT-VPCLATTICE-001',
    ]),
    served('S3:2017', 'Exposure of sensitive data', [
      'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-APIGATEWAY-019', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004',
      'ZT-APIGATEWAY-026',
      'ZT-CODEBUILD-005', 'ZT-CODEPIPELINE-003', 'ZT-COGNITO-007', 'ZT-DAX-001', 'ZT-DYNAMODB-001', 'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-002', 'ZT-EVENTS-004', 'ZT-KINESIS-001', 'ZT-KMS-003',
      'ZT-LAMBDA-002', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034', 'ZT-LOGS-002', 'ZT-LOGS-005', 'ZT-MACIE-001', 'ZT-PIPES-001', 'ZT-S3-003', 'ZT-S3-008', 'ZT-SCHEDULER-001',
      'ZT-SECRETS-001', 'ZT-SECRETS-002', 'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SECRETS-006',
      'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SECRETS-008', 'ZT-SNS-001', 'ZT-SQS-001', 'ZT-STATES-003',
      'ZT-WAF-003',
    ]),
    notCovered('S4:2017', 'External entities in XML', 'A matter of the parser in the code.'),
    served('S5:2017', 'Broken access control', [
      'ZT-BACKUP-004', 'ZT-CLOUDFRONT-009', 'ZT-CODEBUILD-006', 'ZT-COGNITO-013', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002', 'ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-002',
      'ZT-IAM-004', 'ZT-IAM-005', 'ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-020', 'ZT-IAM-022', 'ZT-IAM-024', 'ZT-IAM-027',
      'ZT-LAMBDA-001', 'ZT-LAMBDA-033', 'ZT-LAMBDA-035', 'ZT-S3-005', 'ZT-SECRETS-005', 'ZT-SNS-003', 'ZT-SQS-003',
      'ZT-STATES-004', 'ZT-VPCLATTICE-002',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-003', 'ZT-OPENSEARCH-003', 'ZT-TRUST-004', 'ZT-TRUST-007', 'ZT-TRUST-005',
      'ZT-TRUST-008',
    ]),
    served('S6:2017', 'Security misconfiguration', [
      'ZT-APIGATEWAY-010', 'ZT-APIGATEWAY-011', 'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-015', 'ZT-EC2-002', 'ZT-EC2-014', 'ZT-EC2-006', 'ZT-EC2-013', 'ZT-LAMBDA-003',
      'ZT-LAMBDA-007', 'ZT-LAMBDA-010', 'ZT-LAMBDA-011', 'ZT-S3-003', 'ZT-S3-009', 'ZT-S3-010', 'ZT-S3-011', 'ZT-S3-014', 'ZT-WAF-002', 'ZT-WAF-005',
    ]),
    served('S7:2017', 'Cross-site scripting', ['ZT-WAF-001'], 'Encoding of output in the code.'),
    notCovered('S8:2017', 'Insecure deserialization', 'A matter of the code.'),
    served('S9:2017', 'Components with known vulnerabilities', ['ZT-ECR-003', 'ZT-LAMBDA-009', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013'], 'Dependencies inside of the code.'),
    served('S10:2017', 'Insufficient logging and monitoring', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APIGATEWAY-022', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-002', 'ZT-CLOUDTRAIL-003',
      'ZT-CLOUDTRAIL-004', 'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-COGNITO-014', 'ZT-GUARDDUTY-001', 'ZT-LAMBDA-005', 'ZT-LAMBDA-006',
      'ZT-LAMBDA-019', 'ZT-LOGS-001', 'ZT-LOGS-003', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-LOGS-007', 'ZT-PIPES-002', 'ZT-S3-004', 'ZT-STATES-001',
      'ZT-STATES-002', 'ZT-WAF-006',
    ]),
  ],
};
