import { TemplateResource, Value } from '../../model';
import { decide, every, isNotEmpty, pass, saysTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDWATCH-001',
  title: 'CloudWatch alarms have an action or are part of a composite alarm',
  severity: 'medium',
  types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
  rationale: 'An alarm without an action, or with its actions disabled, changes state without notifying an operator.',
  remediation: 'Set AlarmActions, and omit ActionsEnabled. An alarm that is part of a composite alarm needs no action of its own.',
  check(alarm) {
    if (alarm.referrers('AWS::CloudWatch::CompositeAlarm').some((composite) => isNamedIn(composite.at('AlarmRule').value, alarm))) return pass('part of a composite alarm');
    return every(
      decide(alarm.at('ActionsEnabled'), 'its actions are disabled', (value) => value === undefined || saysTrue(value)),
      isNotEmpty(alarm.at('AlarmActions'), 'it has no alarm action'),
    );
  },
};

function isNamedIn(alarmRule: Value, alarm: TemplateResource): boolean {
  return alarmRule.kind === 'reference' && alarmRule.targets.some(({ resource }) => resource === alarm);
}
