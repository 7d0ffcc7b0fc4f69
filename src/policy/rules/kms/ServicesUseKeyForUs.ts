import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-004',
  title: 'A key policy lets services use the key for named accounts, sources or contexts only',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'A service acts for every customer: without a condition it may use the key for somebody else (the confused deputy).',
  remediation: 'Hold each Allow for a service under aws:SourceAccount, aws:SourceArn or kms:EncryptionContext.',
  controls: ['NIST 800-53 AC-6', 'NIST 800-53 SC-12', 'PCI DSS 3.6.1'],
  check: (key) => everyStatement(key, 'KeyPolicy', (statement) => servicesActForNamed(statement, /^kms:(encryptioncontext:.+|calleraccount)$/)),
};
