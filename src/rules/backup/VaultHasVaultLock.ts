import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-002',
  title: 'AWS Backup vaults have Vault Lock with a minimum retention of at least 7 days',
  severity: 'medium',
  types: ['AWS::Backup::BackupVault'],
  rationale: 'Ransomware deletes backups first.',
  remediation: 'Set LockConfiguration with MinRetentionDays of 7 or more.',
  check: (vault) => isAtLeast(vault.at('LockConfiguration', 'MinRetentionDays'), 7, 'its recovery points are not locked for at least 7 days'),
};
