import { capability } from './capability';
import { every, fail, isNotEmpty, isPresent, resourceOf, some } from '../../model/judge';

/** A plan alone backs up nothing, and a selection alone has no schedule. */
export const backup = capability('backup', '005', {
  title: 'The app has an AWS Backup plan that selects resources',
  types: ['AWS::Backup::BackupSelection'],
  rationale: 'After ransomware or a wrong deletion, data comes back only from a copy that the application cannot reach.',
  remediation: 'Use a profile with backups, or name the plan of the organization: Capability.BACKUP.providedBy(name, arn, owner).',
}, (selection) => {
  const plan = resourceOf(selection.at('BackupPlanId').value, 'AWS::Backup::BackupPlan');
  return every(
    plan === undefined ? isPresent(selection.at('BackupPlanId'), 'it belongs to no plan')
      : plan.exists() ? isNotEmpty(plan.at('BackupPlan', 'BackupPlanRule'), 'its plan has no rule') : fail('its plan is not created'),
    some(...['Resources', 'ListOfTags', 'Conditions'].map((key) => isNotEmpty(selection.at('BackupSelection', key), 'it selects nothing'))),
  );
});
