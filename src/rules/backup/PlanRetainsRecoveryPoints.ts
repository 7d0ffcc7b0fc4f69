import { every, isAtLeast, isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** A month and a few days, so that a fault of the last month can be undone. */
const LEAST_DAYS = 35;

export const rule: Rule = {
  id: 'ZT-BACKUP-003',
  title: 'AWS Backup plans retain recovery points for at least 35 days',
  severity: 'low',
  types: ['AWS::Backup::BackupPlan'],
  rationale: 'An intrusion often stays undetected for weeks: recovery needs a backup from before it.',
  remediation: 'Set Lifecycle.DeleteAfterDays to 35 or more, or omit it to retain recovery points indefinitely.',
  check(plan) {
    const rules = plan.at('BackupPlan', 'BackupPlanRule');
    return every(
      isNotEmpty(rules, 'it has no rule'),
      ...rules.items().map((one) => (one.at('Lifecycle', 'DeleteAfterDays').isAbsent ? pass('for ever')
        : isAtLeast(one.at('Lifecycle', 'DeleteAfterDays'), LEAST_DAYS, `it retains recovery points for less than ${LEAST_DAYS} days`))),
    );
  },
};
