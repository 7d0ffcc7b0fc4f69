import { Framework, notCovered, served, sourced } from './framework';

const LAW = 'https://eur-lex.europa.eu/eli/reg/2016/679/oj';

export const gdpr: Framework = {
  id: 'gdpr',
  name: 'GDPR',
  title: 'General Data Protection Regulation, Regulation (EU) 2016/679',
  version: '2016',
  publisher: 'European Union',
  source: LAW,
  extent: 'Articles 5, 25 and 32. All others are law for organisations, not for configuration.',
  controls: sourced([
    notCovered('Art. 5(1)(a)', 'Processing is lawful, fair and transparent', 'Why data is processed is in no template.'),
    notCovered('Art. 5(1)(b)', 'Data serves the purpose that it was collected for', 'Why data is processed is in no template.'),
    served('Art. 5(1)(c)', 'No more data is processed than needed', [
      'ZT-APIGATEWAY-003', 'ZT-DATAFLOW-001', 'ZT-LOGS-005', 'ZT-PIPES-002', 'ZT-STATES-001', 'ZT-WAF-003',
    ], 'Everything but logs.'),
    notCovered('Art. 5(1)(d)', 'Data is accurate', 'What data says is in no template.'),
    served('Art. 5(1)(e)', 'Data is kept no longer than needed', [
      'ZT-LOGS-001', 'ZT-S3-013',
    ], 'Everything but logs; for logs, whether the declared time is needed.'),
    served('Art. 5(1)(f)', 'Data is secure', ['ZT-DYNAMODB-001', 'ZT-DYNAMODB-002', 'ZT-S3-003', 'ZT-SECRETS-003']),
    served('Art. 5(2)', 'Compliance can be shown', [
      'ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-CLOUDTRAIL-004', 'ZT-LOGS-004', 'ZT-LOGS-006', 'ZT-S3-001',
    ], 'Everything but the records of what was done.'),
    served('Art. 25(1)', 'Protection is built in', ['ZT-DATAFLOW-001', 'ZT-DATAFLOW-002', 'ZT-LOGS-005', 'ZT-WAF-003'], 'Everything but masking in logs.'),
    served('Art. 25(2)', 'By default, personal data is accessible only to those who need it', [
      'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-023', 'ZT-DYNAMODB-005', 'ZT-LAMBDA-008', 'ZT-S3-003', 'ZT-S3-005', 'ZT-S3-014', 'ZT-SNS-003', 'ZT-SQS-003',
      'ZT-TRUST-001', 'ZT-OPENSEARCH-002', 'ZT-TRUST-002', 'ZT-TRUST-008', 'ZT-TRUST-004', 'ZT-TRUST-007',
    ]),
    served('Art. 32(1)(a)', 'Data is pseudonymised and encrypted', [
      'ZT-ATHENA-001', 'ZT-BACKUP-001', 'ZT-CLOUDFRONT-001', 'ZT-DAX-001', 'ZT-DYNAMODB-001', 'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-002',
      'ZT-EVENTS-003', 'ZT-FIREHOSE-001', 'ZT-KINESIS-001', 'ZT-KMS-001',
      'ZT-LAMBDA-002', 'ZT-LOGS-002', 'ZT-LOGS-005', 'ZT-PIPES-001', 'ZT-S3-003', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SNS-001', 'ZT-SQS-001',
      'ZT-STATES-003',
    ], 'Pseudonyms in data of the application.'),
    served('Art. 32(1)(b)', 'Systems stay confidential, intact, available and resilient', [
      'ZT-BACKUP-004', 'ZT-CLOUDTRAIL-002', 'ZT-COGNITO-010', 'ZT-DYNAMODB-004', 'ZT-GUARDDUTY-001', 'ZT-IAM-001', 'ZT-IAM-023', 'ZT-IAM-026', 'ZT-IAM-004', 'ZT-LAMBDA-010',
      'ZT-LAMBDA-018', 'ZT-MACIE-001', 'ZT-WAF-001', 'ZT-WAF-002', 'ZT-WAF-005', 'ZT-WAF-007',
    ]),
    served('Art. 32(1)(c)', 'Data can be restored in time', [
      'ZT-BACKUP-002', 'ZT-BACKUP-003', 'ZT-BACKUP-006', 'ZT-DYNAMODB-002', 'ZT-DYNAMODB-003', 'ZT-S3-007', 'ZT-S3-012',
    ], 'Plans and exercises.'),
    served('Art. 32(1)(d)', 'Security is tested', ['ZT-CONFIG-001', 'ZT-SECURITYHUB-001'], 'Tests by people.'),
    notCovered('Art. 32(2)', 'Security fits the risk', 'An assessment of the organisation.'),
    notCovered('Art. 32(3)', 'Codes of conduct and certificates may show compliance', 'Given by others than configuration.'),
    notCovered('Art. 32(4)', 'People process data only as they are told', 'Instructions of the organisation.'),
  ], (id) => `${LAW}#art_${/\d+/.exec(id)![0]}`),
};
