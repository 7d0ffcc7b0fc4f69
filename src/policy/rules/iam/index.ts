import { rule as actionsAreExact } from './ActionsAreExact';
import { rule as customerManagedPoliciesOnly } from './CustomerManagedPoliciesOnly';
import { rule as roleIsUsedOnce } from './RoleIsUsedOnce';
import { rule as wildcardResourceHasNoAlternative } from './WildcardResourceHasNoAlternative';
import type { Rule } from '../rule';

export const iamRules: Rule[] = [
  wildcardResourceHasNoAlternative,
  roleIsUsedOnce,
  customerManagedPoliciesOnly,
  actionsAreExact,
];
