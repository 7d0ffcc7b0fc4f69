import { rule as manualControlsAreNotOverdue } from './ManualControlsAreNotOverdue';
import { rule as scheduleEncryptedWithCmk } from './ScheduleEncryptedWithCmk';
import { rule as scheduleHasDeadLetterQueue } from './ScheduleHasDeadLetterQueue';
import { rule as scheduleIsEnabled } from './ScheduleIsEnabled';
import type { Rule } from '../rule';

export const schedulerRules: Rule[] = [
  manualControlsAreNotOverdue,
  scheduleEncryptedWithCmk,
  scheduleHasDeadLetterQueue,
  scheduleIsEnabled,
];
