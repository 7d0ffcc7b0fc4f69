import { Framework, notCovered, served } from './framework';

export const csa12: Framework = {
  id: 'csa-12',
  name: 'CSA-12',
  title: 'The 12 Most Critical Risks for Serverless Applications',
  version: '2019',
  publisher: 'Cloud Security Alliance',
  source: 'https://cloudsecurityalliance.org/blog/2019/02/11/critical-risks-serverless-applications/',
  extent: 'All twelve risks.',
  controls: [
    served('SAS-1', 'Injection through event data', [
      'ZT-APIGATEWAY-005', 'ZT-APIGATEWAY-017', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038', 'ZT-WAF-001', 'ZT-WAF-004', 'ZT-WAF-007',
    ], 'Events that come by other ways than the API, and the code.'),
    served('SAS-2', 'Broken authentication', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-013', 'ZT-APIGATEWAY-021', 'ZT-CLOUDFRONT-009', 'ZT-COGNITO-001', 'ZT-COGNITO-004',
      'ZT-APIGATEWAY-025',
      'ZT-COGNITO-005', 'ZT-COGNITO-006', 'ZT-COGNITO-008', 'ZT-COGNITO-009', 'ZT-COGNITO-010', 'ZT-COGNITO-011', 'ZT-COGNITO-012', 'ZT-COGNITO-013',
      'ZT-COGNITO-015', 'ZT-COGNITO-017', 'ZT-EXPOSURE-002', 'ZT-IAM-005', 'ZT-IAM-007', 'ZT-IAM-013', 'ZT-IAM-060', 'ZT-IAM-061',
      'ZT-LAMBDA-001', 'ZT-LAMBDA-008', 'ZT-LAMBDA-033', 'ZT-VPCLATTICE-001',
    ]),
    served('SAS-3', 'Insecure configuration of the deployment', [
      'ZT-APIGATEWAY-010', 'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-016',
      'ZT-APIGATEWAY-024', 'ZT-BACKUP-004', 'ZT-CODEBUILD-006', 'ZT-DYNAMODB-005', 'ZT-EVENTS-002',
      'ZT-LAMBDA-003', 'ZT-LAMBDA-011', 'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-009', 'ZT-S3-011', 'ZT-S3-014', 'ZT-SNS-003', 'ZT-SQS-003',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-008', 'ZT-TRUST-004', 'ZT-TRUST-007',
    ]),
    served('SAS-4', 'Over-privileged functions and roles', [
      'ZT-GRAPH-001', 'ZT-GRAPH-002', 'ZT-IAM-001', 'ZT-IAM-002', 'ZT-IAM-003', 'ZT-IAM-004', 'ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-012',
      'ZT-IAM-020', 'ZT-IAM-022', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-027', 'ZT-STATES-004',
    ]),
    served('SAS-5', 'Inadequate monitoring and logging', [
      'ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APIGATEWAY-022', 'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-002', 'ZT-CLOUDTRAIL-003',
      'ZT-CLOUDTRAIL-004', 'ZT-CLOUDWATCH-001', 'ZT-CLOUDWATCH-002', 'ZT-COGNITO-014', 'ZT-LAMBDA-005', 'ZT-LAMBDA-006', 'ZT-LAMBDA-019',
      'ZT-LOGS-001', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-LOGS-007', 'ZT-PIPES-002', 'ZT-S3-004', 'ZT-STATES-001', 'ZT-EVENTS-005', 'ZT-LOGS-012',
    ]),
    served('SAS-6', 'Insecure third-party dependencies', ['ZT-ECR-003', 'ZT-LAMBDA-009', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013', 'ZT-LAMBDA-016'], 'Dependencies inside of the code.'),
    served('SAS-7', 'Insecure storage of secrets', [
      'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-CODEPIPELINE-003', 'ZT-EVENTS-004', 'ZT-LAMBDA-002', 'ZT-LAMBDA-020', 'ZT-LAMBDA-034',
      'ZT-SECRETS-001', 'ZT-SECRETS-002', 'ZT-SECRETS-003', 'ZT-SECRETS-004', 'ZT-SECRETS-005', 'ZT-SECRETS-006', 'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SECRETS-008',
    ]),
    served('SAS-8', 'Denial of service and exhaustion of money', [
      'ZT-APIGATEWAY-011', 'ZT-DYNAMODB-004', 'ZT-LAMBDA-004', 'ZT-LAMBDA-007', 'ZT-LAMBDA-010', 'ZT-LAMBDA-014', 'ZT-LAMBDA-015', 'ZT-LAMBDA-032', 'ZT-WAF-002',
      'ZT-WAF-005', 'ZT-BUDGETS-001', 'ZT-CE-001', 'ZT-CE-002',
    ]),
    notCovered('SAS-9', 'Manipulation of business logic', 'What an application means to do is in its code.'),
    served('SAS-10', 'Bad handling of exceptions, and errors that say too much', ['ZT-APIGATEWAY-015', 'ZT-COGNITO-003'], 'Errors of the code.'),
    notCovered('SAS-11', 'Obsolete functions, resources and triggers', 'Whether something is still used is seen only in a running account.'),
    served('SAS-12', 'Data that outlives an execution', ['ZT-LAMBDA-021'], 'What code leaves in memory and /tmp between calls of one tenant.'),
  ],
};
