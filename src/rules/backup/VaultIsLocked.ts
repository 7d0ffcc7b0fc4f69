import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-002',
  title: 'A backup vault is locked: nobody deletes a recovery point before its time',
  severity: 'medium',
  types: ['AWS::Backup::BackupVault'],
  rationale: 'Who extorts deletes the backups first.',
  remediation: 'Set LockConfiguration with MinRetentionDays of 7 or more.',
  check: (vault) => isAtLeast(vault.at('LockConfiguration', 'MinRetentionDays'), 7, 'its recovery points can be deleted at once'),
};
