import { rule as anomaliesUnderCustomerKey } from './AnomaliesUnderCustomerKey';
import { rule as forwardedWithOthers } from './ForwardedWithOthers';
import { rule as forwardsWithRights } from './ForwardsWithRights';
import { rule as keptAsProfileSays } from './KeptAsProfileSays';
import { rule as keptOneYear } from './KeptOneYear';
import { rule as keyLetsLogsWrite } from './KeyLetsLogsWrite';
import { rule as maskedWhereItIsLookedFor } from './MaskedWhereItIsLookedFor';
import { rule as nobodyUnmasks } from './NobodyUnmasks';
import { rule as outlivesItsStack } from './OutlivesItsStack';
import { rule as protectedFromDeletion } from './ProtectedFromDeletion';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const logsRules: Rule[] = [
  keptOneYear,
  underCustomerKey,
  keyLetsLogsWrite,
  outlivesItsStack,
  maskedWhereItIsLookedFor,
  protectedFromDeletion,
  anomaliesUnderCustomerKey,
  forwardsWithRights,
  forwardedWithOthers,
  keptAsProfileSays,
  nobodyUnmasks,
];
