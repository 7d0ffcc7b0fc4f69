import { decide, every, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-005',
  title: 'A key is enabled, and its policy cannot lock its owners out',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'What a disabled key encrypted cannot be read. Without the lockout check a policy can leave a key that nobody manages any more.',
  remediation: 'Leave Enabled and BypassPolicyLockoutSafetyCheck out.',
  check: (key) => every(
    decide(key.at('Enabled'), 'it is disabled', (value) => value === undefined || value === true || value === 'true'),
    isFalseOrAbsent(key.at('BypassPolicyLockoutSafetyCheck'), 'its policy may lock its owners out'),
  ),
};
