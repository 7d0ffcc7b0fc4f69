import { rule as scheduleEncryptedWithCmk } from './ScheduleEncryptedWithCmk';
import { rule as scheduleHasDeadLetterQueue } from './ScheduleHasDeadLetterQueue';
import type { Rule } from '../rule';

export const schedulerRules: Rule[] = [
  scheduleEncryptedWithCmk,
  scheduleHasDeadLetterQueue,
];
