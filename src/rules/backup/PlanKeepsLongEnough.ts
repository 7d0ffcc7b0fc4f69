import { every, isAtLeast, isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** A month and a few days, so that a fault of the last month can be undone. */
const LEAST_DAYS = 35;

export const rule: Rule = {
  id: 'ZT-BACKUP-003',
  title: 'A backup plan keeps recovery points for 35 days at least',
  severity: 'low',
  types: ['AWS::Backup::BackupPlan'],
  rationale: 'An intruder stays for weeks before anybody notices: a backup from before is needed then.',
  remediation: 'Set Lifecycle.DeleteAfterDays to 35 or more, or leave it out, which keeps them for ever.',
  check(plan) {
    const rules = plan.at('BackupPlan', 'BackupPlanRule');
    return every(
      isNotEmpty(rules, 'it has no rule'),
      ...rules.items().map((one) => (one.at('Lifecycle', 'DeleteAfterDays').isAbsent ? pass('for ever')
        : isAtLeast(one.at('Lifecycle', 'DeleteAfterDays'), LEAST_DAYS, `it keeps recovery points for less than ${LEAST_DAYS} days`))),
    );
  },
};
