import { isEnabled } from '../../graph/response';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-003',
  title: 'EventBridge Scheduler schedules and scheduled rules are enabled',
  severity: 'low',
  types: ['AWS::Scheduler::Schedule', 'AWS::Events::Rule'],
  rationale: 'Detections, rotations, backups and drills often start by a schedule. A disabled schedule starts nothing, and nothing reports that they no longer take place.',
  remediation: 'Omit State or set it to ENABLED. Remove a schedule that is no longer needed.',
  check(schedule) {
    const enabled = isEnabled(schedule);
    const isOther = schedule.type === 'AWS::Events::Rule' && enabled.verdict !== 'pass' && schedule.at('ScheduleExpression').isAbsent;
    return isOther ? pass('no schedule') : enabled;
  },
};
