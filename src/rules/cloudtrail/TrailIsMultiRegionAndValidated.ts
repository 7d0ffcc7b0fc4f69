import { every, isCustomerKey, isPresent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-001',
  title: 'CloudTrail trails have log file validation, a customer managed KMS key and CloudWatch Logs',
  severity: 'medium',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'An intruder changes or deletes log files. Validation proves them, the key closes them to other readers, and CloudWatch Logs keeps a second copy that alarms can read.',
  remediation: 'Set EnableLogFileValidation, KMSKeyId and CloudWatchLogsLogGroupArn.',
  check: (trail) => every(
    isTrue(trail.at('EnableLogFileValidation'), 'log file validation is off'),
    isCustomerKey(trail.at('KMSKeyId'), 'it is not encrypted with a customer managed KMS key'),
    isPresent(trail.at('CloudWatchLogsLogGroupArn'), 'it does not deliver to CloudWatch Logs'),
  ),
};
