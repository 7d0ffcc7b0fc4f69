import { rule as connectionHoldsNoSecrets } from './ConnectionHoldsNoSecrets';
import { rule as eventBusEncryptedWithCmk } from './EventBusEncryptedWithCmk';
import { rule as eventBusPolicyNamesPrincipals } from './EventBusPolicyNamesPrincipals';
import { rule as ruleTargetsHaveDeadLetterQueue } from './RuleTargetsHaveDeadLetterQueue';
import type { Rule } from '../rule';

export const eventsRules: Rule[] = [
  ruleTargetsHaveDeadLetterQueue,
  eventBusPolicyNamesPrincipals,
  eventBusEncryptedWithCmk,
  connectionHoldsNoSecrets,
];
