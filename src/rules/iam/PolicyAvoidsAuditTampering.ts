import { describe, Statement, TemplateResource, textOf } from '../../model';
import { assumedOnlyBy, everyOwnStatement, grantsNothing, ownDenials, rolesOf, TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isOfService } from './names';

/** What blinds the account, whichever trail or detector it is on. */
export const BLINDS = [
  'access-analyzer:DeleteAnalyzer', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:StopConfigurationRecorder', 'ec2:DeleteFlowLogs',
  'guardduty:DeleteDetector', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:StopMonitoringMembers', 'guardduty:UpdateDetector',
  'inspector2:Disable', 'macie2:DisableMacie', 'organizations:LeaveOrganization', 'securityhub:DisableSecurityHub',
];
/** What takes a key, and with it the data, from its owner. */
export const TAKES_KEYS = ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];
const TAMPERING = [...BLINDS, ...TAKES_KEYS];
/** Inspector has no type in CloudFormation: a deployment disables what it enabled by the function of a custom resource. */
const DISABLED_BY_DEPLOYMENT = 'inspector2:Disable';
const CUSTOM_RESOURCE = /^Custom::|^AWS::CloudFormation::CustomResource$/;
/** What else invokes a function. */
const INVOKERS = ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Permission', 'AWS::Lambda::Url'];
const BY_TAG = /^aws:resourcetag\//;

export const rule: Rule = {
  id: 'ZT-IAM-021',
  title: 'IAM policies do not allow stopping audit logs or threat detection, or disabling KMS keys',
  severity: 'high',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'An attacker with these permissions first stops what would record or detect the attack, or takes the key away from the data. '
    + 'Workloads need none of them.',
  remediation: 'Remove the actions. Leave changes of trails, detectors and keys to the role that CloudFormation deploys with, or restrict them by aws:ResourceTag.',
  // source: MITRE ATT&CK T1562.008 (Disable or Modify Cloud Logs), T1485 (Data Destruction)
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    return everyOwnStatement(resource, (statement) => (statement.allows ? blinds(statement, resource) : pass()));
  },
};

function blinds(statement: Statement, resource: TemplateResource): RuleResult {
  if (statement.conditions.some(byTag)) return pass('by tag');
  if (statement.coveredOf(TAMPERING).length === 0) return pass();
  const denials = ownDenials(resource).filter((denial) => denial.onEverything && denial.conditions.length === 0);
  const tampering = isOfCustomResources(resource) ? TAMPERING.filter((action) => action !== DISABLED_BY_DEPLOYMENT) : TAMPERING;
  const actions = statement.coveredOf(tampering).filter((action) => !denials.some((denial) => denial.covers([action]))
    && (statement.hasNotResource || statement.resources.some((value) => isOfService(action, value))));
  if (actions.length === 0) return pass();
  const on = statement.resources.filter((value) => actions.some((action) => isOfService(action, value)));
  if (!statement.hasNotResource && on.length > 0 && on.every((value) => value.kind === 'unknown' && value.text === undefined)) {
    return unknown('whether it allows stopping audit logs or threat detection, or disabling keys, is not known before deployment', on.map(describe).join(', '));
  }
  return fail('it allows stopping audit logs or threat detection, or disabling keys', `${actions.join(', ')} on ${statement.resources.map(describe).join(', ') || 'NotResource'}`);
}

/** Whether the permissions are those of functions that CloudFormation alone invokes, as providers of custom resources. */
function isOfCustomResources(resource: TemplateResource): boolean {
  const roles = rolesOf(resource);
  return roles.length > 0 && roles.every((role) => {
    const functions = role.referrers('AWS::Lambda::Function').filter((fn) => resourceOf(fn.at('Role').value) === role);
    return functions.length > 0 && assumedOnlyBy(role, 'lambda.amazonaws.com').verdict === 'pass' && functions.every(isProvider);
  });
}

function isProvider(fn: TemplateResource): boolean {
  const invokers = fn.referrers().filter(({ type }) => INVOKERS.includes(type));
  return invokers.length === 0 && fn.referrers().some((one) => CUSTOM_RESOURCE.test(one.type) && resourceOf(one.at('ServiceToken').value) === fn);
}

function byTag({ operator, key, values }: Statement['conditions'][number]): boolean {
  return BY_TAG.test(key) && /^String(Equals|Like)$/.test(operator) && values.length > 0 && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? ''));
}
