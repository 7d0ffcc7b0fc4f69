import { decide, every, isFalseOrAbsent, saysTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-005',
  title: 'KMS keys are enabled, and their policy lockout safety check is not bypassed',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'Data that is encrypted with a disabled key cannot be read. Without the lockout safety check, a key policy can make the key unmanageable.',
  remediation: 'Omit Enabled and BypassPolicyLockoutSafetyCheck.',
  check: (key) => every(
    decide(key.at('Enabled'), 'it is disabled', (value) => value === undefined || saysTrue(value)),
    isFalseOrAbsent(key.at('BypassPolicyLockoutSafetyCheck'), 'it bypasses the policy lockout safety check'),
  ),
};
