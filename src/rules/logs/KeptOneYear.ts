import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-001',
  title: 'Logs are kept for a year at least, and for a declared time',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Intrusions are found months later. Kept for ever, personal data outlives its purpose.',
  remediation: 'Set RetentionInDays to 365 or more.',
  check: (group) => isAtLeast(group.at('RetentionInDays'), 365, 'it keeps events for less than a year, or does not say how long'),
};
