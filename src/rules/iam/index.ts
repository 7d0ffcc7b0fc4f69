import { rule as actionsAreExact } from './ActionsAreExact';
import { rule as actionsExist } from './ActionsExist';
import { rule as boundariesBound } from './BoundariesBound';
import { rule as customerManagedPoliciesOnly } from './CustomerManagedPoliciesOnly';
import { rule as denialMeetsAccessKeys } from './DenialMeetsAccessKeys';
import { rule as federationNamesItsSubject } from './FederationNamesItsSubject';
import { rule as keysOfItemsHold } from './KeysOfItemsHold';
import { rule as nobodyWidensOwnRights } from './NobodyWidensOwnRights';
import { rule as noStandingCredentials } from './NoStandingCredentials';
import { rule as passedRolesAreNamed } from './PassedRolesAreNamed';
import { rule as peopleShowTheirSecondFactor } from './PeopleShowTheirSecondFactor';
import { rule as perimeterIsAroundAll } from './PerimeterIsAroundAll';
import { rule as perimeterLetsServicesIn } from './PerimeterLetsServicesIn';
import { rule as roleIsUsedOnce } from './RoleIsUsedOnce';
import { rule as servicesAssumeForUs } from './ServicesAssumeForUs';
import { rule as tagsOfSessionsAreDemanded } from './TagsOfSessionsAreDemanded';
import { rule as trustIsForNamedPrincipals } from './TrustIsForNamedPrincipals';
import { rule as usersGetRightsByGroup } from './UsersGetRightsByGroup';
import { rule as wildcardResourceHasNoAlternative } from './WildcardResourceHasNoAlternative';
import type { Rule } from '../rule';

export const iamRules: Rule[] = [
  wildcardResourceHasNoAlternative,
  roleIsUsedOnce,
  customerManagedPoliciesOnly,
  actionsAreExact,
  trustIsForNamedPrincipals,
  servicesAssumeForUs,
  federationNamesItsSubject,
  passedRolesAreNamed,
  nobodyWidensOwnRights,
  noStandingCredentials,
  usersGetRightsByGroup,
  actionsExist,
  peopleShowTheirSecondFactor,
  denialMeetsAccessKeys,
  keysOfItemsHold,
  perimeterLetsServicesIn,
  tagsOfSessionsAreDemanded,
  perimeterIsAroundAll,
  boundariesBound,
];
