import { rule as pipeEncryptedWithCmk } from './PipeEncryptedWithCmk';
import { rule as pipeLogsWithoutExecutionData } from './PipeLogsWithoutExecutionData';
import { rule as pipeStreamHasDeadLetterQueue } from './PipeStreamHasDeadLetterQueue';
import type { Rule } from '../rule';

export const pipesRules: Rule[] = [
  pipeEncryptedWithCmk,
  pipeLogsWithoutExecutionData,
  pipeStreamHasDeadLetterQueue,
];
