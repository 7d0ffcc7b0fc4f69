import { rule as authPolicyNamesPrincipals } from './AuthPolicyNamesPrincipals';
import { rule as listenerRequiresTls } from './ListenerRequiresTls';
import { rule as serviceHasAccessLogs } from './ServiceHasAccessLogs';
import { rule as serviceRequiresIamAuth } from './ServiceRequiresIamAuth';
import { rule as vpcAssociationHasSecurityGroup } from './VpcAssociationHasSecurityGroup';
import type { Rule } from '../rule';

export const vpclatticeRules: Rule[] = [
  serviceRequiresIamAuth,
  authPolicyNamesPrincipals,
  listenerRequiresTls,
  serviceHasAccessLogs,
  vpcAssociationHasSecurityGroup,
];
