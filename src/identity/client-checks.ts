import { Duration, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ZeroTrustError } from '../core/errors';

const ACCESS_MINUTES = { min: 5, max: 15 };
const REFRESH_MINUTES = { min: 60, max: 24 * 60 };
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const SCOPE_NAME = /^[!#-.0-[\]-~]{1,256}$/;
/** Scopes that Cognito defines itself. */
const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/**
 * Throws on options of a client that would be insecure or that Cognito refuses.
 *
 * @internal
 */
export function checkClient(path: string, options: cognito.UserPoolClientOptions, declaredScopes: Set<string>, localhost: boolean): void {
  checkFlows(path, options);
  checkValidity(path, 'accessTokenValidity', ACCESS_MINUTES, options.accessTokenValidity);
  checkValidity(path, 'idTokenValidity', ACCESS_MINUTES, options.idTokenValidity);
  checkValidity(path, 'refreshTokenValidity', REFRESH_MINUTES, options.refreshTokenValidity);
  refuseOff(path, 'enableTokenRevocation', options.enableTokenRevocation, 'a stolen token could not be taken back');
  refuseOff(path, 'preventUserExistenceErrors', options.preventUserExistenceErrors, 'anyone could find out who has an account');
  checkScopes(path, options.oAuth?.scopes ?? [], declaredScopes);
  const { callbackUrls = [], logoutUrls = [] } = options.oAuth ?? {};
  for (const url of [...callbackUrls, ...logoutUrls]) checkUrl(path, url, localhost);
}

/**
 * Throws `InvalidScope` for a part of a scope's full name that Cognito does not take.
 *
 * @internal
 */
export function checkScopeNames(path: string, names: string[]): void {
  const wrong = names.find((name) => Token.isUnresolved(name) || !SCOPE_NAME.test(name));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'InvalidScope', `'${wrong}' is no name of a resource server or a scope.`,
    'use literal printable characters without spaces, slashes, quotes and backslashes, for example \'orders\' and \'read\'.');
}

function checkFlows(path: string, { oAuth, authFlows, generateSecret }: cognito.UserPoolClientOptions): void {
  if (oAuth?.flows?.implicitCodeGrant) {
    throw new ZeroTrustError(path, 'ImplicitGrant', 'the implicit grant puts tokens into URLs, where browsers and logs keep them.',
      'use the authorization code with PKCE.');
  }
  if (authFlows?.userPassword || authFlows?.adminUserPassword || authFlows?.custom) {
    throw new ZeroTrustError(path, 'InsecureAuthFlow', 'flows with the plain password show it to the app, and the custom flow asks for no second factor.',
      'use AppClientFlow.AUTHORIZATION_CODE, or AppClientFlow.USER_AUTH for pages of your own.');
  }
  if (!oAuth) return;
  if (!oAuth.flows?.clientCredentials) return checkCodeGrant(path, oAuth);
  if (oAuth.flows.authorizationCodeGrant || generateSecret === false || !oAuth.scopes?.length) {
    throw new ZeroTrustError(path, 'InvalidMachineClient', 'a machine signs in by its secret, for named scopes, and for no person.',
      'name the scopes, leave generateSecret out, and add a client of its own for people.');
  }
}

function checkCodeGrant(path: string, oAuth: cognito.OAuthSettings): void {
  if (oAuth.callbackUrls?.length) return;
  throw new ZeroTrustError(path, 'NoCallbackUrl', 'the authorization code has nowhere to go.', 'name the exact https URL in callbackUrls.');
}

function checkValidity(path: string, name: string, { min, max }: { min: number; max: number }, validity?: Duration): void {
  if (!validity) return;
  const minutes = validity.isUnresolved() ? NaN : validity.toMinutes({ integral: false });
  if (minutes >= min && minutes <= max) return;
  throw new ZeroTrustError(path, 'TokenValidityOutOfRange', `${name} is not from ${min} to ${max} minutes.`,
    'give a literal duration in that range: a right that was taken away must end soon.');
}

function refuseOff(path: string, name: string, value: boolean | undefined, consequence: string): void {
  if (value !== false) return;
  throw new ZeroTrustError(path, 'SafeguardOff', `${name} is off: ${consequence}.`, `leave ${name} out.`);
}

function checkScopes(path: string, scopes: cognito.OAuthScope[], declared: Set<string>): void {
  for (const { scopeName } of scopes) {
    if (Token.isUnresolved(scopeName) || STANDARD_SCOPES.includes(scopeName) || declared.has(scopeName)) continue;
    throw new ZeroTrustError(path, 'UnknownScope', `the scope '${scopeName}' is not declared in this pool.`,
      'declare it first: addScopes(\'orders\', { read: \'Read orders\' }) declares \'orders/read\'.');
  }
}

function checkUrl(path: string, url: string, localhost: boolean): void {
  // a word for each token: the host may be known at deployment only, the scheme may not
  const text = url.replace(/\$\{Token\[[^\]]*\]\}/g, 'token');
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed && !/[*#@]/.test(text) && (parsed.protocol === 'https:' || (localhost && isLoopback(parsed)))) return;
  throw new ZeroTrustError(path, 'InsecureUrl', `'${text}' is no exact https URL.`,
    'write the scheme out, without wildcard, fragment or user: https://app.example.com/signed-in. For development there is allowLocalhost.');
}

function isLoopback(url: URL): boolean {
  return url.protocol === 'http:' && LOOPBACK.includes(url.hostname);
}
