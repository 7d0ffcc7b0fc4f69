import { isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-002',
  title: 'What a schedule cannot start is kept',
  severity: 'medium',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'A nightly job that is never started leaves no trace, unless the call that failed goes somewhere.',
  remediation: 'Set Target.DeadLetterConfig to a queue.',
  check: (schedule) => isPresent(schedule.at('Target', 'DeadLetterConfig', 'Arn'), 'what it cannot start is lost'),
};
