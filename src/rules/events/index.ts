import { rule as connectionHoldsNoSecrets } from './ConnectionHoldsNoSecrets';
import { rule as eventBusEncryptedWithCmk } from './EventBusEncryptedWithCmk';
import { rule as eventBusPolicyNamesPrincipals } from './EventBusPolicyNamesPrincipals';
import { rule as findingsReachTargets } from './FindingsReachTargets';
import { rule as ruleTargetsHaveDeadLetterQueue } from './RuleTargetsHaveDeadLetterQueue';
import { rule as securityRulesAreEnabled } from './SecurityRulesAreEnabled';
import type { Rule } from '../rule';

export const eventsRules: Rule[] = [
  ruleTargetsHaveDeadLetterQueue,
  eventBusPolicyNamesPrincipals,
  eventBusEncryptedWithCmk,
  connectionHoldsNoSecrets,
  securityRulesAreEnabled,
  findingsReachTargets,
];
