import { rule as busIsForNamedPrincipals } from './BusIsForNamedPrincipals';
import { rule as connectionHoldsNoSecret } from './ConnectionHoldsNoSecret';
import { rule as failedTargetsAreKept } from './FailedTargetsAreKept';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const eventsRules: Rule[] = [
  failedTargetsAreKept,
  busIsForNamedPrincipals,
  underCustomerKey,
  connectionHoldsNoSecret,
];
