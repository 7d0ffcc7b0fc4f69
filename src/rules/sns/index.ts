import { rule as alarmsCanPublish } from './AlarmsCanPublish';
import { rule as deliversEncrypted } from './DeliversEncrypted';
import { rule as encryptedAndTlsOnly } from './EncryptedAndTlsOnly';
import { rule as servicesSendForUs } from './ServicesSendForUs';
import { rule as topicIsForNamedPrincipals } from './TopicIsForNamedPrincipals';
import { rule as undeliveredIsKept } from './UndeliveredIsKept';
import type { Rule } from '../rule';

export const snsRules: Rule[] = [
  encryptedAndTlsOnly,
  alarmsCanPublish,
  topicIsForNamedPrincipals,
  servicesSendForUs,
  deliversEncrypted,
  undeliveredIsKept,
];
