import { describe, Expression, textOf } from '../../model';
import { every, fail, isFalseOrAbsent, isNotEmpty, isTrue, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEDEPLOY-001',
  title: 'CodeDeploy deployment groups roll back on failure and on CloudWatch alarms',
  severity: 'low',
  types: ['AWS::CodeDeploy::DeploymentGroup'],
  rationale: 'Traffic is shifted gradually so that a faulty version is stopped early. Without alarms nothing stops it, and without rollback it keeps its share of the traffic.',
  remediation: 'Set AlarmConfiguration with alarms, and AutoRollbackConfiguration with DEPLOYMENT_FAILURE and DEPLOYMENT_STOP_ON_ALARM.',
  check(group) {
    const rollback = group.at('AutoRollbackConfiguration');
    const alarms = group.at('AlarmConfiguration');
    return every(
      isTrue(rollback.at('Enabled'), 'it does not roll back automatically'),
      includes(rollback.at('Events'), 'DEPLOYMENT_FAILURE', 'it does not roll back when a deployment fails'),
      includes(rollback.at('Events'), 'DEPLOYMENT_STOP_ON_ALARM', 'it does not roll back on an alarm'),
      isTrue(alarms.at('Enabled'), 'its alarms are not enabled'),
      isNotEmpty(alarms.at('Alarms'), 'it has no alarms'),
      isFalseOrAbsent(alarms.at('IgnorePollAlarmFailure'), 'it continues when alarms cannot be read'),
    );
  },
};

function includes(events: Expression, event: string, finding: string): RuleResult {
  const items = events.items();
  if (items.some(({ value }) => textOf(value) === event)) return pass(event);
  return items.some(({ value }) => value.kind === 'unknown') ? unknown(finding, describe(events.value)) : fail(finding, describe(events.value));
}
