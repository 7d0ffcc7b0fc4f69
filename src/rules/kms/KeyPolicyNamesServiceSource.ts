import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-004',
  title: 'KMS key policies grant AWS services access for named sources or encryption contexts only',
  severity: 'medium',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  rationale: 'An AWS service acts for every customer: without a condition, it can use the key on behalf of another account (confused deputy).',
  remediation: 'Add a condition on aws:SourceAccount, aws:SourceArn or kms:EncryptionContext to each Allow statement for a service.',
  check: (key) => everyStatement(key, 'KeyPolicy', (statement) => servicesActForNamed(statement, /^kms:(encryptioncontext:.+|calleraccount)$/)),
};
