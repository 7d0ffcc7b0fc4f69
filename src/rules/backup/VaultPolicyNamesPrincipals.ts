import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-004',
  title: 'AWS Backup vault policies grant access to named principals only',
  severity: 'high',
  types: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
  rationale: 'A principal that can copy a recovery point has all data of its source.',
  remediation: 'Name principals in AccessPolicy, or add a condition on the account or organization.',
  check: (vault) => isOpenToAnyone(readAll([vault.at('AccessPolicy')].filter((policy) => !policy.isAbsent))),
};
