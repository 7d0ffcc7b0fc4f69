import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-004',
  title: 'A key policy lets services use the key for named accounts, sources or contexts only',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A service acts for every customer: without a condition it may use the key for somebody else (the confused deputy).',
  remediation: 'Hold each Allow for a service under aws:SourceAccount, aws:SourceArn or kms:EncryptionContext.',
  check: (key) => everyStatement(key, 'KeyPolicy', (statement) => servicesActForNamed(statement, /^kms:(encryptioncontext:.+|calleraccount)$/)),
};
