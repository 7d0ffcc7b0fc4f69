import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-003',
  title: 'A key policy lets nobody in whom it does not name',
  severity: 'critical',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A key policy that allows everyone makes the data readable for any account that reaches the ciphertext.',
  remediation: 'Name principals, or hold the Allow under StringEquals on kms:CallerAccount or aws:PrincipalOrgID.',
  check: (key) => everyStatement(key, 'KeyPolicy', letsInNoStranger),
};
