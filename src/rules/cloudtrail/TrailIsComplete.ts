import { every, isCustomerKey, isPresent, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-001',
  title: 'A trail records all regions, proves its files, and is under a customer-managed key',
  severity: 'high',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'An intruder works in the region that nobody records, and changes the files of the one that is.',
  remediation: 'Set IsLogging, IsMultiRegionTrail, EnableLogFileValidation and KMSKeyId, and deliver to CloudWatch Logs too.',
  check: (trail) => every(
    isTrue(trail.at('IsLogging'), 'it does not record'),
    isTrue(trail.at('IsMultiRegionTrail'), 'it records one region only'),
    isTrue(trail.at('EnableLogFileValidation'), 'changes of its files cannot be seen'),
    isCustomerKey(trail.at('KMSKeyId'), 'it is not under a customer-managed key'),
    isPresent(trail.at('CloudWatchLogsLogGroupArn'), 'it does not deliver to CloudWatch Logs'),
  ),
};
