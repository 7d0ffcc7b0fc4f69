import { describe, Statement, textOf, Value } from '../../model';
import { grantsNothing, ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What blinds the account, whichever trail or detector it is on. */
export const BLINDS = [
  'access-analyzer:DeleteAnalyzer', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:StopConfigurationRecorder', 'ec2:DeleteFlowLogs',
  'guardduty:DeleteDetector', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:StopMonitoringMembers', 'guardduty:UpdateDetector',
  'inspector2:Disable', 'macie2:DisableMacie', 'organizations:LeaveOrganization', 'securityhub:DisableSecurityHub',
];
/** What takes a key, and with it the data, from its owner. */
export const TAKES_KEYS = ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];
const BY_TAG = /^aws:resourcetag\//;

export const rule: Rule = {
  id: 'ZT-IAM-021',
  title: 'IAM policies do not allow stopping audit logs or threat detection, or disabling KMS keys',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'An attacker with these permissions first stops what would record or detect the attack, or takes the key away from the data. '
    + 'Workloads need none of them.',
  remediation: 'Remove the actions. Leave changes of trails, detectors and keys to the role that CloudFormation deploys with, or restrict them by aws:ResourceTag.',
  // source: MITRE ATT&CK T1562.008 (Disable or Modify Cloud Logs), T1485 (Data Destruction)
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    const { statements, readable } = ownStatements(resource);
    const denials = statements.filter((statement) => statement.denies && statement.onEverything && statement.conditions.length === 0);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter(({ allows }) => allows).map((statement) => blinds(statement, denials)),
    );
  },
};

function blinds(statement: Statement, denials: Statement[]): RuleResult {
  if (statement.conditions.some(byTag)) return pass('by tag');
  const actions = [...BLINDS, ...TAKES_KEYS].filter((action) => statement.covers([action]) && !denials.some((denial) => denial.covers([action]))
    && (statement.hasNotResource || statement.resources.some((value) => isOf(action, value))));
  if (actions.length === 0) return pass();
  return fail('it allows stopping audit logs or threat detection, or disabling keys', `${actions.join(', ')} on ${statement.resources.map(describe).join(', ') || 'NotResource'}`);
}

/** `s3:*` on a bucket beside `kms:*` on a key: an action counts only on what it can be on. */
function isOf(action: string, value: Value): boolean {
  const [, , service] = (textOf(value) ?? '').split(':');
  return service === undefined || /[*?$]/.test(service) || service === action.split(':')[0];
}

function byTag({ operator, key, values }: Statement['conditions'][number]): boolean {
  return BY_TAG.test(key) && /^String(Equals|Like)$/.test(operator) && values.length > 0 && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? ''));
}
