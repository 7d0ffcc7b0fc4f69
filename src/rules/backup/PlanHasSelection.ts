import { TemplateResource } from '../../model';
import { fail, isNotEmpty, resourceOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-005',
  title: 'AWS Backup plans have a resource selection',
  severity: 'medium',
  types: ['AWS::Backup::BackupPlan'],
  rationale: 'A plan without a selection runs on schedule and backs up nothing, which is noticed only at a restore.',
  remediation: 'Add an AWS::Backup::BackupSelection with Resources, ListOfTags or Conditions.',
  check: (plan) => some(
    ...plan.referrers('AWS::Backup::BackupSelection').filter((selection) => resourceOf(selection.at('BackupPlanId').value) === plan).map(selects),
    fail('it backs up no resources', 'no AWS::Backup::BackupSelection'),
  ),
};

function selects(selection: TemplateResource): RuleResult {
  const ways = ['Resources', 'ListOfTags', 'Conditions'].map((way) => selection.at('BackupSelection', way));
  return some(...ways.map((way) => isNotEmpty(way, 'its selection is empty')));
}
