import { every, fail, isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-001',
  title: 'A backup vault is under a customer-managed key, and is retained',
  severity: 'high',
  types: ['AWS::Backup::BackupVault'],
  rationale: 'A backup holds all that the store held. Under the key of AWS it is protected less than what it was made of.',
  remediation: 'Set EncryptionKeyArn to a key of your own, and DeletionPolicy and UpdateReplacePolicy Retain.',
  check: (vault) => every(
    isCustomerKey(vault.at('EncryptionKeyArn'), 'it is not under a customer-managed key'),
    ...[vault.deletionPolicy, vault.updateReplacePolicy].map((policy) => (policy === 'Retain' || policy === 'RetainExceptOnCreate'
      ? pass() : fail('it goes with its stack', 'not retained'))),
  ),
};
