import { every, isCustomerKey, isPresent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-001',
  title: 'CloudTrail trails are multi-Region, with validation, a customer managed KMS key and CloudWatch Logs',
  severity: 'high',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'An intruder works in a Region that is not recorded, and changes the log files of the one that is.',
  remediation: 'Set IsLogging, IsMultiRegionTrail, EnableLogFileValidation, KMSKeyId and CloudWatchLogsLogGroupArn.',
  check: (trail) => every(
    isTrue(trail.at('IsLogging'), 'logging is off'),
    isTrue(trail.at('IsMultiRegionTrail'), 'it records a single Region'),
    isTrue(trail.at('EnableLogFileValidation'), 'log file validation is off'),
    isCustomerKey(trail.at('KMSKeyId'), 'it is not encrypted with a customer managed KMS key'),
    isPresent(trail.at('CloudWatchLogsLogGroupArn'), 'it does not deliver to CloudWatch Logs'),
  ),
};
