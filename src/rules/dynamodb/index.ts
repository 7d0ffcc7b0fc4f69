import { rule as capacityFollowsUse } from './CapacityFollowsUse';
import { rule as deletionIsProtected } from './DeletionIsProtected';
import { rule as policyIsForNamedPrincipals } from './PolicyIsForNamedPrincipals';
import { rule as recoversToAnyPoint } from './RecoversToAnyPoint';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const dynamodbRules: Rule[] = [
  underCustomerKey,
  recoversToAnyPoint,
  deletionIsProtected,
  capacityFollowsUse,
  policyIsForNamedPrincipals,
];
