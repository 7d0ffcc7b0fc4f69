import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const trail = (properties: object) => resource('AWS::CloudTrail::Trail', { IsLogging: true, IsMultiRegionTrail: true, ...properties });
const dataOfTables = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::DynamoDB::Table'] }] };

/** What proves the rules of CLOUDTRAIL. */
export const cloudtrailCases: RuleCase[] = [{
  rule: 'ZT-CLOUDTRAIL-001',
  on: 'Trail',
  secure: {
    Key: key(),
    Logs: resource('AWS::Logs::LogGroup'),
    Trail: resource('AWS::CloudTrail::Trail', {
      EnableLogFileValidation: true, KMSKeyId: att('Key'), CloudWatchLogsLogGroupArn: att('Logs'),
    }),
  },
  firesWhen: {
    'files are not proved': set('Trail', 'EnableLogFileValidation', false),
    'whether files are proved is a parameter': set('Trail', 'EnableLogFileValidation', PARAMETER),
    'the key is gone': set('Trail', 'KMSKeyId'),
    'it does not deliver to CloudWatch Logs': set('Trail', 'CloudWatchLogsLogGroupArn'),
  },
}, {
  rule: 'ZT-CLOUDTRAIL-002',
  on: 'Trail',
  secure: { Trail: trail({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }] }) },
  firesWhen: {
    'there are none': set('Trail', 'InsightSelectors'),
    'rates of calls are not looked at': set('Trail', 'InsightSelectors.0'),
    'rates of errors are not looked at': set('Trail', 'InsightSelectors.1'),
    'the kind is a parameter': set('Trail', 'InsightSelectors.0.InsightType', PARAMETER),
    'they are a parameter': set('Trail', 'InsightSelectors', PARAMETER),
  },
}, {
  rule: 'ZT-CLOUDTRAIL-003',
  on: 'Trail',
  secure: { Trail: trail({ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] }) },
  passesWhen: {
    'nothing is selected': set('Trail', 'EventSelectors'),
    'a second selector is of data': set('Trail', 'EventSelectors.1', { IncludeManagementEvents: false, ReadWriteType: 'WriteOnly' }),
  },
  firesWhen: {
    'logging is off': set('Trail', 'IsLogging', false),
    'it records one region': set('Trail', 'IsMultiRegionTrail', false),
    'nothing is said of regions': set('Trail', 'IsMultiRegionTrail'),
    'writes are recorded alone': set('Trail', 'EventSelectors.0.ReadWriteType', 'WriteOnly'),
    'they are left out': set('Trail', 'EventSelectors.0.IncludeManagementEvents', false),
    'a source is left out': set('Trail', 'EventSelectors.0.ExcludeManagementEventSources', ['kms.amazonaws.com']),
    'global services are left out': set('Trail', 'IncludeGlobalServiceEvents', false),
    'what is recorded is a parameter': set('Trail', 'EventSelectors.0.ReadWriteType', PARAMETER),
    'the selectors are a parameter': set('Trail', 'EventSelectors', PARAMETER),
  },
}, {
  rule: 'ZT-CLOUDTRAIL-003',
  on: 'Trail',
  secure: { Trail: trail({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }, dataOfTables] }) },
  firesWhen: {
    'data is recorded alone': set('Trail', 'AdvancedEventSelectors.0'),
    'reads are left out': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.1', { Field: 'readOnly', Equals: ['false'] }),
    'a source is left out': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.1', { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    'the selectors are a parameter': set('Trail', 'AdvancedEventSelectors', PARAMETER),
  },
}, {
  rule: 'ZT-CLOUDTRAIL-004',
  on: 'Trail',
  secure: { Table: resource('AWS::DynamoDB::Table'), Trail: trail({ AdvancedEventSelectors: [dataOfTables] }) },
  passesWhen: {
    'there is no table': all(remove('Table'), set('Trail', 'AdvancedEventSelectors')),
    'they are recorded in the older way': all(
      set('Trail', 'AdvancedEventSelectors'), set('Trail', 'EventSelectors', [{ DataResources: [{ Type: 'AWS::DynamoDB::Table', Values: ['arn:aws:dynamodb'] }] }]),
    ),
    'the table is named by its ARN': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', Equals: [att('Table')] }),
    'all tables that begin like the stack are taken': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', StartsWith: ['arn:aws:dynamodb:eu-west-1:111122223333:table/Stack'] }),
    'another table is left out': all(
      set('Table', 'TableName', 'orders'),
      set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', NotEquals: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'] }),
    ),
    'reads and writes have a selector each': set('Trail', 'AdvancedEventSelectors', ['true', 'false'].map((readOnly) => ({ FieldSelectors: [...dataOfTables.FieldSelectors, { Field: 'readOnly', Equals: [readOnly] }] }))),
    'the table is named in the older way': all(
      set('Trail', 'AdvancedEventSelectors'), set('Trail', 'EventSelectors', [{ DataResources: [{ Type: 'AWS::DynamoDB::Table', Values: [att('Table')] }] }]),
    ),
    'another trail records them': all(set('Trail', 'AdvancedEventSelectors'), add('Other', 'AWS::CloudTrail::Trail', { AdvancedEventSelectors: [dataOfTables] })),
  },
  firesWhen: {
    'nothing is selected': set('Trail', 'AdvancedEventSelectors'),
    'data of something else is': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.1.Equals', ['AWS::S3::Object']),
    'one table is named, and another is not': all(
      set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', Equals: [att('Table')] }), add('Other', 'AWS::DynamoDB::Table', {}),
    ),
    'the table is left out': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', NotEquals: [att('Table')] }),
    'tables of another account are named': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'resources.ARN', StartsWith: ['arn:aws:dynamodb:eu-west-1:444455556666:table/other'] }),
    'writes are recorded alone': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'readOnly', Equals: ['false'] }),
    'some calls are left out': set('Trail', 'AdvancedEventSelectors.0.FieldSelectors.2', { Field: 'eventName', NotEquals: ['Scan'] }),
    'another table is named in the older way': all(
      set('Trail', 'AdvancedEventSelectors'), set('Trail', 'EventSelectors', [{ DataResources: [{ Type: 'AWS::DynamoDB::Table', Values: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'] }] }]),
    ),
    'reads are not recorded, in the older way': all(
      set('Trail', 'AdvancedEventSelectors'), set('Trail', 'EventSelectors', [{ ReadWriteType: 'WriteOnly', DataResources: [{ Type: 'AWS::DynamoDB::Table', Values: ['arn:aws:dynamodb'] }] }]),
    ),
    'logging is off': set('Trail', 'IsLogging', false),
    'whether it logs is a parameter': set('Trail', 'IsLogging', PARAMETER),
    'another trail records them, and does not log': all(set('Trail', 'AdvancedEventSelectors'), add('Other', 'AWS::CloudTrail::Trail', { IsLogging: false, AdvancedEventSelectors: [dataOfTables] })),
    'a global table is there alone and not recorded': all(remove('Table'), add('Global', 'AWS::DynamoDB::GlobalTable', {}), set('Trail', 'AdvancedEventSelectors')),
    'what is selected is a parameter': set('Trail', 'AdvancedEventSelectors', PARAMETER),
  },
}, {
  rule: 'ZT-CLOUDTRAIL-004',
  on: 'Trail',
  secure: { Bucket: resource('AWS::S3::Bucket'), Trail: trail({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }) },
  passesWhen: {
    'it is the bucket of the trail itself': all(set('Trail', 'EventSelectors'), set('Trail', 'S3BucketName', ref('Bucket'))),
    'it is a bucket of access logs': all(set('Trail', 'EventSelectors'), add('Other', 'AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket: att('Bucket', 'DomainName') } } })),
  },
  firesWhen: {
    'nothing is selected': set('Trail', 'EventSelectors'),
    'data of tables is recorded': set('Trail', 'EventSelectors.0.DataResources.0.Type', 'AWS::DynamoDB::Table'),
    'what is selected is a parameter': set('Trail', 'EventSelectors', PARAMETER),
  },
}];
