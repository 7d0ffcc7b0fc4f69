import { isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-002',
  title: 'EventBridge Scheduler schedules have a dead-letter queue',
  severity: 'medium',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'When a schedule cannot invoke its target, the event is lost without a trace, unless it is sent to a dead-letter queue.',
  remediation: 'Set Target.DeadLetterConfig to an SQS queue.',
  check: (schedule) => isPresent(schedule.at('Target', 'DeadLetterConfig', 'Arn'), 'it has no dead-letter queue'),
};
