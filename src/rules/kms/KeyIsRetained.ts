import { every, fail, isAtLeast, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LONGEST_WINDOW = 30;

export const rule: Rule = {
  id: 'ZT-KMS-002',
  title: 'A key outlives its stack, and waits 30 days before it is deleted',
  severity: 'medium',
  types: ['AWS::KMS::Key'],
  rationale: 'With the key everything that it encrypted is gone, backups included.',
  remediation: 'Set DeletionPolicy and UpdateReplacePolicy to Retain, and PendingWindowInDays to 30 or leave it out.',
  check: (key) => every(
    retains(key.deletionPolicy, 'it is deleted with its stack'),
    retains(key.updateReplacePolicy, 'it is deleted when it is replaced'),
    isAtLeast(key.at('PendingWindowInDays'), LONGEST_WINDOW, 'it can be deleted in less than 30 days', LONGEST_WINDOW),
  ),
};

function retains(policy: unknown, finding: string): RuleResult {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? pass(String(policy)) : fail(finding, String(policy ?? 'Delete'));
}
