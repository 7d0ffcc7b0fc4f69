import { rule as alarmsCanPublish } from './AlarmsCanPublish';
import { rule as encryptedAndTlsOnly } from './EncryptedAndTlsOnly';
import type { Rule } from '../rule';

export const snsRules: Rule[] = [
  encryptedAndTlsOnly,
  alarmsCanPublish,
];
