import { rule as deadLettersAreKept } from './DeadLettersAreKept';
import { rule as encryptedAndTlsOnly } from './EncryptedAndTlsOnly';
import { rule as queueIsForNamedPrincipals } from './QueueIsForNamedPrincipals';
import { rule as servicesSendForUs } from './ServicesSendForUs';
import type { Rule } from '../rule';

export const sqsRules: Rule[] = [
  encryptedAndTlsOnly,
  deadLettersAreKept,
  queueIsForNamedPrincipals,
  servicesSendForUs,
];
