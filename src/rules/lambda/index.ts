import { rule as codeSigningConfigEnforcesSignatures } from './CodeSigningConfigEnforcesSignatures';
import { rule as containerImageIsPinned } from './ContainerImageIsPinned';
import { rule as deploymentPackageEncryptedWithCmk } from './DeploymentPackageEncryptedWithCmk';
import { rule as environmentKeepsTlsAndCode } from './EnvironmentKeepsTlsAndCode';
import { rule as environmentLogsNoData } from './EnvironmentLogsNoData';
import { rule as environmentVariablesEncryptedWithCmk } from './EnvironmentVariablesEncryptedWithCmk';
import { rule as environmentVariablesHoldNoSecrets } from './EnvironmentVariablesHoldNoSecrets';
import { rule as environmentVariablesTakeNoNoEchoParameters } from './EnvironmentVariablesTakeNoNoEchoParameters';
import { rule as eventCheckIsWhole } from './EventCheckIsWhole';
import { rule as execWrapperHasLayer } from './ExecWrapperHasLayer';
import { rule as filterCriteriaEncryptedWithCmk } from './FilterCriteriaEncryptedWithCmk';
import { rule as functionHasCodeSigningConfig } from './FunctionHasCodeSigningConfig';
import { rule as functionHasFailureDestination } from './FunctionHasFailureDestination';
import { rule as functionHasOwnJsonLogGroup } from './FunctionHasOwnJsonLogGroup';
import { rule as functionHasTracing } from './FunctionHasTracing';
import { rule as functionInVpcWithOwnSecurityGroup } from './FunctionInVpcWithOwnSecurityGroup';
import { rule as functionLimitsConcurrency } from './FunctionLimitsConcurrency';
import { rule as functionRuntimeNotDeprecated } from './FunctionRuntimeNotDeprecated';
import { rule as functionSetsTimeoutAndMemory } from './FunctionSetsTimeoutAndMemory';
import { rule as functionTerminatesRecursiveLoops } from './FunctionTerminatesRecursiveLoops';
import { rule as functionUrlCorsNamesOrigins } from './FunctionUrlCorsNamesOrigins';
import { rule as functionUrlRequiresIamAuth } from './FunctionUrlRequiresIamAuth';
import { rule as functionUsesTwoAvailabilityZones } from './FunctionUsesTwoAvailabilityZones';
import { rule as functionWritesToOwnLogGroup } from './FunctionWritesToOwnLogGroup';
import { rule as layerPermissionNamesPrincipals } from './LayerPermissionNamesPrincipals';
import { rule as layersAreFromAllowedAccounts } from './LayersAreFromAllowedAccounts';
import { rule as layerVersionsArePinned } from './LayerVersionsArePinned';
import { rule as methodPassesVerifiedTenantId } from './MethodPassesVerifiedTenantId';
import { rule as permissionNamesPrincipalAndSource } from './PermissionNamesPrincipalAndSource';
import { rule as permissionNamesSourceArnAndAccount } from './PermissionNamesSourceArnAndAccount';
import { rule as queueEventSourceLimitsConcurrency } from './QueueEventSourceLimitsConcurrency';
import { rule as queueEventSourceReportsItemFailures } from './QueueEventSourceReportsItemFailures';
import { rule as resourcePolicyExcludesPermissions } from './ResourcePolicyExcludesPermissions';
import { rule as runtimeGuardIsWhole } from './RuntimeGuardIsWhole';
import { rule as sourceQueueVisibilityCoversTimeout } from './SourceQueueVisibilityCoversTimeout';
import { rule as streamEventSourceHasFailureDestination } from './StreamEventSourceHasFailureDestination';
import { rule as streamEventSourceIsolatesItemFailures } from './StreamEventSourceIsolatesItemFailures';
import { rule as tenantIsolatedFunctionRequiresLeadingKeys } from './TenantIsolatedFunctionRequiresLeadingKeys';
import { rule as tenantIsolatedFunctionUsesSupportedFeatures } from './TenantIsolatedFunctionUsesSupportedFeatures';
import { rule as tenantRolesAreAssumedInIsolation } from './TenantRolesAreAssumedInIsolation';
import type { Rule } from '../rule';

export const lambdaRules: Rule[] = [
  permissionNamesPrincipalAndSource,
  environmentVariablesEncryptedWithCmk,
  functionInVpcWithOwnSecurityGroup,
  sourceQueueVisibilityCoversTimeout,
  functionHasFailureDestination,
  functionHasOwnJsonLogGroup,
  functionTerminatesRecursiveLoops,
  functionUrlRequiresIamAuth,
  functionRuntimeNotDeprecated,
  functionLimitsConcurrency,
  functionUrlCorsNamesOrigins,
  layerVersionsArePinned,
  containerImageIsPinned,
  streamEventSourceHasFailureDestination,
  queueEventSourceReportsItemFailures,
  codeSigningConfigEnforcesSignatures,
  layerPermissionNamesPrincipals,
  functionUsesTwoAvailabilityZones,
  functionHasTracing,
  environmentVariablesHoldNoSecrets,
  tenantIsolatedFunctionUsesSupportedFeatures,
  resourcePolicyExcludesPermissions,
  functionHasCodeSigningConfig,
  execWrapperHasLayer,
  functionWritesToOwnLogGroup,
  tenantIsolatedFunctionRequiresLeadingKeys,
  functionSetsTimeoutAndMemory,
  methodPassesVerifiedTenantId,
  layersAreFromAllowedAccounts,
  streamEventSourceIsolatesItemFailures,
  filterCriteriaEncryptedWithCmk,
  queueEventSourceLimitsConcurrency,
  permissionNamesSourceArnAndAccount,
  environmentVariablesTakeNoNoEchoParameters,
  tenantRolesAreAssumedInIsolation,
  environmentKeepsTlsAndCode,
  eventCheckIsWhole,
  runtimeGuardIsWhole,
  deploymentPackageEncryptedWithCmk,
  environmentLogsNoData,
];
