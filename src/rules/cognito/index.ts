import { rule as appClientCallbacksUseHttps } from './AppClientCallbacksUseHttps';
import { rule as appClientDisallowsImplicitGrant } from './AppClientDisallowsImplicitGrant';
import { rule as appClientDisallowsPasswordFlows } from './AppClientDisallowsPasswordFlows';
import { rule as appClientHidesUserExistence } from './AppClientHidesUserExistence';
import { rule as appClientRestrictsWriteAttributes } from './AppClientRestrictsWriteAttributes';
import { rule as appClientRotatesRefreshTokens } from './AppClientRotatesRefreshTokens';
import { rule as appClientTokensExpireIn15Minutes } from './AppClientTokensExpireIn15Minutes';
import { rule as identityPoolChecksTokens } from './IdentityPoolChecksTokens';
import { rule as identityPoolDisablesGuestAccess } from './IdentityPoolDisablesGuestAccess';
import { rule as identityPoolRolesAreNotAdministrators } from './IdentityPoolRolesAreNotAdministrators';
import { rule as passkeysRequireUserVerification } from './PasskeysRequireUserVerification';
import { rule as userPoolBlocksRiskySignIns } from './UserPoolBlocksRiskySignIns';
import { rule as userPoolDomainRequiresTls12 } from './UserPoolDomainRequiresTls12';
import { rule as userPoolExportsActivityLogs } from './UserPoolExportsActivityLogs';
import { rule as userPoolHasThreatAndDeletionProtection } from './UserPoolHasThreatAndDeletionProtection';
import { rule as userPoolRequiresMfa } from './UserPoolRequiresMfa';
import { rule as userPoolSmsMfaHasTotp } from './UserPoolSmsMfaHasTotp';
import { rule as userPoolVerifiesAttributeUpdates } from './UserPoolVerifiesAttributeUpdates';
import type { Rule } from '../rule';

export const cognitoRules: Rule[] = [
  userPoolRequiresMfa,
  userPoolHasThreatAndDeletionProtection,
  appClientHidesUserExistence,
  appClientTokensExpireIn15Minutes,
  appClientRotatesRefreshTokens,
  appClientDisallowsImplicitGrant,
  appClientCallbacksUseHttps,
  appClientDisallowsPasswordFlows,
  identityPoolDisablesGuestAccess,
  userPoolBlocksRiskySignIns,
  passkeysRequireUserVerification,
  userPoolVerifiesAttributeUpdates,
  appClientRestrictsWriteAttributes,
  userPoolExportsActivityLogs,
  userPoolSmsMfaHasTotp,
  userPoolDomainRequiresTls12,
  identityPoolChecksTokens,
  identityPoolRolesAreNotAdministrators,
];
