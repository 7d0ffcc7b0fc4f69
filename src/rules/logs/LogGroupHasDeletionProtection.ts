import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-006',
  title: 'CloudWatch log groups have deletion protection enabled',
  severity: 'low',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Without deletion protection, an intruder deletes a log group and its evidence in a single API call. With it, two calls are needed, and the first can raise an alarm.',
  remediation: 'Set DeletionProtectionEnabled to true.',
  check: (group) => isTrue(group.at('DeletionProtectionEnabled'), 'deletion protection is not enabled'),
};
