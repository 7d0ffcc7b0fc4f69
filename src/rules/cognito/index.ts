import { rule as accountsAreGuarded } from './AccountsAreGuarded';
import { rule as addressesAreVerified } from './AddressesAreVerified';
import { rule as attributesAreNotForUsers } from './AttributesAreNotForUsers';
import { rule as callbacksUseTls } from './CallbacksUseTls';
import { rule as domainTakesNewTls } from './DomainTakesNewTls';
import { rule as errorsHideUsers } from './ErrorsHideUsers';
import { rule as identityPoolAsksWho } from './IdentityPoolAsksWho';
import { rule as passkeysVerifyUsers } from './PasskeysVerifyUsers';
import { rule as passwordsStaySecret } from './PasswordsStaySecret';
import { rule as refreshTokensRotate } from './RefreshTokensRotate';
import { rule as risksAreBlocked } from './RisksAreBlocked';
import { rule as secondFactorIsNoMessage } from './SecondFactorIsNoMessage';
import { rule as signInsAreLogged } from './SignInsAreLogged';
import { rule as tokensAreShort } from './TokensAreShort';
import { rule as tokensComeByCode } from './TokensComeByCode';
import { rule as usersNeedMfa } from './UsersNeedMfa';
import type { Rule } from '../rule';

export const cognitoRules: Rule[] = [
  usersNeedMfa,
  accountsAreGuarded,
  errorsHideUsers,
  tokensAreShort,
  refreshTokensRotate,
  tokensComeByCode,
  callbacksUseTls,
  passwordsStaySecret,
  identityPoolAsksWho,
  risksAreBlocked,
  passkeysVerifyUsers,
  addressesAreVerified,
  attributesAreNotForUsers,
  signInsAreLogged,
  secondFactorIsNoMessage,
  domainTakesNewTls,
];
