import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-004',
  title: 'A policy of a backup vault lets nobody in whom it does not name',
  severity: 'high',
  types: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
  rationale: 'Who may copy a recovery point has all that the store held.',
  remediation: 'Name principals in AccessPolicy, or set a condition on account or organisation.',
  check: (vault) => isOpenToAnyone(readAll([vault.at('AccessPolicy')].filter((policy) => !policy.isAbsent))),
};
