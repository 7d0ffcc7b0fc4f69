import { every, fail, isAtLeast, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LONGEST_WINDOW = 30;

export const rule: Rule = {
  id: 'ZT-KMS-002',
  title: 'KMS keys are retained on stack deletion and replacement, with a 30-day waiting period',
  severity: 'medium',
  types: ['AWS::KMS::Key'],
  rationale: 'When a key is deleted, all data that it encrypted is lost, including backups.',
  remediation: 'Set DeletionPolicy and UpdateReplacePolicy to Retain, and PendingWindowInDays to 30, or omit it.',
  check: (key) => every(
    retains(key.deletionPolicy, 'it is deleted with its stack'),
    retains(key.updateReplacePolicy, 'it is deleted when it is replaced'),
    isAtLeast(key.at('PendingWindowInDays'), LONGEST_WINDOW, 'its waiting period before deletion is less than 30 days', LONGEST_WINDOW),
  ),
};

function retains(policy: unknown, finding: string): RuleResult {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? pass(String(policy)) : fail(finding, String(policy ?? 'Delete'));
}
