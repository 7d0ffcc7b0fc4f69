import { rule as batchFailsInPart } from './BatchFailsInPart';
import { rule as codeIsSigned } from './CodeIsSigned';
import { rule as codeSigningIsEnforced } from './CodeSigningIsEnforced';
import { rule as concurrencyIsReserved } from './ConcurrencyIsReserved';
import { rule as environmentHoldsNoSecret } from './EnvironmentHoldsNoSecret';
import { rule as environmentUnderCustomerKey } from './EnvironmentUnderCustomerKey';
import { rule as failuresAreKept } from './FailuresAreKept';
import { rule as filtersUnderCustomerKey } from './FiltersUnderCustomerKey';
import { rule as imageIsPinned } from './ImageIsPinned';
import { rule as isTraced } from './IsTraced';
import { rule as layerIsForNamedAccounts } from './LayerIsForNamedAccounts';
import { rule as layersAreOfAllowedAccounts } from './LayersAreOfAllowedAccounts';
import { rule as layersArePinned } from './LayersArePinned';
import { rule as limitsAreDeclared } from './LimitsAreDeclared';
import { rule as oneKindOfResourcePolicy } from './OneKindOfResourcePolicy';
import { rule as ownJsonLog } from './OwnJsonLog';
import { rule as ownSecurityGroup } from './OwnSecurityGroup';
import { rule as permissionNamesItsSource } from './PermissionNamesItsSource';
import { rule as pollsWithinConcurrency } from './PollsWithinConcurrency';
import { rule as recursionEnds } from './RecursionEnds';
import { rule as runtimeIsSupported } from './RuntimeIsSupported';
import { rule as sourceQueueOutlastsFunction } from './SourceQueueOutlastsFunction';
import { rule as standsInTwoZones } from './StandsInTwoZones';
import { rule as streamBatchFailsInPart } from './StreamBatchFailsInPart';
import { rule as streamFailuresAreKept } from './StreamFailuresAreKept';
import { rule as tenantIsVerified } from './TenantIsVerified';
import { rule as tenantsAreApart } from './TenantsAreApart';
import { rule as tenantsReachOwnItems } from './TenantsReachOwnItems';
import { rule as urlIsAuthenticated } from './UrlIsAuthenticated';
import { rule as urlNamesItsOrigins } from './UrlNamesItsOrigins';
import { rule as wrapperIsInALayer } from './WrapperIsInALayer';
import { rule as writesOwnLogOnly } from './WritesOwnLogOnly';
import type { Rule } from '../rule';

export const lambdaRules: Rule[] = [
  permissionNamesItsSource,
  environmentUnderCustomerKey,
  ownSecurityGroup,
  sourceQueueOutlastsFunction,
  failuresAreKept,
  ownJsonLog,
  recursionEnds,
  urlIsAuthenticated,
  runtimeIsSupported,
  concurrencyIsReserved,
  urlNamesItsOrigins,
  layersArePinned,
  imageIsPinned,
  streamFailuresAreKept,
  batchFailsInPart,
  codeSigningIsEnforced,
  layerIsForNamedAccounts,
  standsInTwoZones,
  isTraced,
  environmentHoldsNoSecret,
  tenantsAreApart,
  oneKindOfResourcePolicy,
  codeIsSigned,
  wrapperIsInALayer,
  writesOwnLogOnly,
  tenantsReachOwnItems,
  limitsAreDeclared,
  tenantIsVerified,
  layersAreOfAllowedAccounts,
  streamBatchFailsInPart,
  filtersUnderCustomerKey,
  pollsWithinConcurrency,
];
