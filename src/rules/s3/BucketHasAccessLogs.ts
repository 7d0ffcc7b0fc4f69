import { isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { takesServiceLogs } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-004',
  title: 'S3 buckets other than log buckets have server access logging enabled',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'Without CloudTrail data events, only server access logs record which objects an intruder read.',
  remediation: 'Set LoggingConfiguration with a destination bucket for access logs. A log bucket does not log to itself.',
  check: (bucket) => (takesServiceLogs(bucket) ? pass('a log bucket')
    : isNotEmpty(bucket.at('LoggingConfiguration'), 'server access logging is not enabled')),
};
