import { clock } from '../../model/clock';
import { fail, pass, unknown } from '../../model/judge';
import { isReminderOfNothing, manualControlOf } from '../../model/manual-control';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SCHEDULER-004',
  title: 'Manual controls with EventBridge Scheduler reminders are not overdue',
  severity: 'high',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'A control that people perform, such as a review of access or a test of a restore, holds until it is due again. After that day, nothing shows that it still holds.',
  remediation: 'Perform the control, then set lastDone of the ManualControl to that day.',
  check(schedule, model) {
    const control = manualControlOf(schedule);
    if (!control) {
      return isReminderOfNothing(schedule, model) ? fail('the metadata of the manual control is gone', 'its reminder is still there, and nothing has the day on which it is due') : pass('no manual control');
    }
    const { title = 'a control', owner = 'no owner', due } = control;
    if (due === undefined) return unknown('when the manual control is due is not known');
    return clock.today() > due ? fail('the manual control is overdue', `${title} of ${owner} was due on ${due}`) : pass(`due on ${due}`);
  },
};
