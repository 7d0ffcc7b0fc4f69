import { TemplateResource, Value } from '../../model';
import { decide, every, isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDWATCH-001',
  title: 'An alarm reaches somebody',
  severity: 'medium',
  types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
  rationale: 'An alarm without action, or with its actions switched off, changes colour on a page that nobody looks at.',
  remediation: 'Set AlarmActions, and leave ActionsEnabled out. An alarm that a composite alarm combines needs no action of its own.',
  check(alarm) {
    if (alarm.referrers('AWS::CloudWatch::CompositeAlarm').some((composite) => isNamedIn(composite.at('AlarmRule').value, alarm))) return pass('combined');
    return every(
      decide(alarm.at('ActionsEnabled'), 'its actions are switched off', (value) => value === undefined || value === true || value === 'true'),
      isNotEmpty(alarm.at('AlarmActions'), 'it reaches nobody'),
    );
  },
};

function isNamedIn(alarmRule: Value, alarm: TemplateResource): boolean {
  return alarmRule.kind === 'reference' && alarmRule.targets.some(({ resource }) => resource === alarm);
}
