import { every, fail, isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-001',
  title: 'AWS Backup vaults are encrypted with a customer managed KMS key and retained',
  severity: 'medium',
  types: ['AWS::Backup::BackupVault'],
  rationale: 'A recovery point contains all data of its source. With an AWS managed key, it is protected less than the source.',
  remediation: 'Set EncryptionKeyArn to a customer managed key, and DeletionPolicy and UpdateReplacePolicy to Retain.',
  check: (vault) => every(
    isCustomerKey(vault.at('EncryptionKeyArn'), 'it is not encrypted with a customer managed KMS key'),
    ...[vault.deletionPolicy, vault.updateReplacePolicy].map((policy) => (policy === 'Retain' || policy === 'RetainExceptOnCreate'
      ? pass() : fail('it is deleted with its stack', 'not retained'))),
  ),
};
