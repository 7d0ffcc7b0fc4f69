import { rule as abacRoleRequiresSessionTag } from './AbacRoleRequiresSessionTag';
import { rule as dataPerimeterCoversAllStores } from './DataPerimeterCoversAllStores';
import { rule as functionHasOwnRole } from './FunctionHasOwnRole';
import { rule as gitHubRoleNamesRepositoryById } from './GitHubRoleNamesRepositoryById';
import { rule as identityHasNoAdministratorPolicy } from './IdentityHasNoAdministratorPolicy';
import { rule as identityPoolRoleRequiresAuthentication } from './IdentityPoolRoleRequiresAuthentication';
import { rule as leadingKeysCoverEveryItem } from './LeadingKeysCoverEveryItem';
import { rule as mfaDenyCoversAccessKeys } from './MfaDenyCoversAccessKeys';
import { rule as oidcRoleRequiresExactAudience } from './OidcRoleRequiresExactAudience';
import { rule as oidcRoleRequiresExactSubject } from './OidcRoleRequiresExactSubject';
import { rule as perimeterDenyExemptsServices } from './PerimeterDenyExemptsServices';
import { rule as permissionsBoundaryDeniesEscalation } from './PermissionsBoundaryDeniesEscalation';
import { rule as policiesAreCustomerManaged } from './PoliciesAreCustomerManaged';
import { rule as policyActionsExist } from './PolicyActionsExist';
import { rule as policyAvoidsAuditTampering } from './PolicyAvoidsAuditTampering';
import { rule as policyAvoidsPrivilegeEscalation } from './PolicyAvoidsPrivilegeEscalation';
import { rule as policyAvoidsResourceExposure } from './PolicyAvoidsResourceExposure';
import { rule as policyAvoidsTakeover } from './PolicyAvoidsTakeover';
import { rule as policyAvoidsWildcardActions } from './PolicyAvoidsWildcardActions';
import { rule as policyAvoidsWildcardResources } from './PolicyAvoidsWildcardResources';
import { rule as policyNamesDataStores } from './PolicyNamesDataStores';
import { rule as policyRestrictsPassRole } from './PolicyRestrictsPassRole';
import { rule as policyWritesOwnLogsOnly } from './PolicyWritesOwnLogsOnly';
import { rule as responseRoleChangesMembersOnly } from './ResponseRoleChangesMembersOnly';
import { rule as roleForUsersRequiresMfa } from './RoleForUsersRequiresMfa';
import { rule as roleTrustPolicyNamesPrincipals } from './RoleTrustPolicyNamesPrincipals';
import { rule as roleTrustPolicyNamesSource } from './RoleTrustPolicyNamesSource';
import { rule as taggedRoleRestrictsByTag } from './TaggedRoleRestrictsByTag';
import { rule as userHasNoLongTermCredentials } from './UserHasNoLongTermCredentials';
import { rule as userHasNoPolicies } from './UserHasNoPolicies';
import type { Rule } from '../rule';

export const iamRules: Rule[] = [
  policyAvoidsWildcardResources,
  functionHasOwnRole,
  policiesAreCustomerManaged,
  policyAvoidsWildcardActions,
  roleTrustPolicyNamesPrincipals,
  roleTrustPolicyNamesSource,
  oidcRoleRequiresExactSubject,
  policyRestrictsPassRole,
  policyAvoidsPrivilegeEscalation,
  userHasNoLongTermCredentials,
  userHasNoPolicies,
  policyActionsExist,
  roleForUsersRequiresMfa,
  mfaDenyCoversAccessKeys,
  leadingKeysCoverEveryItem,
  perimeterDenyExemptsServices,
  abacRoleRequiresSessionTag,
  dataPerimeterCoversAllStores,
  permissionsBoundaryDeniesEscalation,
  identityHasNoAdministratorPolicy,
  policyAvoidsTakeover,
  policyAvoidsAuditTampering,
  policyWritesOwnLogsOnly,
  taggedRoleRestrictsByTag,
  responseRoleChangesMembersOnly,
  policyNamesDataStores,
  oidcRoleRequiresExactAudience,
  gitHubRoleNamesRepositoryById,
  policyAvoidsResourceExposure,
  identityPoolRoleRequiresAuthentication,
];
