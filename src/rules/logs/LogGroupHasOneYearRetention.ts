import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-001',
  title: 'CloudWatch log groups have a retention period of at least 365 days',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Intrusions are often detected months later. Without a retention period, personal data is kept longer than its purpose requires.',
  remediation: 'Set RetentionInDays to 365 or more.',
  check: (group) => isAtLeast(group.at('RetentionInDays'), 365, 'its retention is less than 365 days, or not set'),
};
