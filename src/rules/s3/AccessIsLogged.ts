import { isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { takesServiceLogs } from './buckets';

export const rule: Rule = {
  id: 'ZT-S3-004',
  title: 'A bucket logs who reads it',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'Which objects an intruder took is told by the access log alone, when no trail records data events.',
  remediation: 'Set LoggingConfiguration with a bucket that takes access logs. A bucket that takes logs does not log itself.',
  check: (bucket) => (takesServiceLogs(bucket) ? pass('takes logs')
    : isNotEmpty(bucket.at('LoggingConfiguration'), 'nobody sees who reads it')),
};
