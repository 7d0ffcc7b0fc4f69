import { att, PARAMETER, prove, resource, set } from '../support/prove';
import { key } from '../support/resources';

prove('CLOUDTRAIL', [{
  rule: 'ZT-CLOUDTRAIL-001',
  on: 'Trail',
  secure: {
    Key: key(),
    Logs: resource('AWS::Logs::LogGroup'),
    Trail: resource('AWS::CloudTrail::Trail', {
      IsLogging: true, IsMultiRegionTrail: true, EnableLogFileValidation: true, KMSKeyId: att('Key'), CloudWatchLogsLogGroupArn: att('Logs'),
    }),
  },
  firesWhen: {
    'it does not record': set('Trail', 'IsLogging', false),
    'it records one region': set('Trail', 'IsMultiRegionTrail', false),
    'nothing is said of regions': set('Trail', 'IsMultiRegionTrail'),
    'files are not proved': set('Trail', 'EnableLogFileValidation', false),
    'whether files are proved is a parameter': set('Trail', 'EnableLogFileValidation', PARAMETER),
    'the key is gone': set('Trail', 'KMSKeyId'),
    'it does not deliver to CloudWatch Logs': set('Trail', 'CloudWatchLogsLogGroupArn'),
  },
}]);
