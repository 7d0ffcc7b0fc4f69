import { rule as deadLettersAreKept } from './DeadLettersAreKept';
import { rule as encryptedAndTlsOnly } from './EncryptedAndTlsOnly';
import type { Rule } from '../rule';

export const sqsRules: Rule[] = [
  encryptedAndTlsOnly,
  deadLettersAreKept,
];
