import { rule as lambdaPermissionsGrantInvocation } from './LambdaPermissionsGrantInvocation';
import { rule as policiesNameAccountsOfRoles } from './PoliciesNameAccountsOfRoles';
import { rule as policiesNameActions } from './PoliciesNameActions';
import { rule as policiesNamePrincipals } from './PoliciesNamePrincipals';
import { rule as policiesNameTrustedAccounts } from './PoliciesNameTrustedAccounts';
import { rule as resourcesNameTrustedAccounts } from './ResourcesNameTrustedAccounts';
import { rule as resourcesUseTrustedAccounts } from './ResourcesUseTrustedAccounts';
import { rule as schedulesKeepSafeguards } from './SchedulesKeepSafeguards';
import type { Rule } from '../rule';

export const trustRules: Rule[] = [
  policiesNamePrincipals,
  policiesNameTrustedAccounts,
  policiesNameActions,
  resourcesNameTrustedAccounts,
  lambdaPermissionsGrantInvocation,
  schedulesKeepSafeguards,
  resourcesUseTrustedAccounts,
  policiesNameAccountsOfRoles,
];
