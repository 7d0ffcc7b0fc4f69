import { rule as queueEncryptedWithCmkAndTls } from './QueueEncryptedWithCmkAndTls';
import { rule as queueHasDeadLetterQueue } from './QueueHasDeadLetterQueue';
import { rule as queuePolicyNamesPrincipals } from './QueuePolicyNamesPrincipals';
import { rule as queuePolicyNamesServiceSource } from './QueuePolicyNamesServiceSource';
import type { Rule } from '../rule';

export const sqsRules: Rule[] = [
  queueEncryptedWithCmkAndTls,
  queueHasDeadLetterQueue,
  queuePolicyNamesPrincipals,
  queuePolicyNamesServiceSource,
];
