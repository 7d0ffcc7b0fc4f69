import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-003',
  title: 'KMS key policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A key policy that allows any principal makes the data readable for every account that can get the ciphertext.',
  remediation: 'Name principals, or add a StringEquals condition on kms:CallerAccount or aws:PrincipalOrgID to the Allow statement.',
  check: (key) => everyStatement(key, 'KeyPolicy', letsInNoStranger),
};
