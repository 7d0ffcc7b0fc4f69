import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-004',
  title: 'CloudWatch log groups are retained on stack deletion and replacement',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'A principal that can delete the stack, or rename the log group, must not be able to delete the audit evidence with it.',
  remediation: 'Set DeletionPolicy and UpdateReplacePolicy to Retain.',
  check: (group) => every(
    retains(group.deletionPolicy, 'it is deleted with its stack'),
    retains(group.updateReplacePolicy, 'it is deleted when it is replaced'),
  ),
};

function retains(policy: unknown, finding: string): RuleResult {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? pass(String(policy)) : fail(finding, String(policy ?? 'Delete'));
}
