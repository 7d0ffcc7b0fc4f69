import { join } from 'path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { authorizerFunction, LAMBDA_FOLDER } from './authorizer-function';
import { DeferredAssetCode } from './deferred-asset-code';
import { Route } from './route';
import { TokenKeys } from './token-keys';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { TokenRevocations } from '../identity/token-revocations';
import { TrustZone } from '../zone/trust-zone';

const CODE = join(LAMBDA_FOLDER, 'jwt-authorizer');
const MAX_TOKEN_AGE = Duration.hours(24);
const CLOCK_TOLERANCE = Duration.seconds(10);
const HTTPS_URL = /^https:\/\/[^\s#@*]+$/;

/**
 * Properties of a `JwtAuthorizer`.
 */
export interface JwtAuthorizerProps {
  /**
   * The issuer, exactly as its tokens say it in `iss`: an https URL.
   */
  readonly issuer: string;

  /**
   * For whom tokens must be, by `aud`: one of these. An identity token is for the app that signed a person in, so name the API here,
   * never an app.
   */
  readonly audiences: string[];

  /**
   * From where the function has the issuer's public keys.
   */
  readonly keys: TokenKeys;

  /**
   * Where the issuer publishes its keys, for keys that are fetched: an https URL.
   *
   * @default - `/.well-known/jwks.json` below the issuer
   */
  readonly jwksUri?: string;

  /**
   * Claims that a token must have, with their value: a text, or one element of a list.
   *
   * @default - none
   */
  readonly requiredClaims?: Record<string, string>;

  /**
   * The type that the token's header (`typ`) must name, with or without `application/`. Say `JWT` for an issuer whose access tokens name no
   * better one, as those of Auth0, Entra ID and Keycloak do by default; a token without `typ` counts as a `JWT`. Tokens that show by their
   * claims that they are ID, refresh or logout tokens are refused all the same: `token_use`, `nonce`, `at_hash`, `c_hash`, `s_hash`,
   * `events`, and Keycloak's `typ`.
   *
   * @default - access tokens that say so: `at+jwt` (RFC 9068), or a `JWT` with `token_use` `access`, as Amazon Cognito's
   */
  readonly tokenType?: string;

  /**
   * How long ago a token may have been issued, by `iat`, however long it says that it lives. A token without `iat` is refused. At least
   * one minute.
   *
   * @default Duration.hours(24)
   */
  readonly maxTokenAge?: Duration;

  /**
   * By how much the clocks of the issuer and of the function may differ: for `exp`, `nbf`, `iat` and the age of a token. One minute at most.
   *
   * @default Duration.seconds(10)
   */
  readonly clockTolerance?: Duration;

  /**
   * Takes only tokens that are bound to the client certificate of the connection, by `cnf.x5t#S256` (RFC 8705), for an API with
   * mutual TLS: a stolen token is of no use without the certificate's private key.
   *
   * @default false
   */
  readonly certificateBound?: boolean;

  /**
   * Whose tokens are refused though they have not expired: of a Cognito user pool, `pool.revocations`. Read for each user, kept for 20 seconds; when
   * it cannot be read, everyone is denied.
   *
   * @default - tokens are good until they expire
   */
  readonly revocations?: TokenRevocations;

  /**
   * Decisions at the same time, at most. They are reserved from the quota of the account.
   *
   * @default - what the zone reserves for each of its functions: none
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The class of the data that the authorizer handles: decides the key of its environment and logs.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the authorizer.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/**
 * Lets callers in by a signed access token of an OpenID Connect issuer: signature, issuer, audience, type, expiry, age, claims, and the
 * scopes of the route. Tokens are signed by a key pair (RS, ES, EdDSA); shared secrets and `none` are refused, and so are ID tokens, a
 * token that never expires, and one with extensions that must be understood (`crit`).
 *
 * In the template: a function. It denies on any error, and its answer names the very method and path that was asked for. The
 * function behind a route finds `sub` and `scope` in `event.requestContext.authorizer`.
 *
 * Throws `BadIssuer`, `NoAudience`, `BadTokenTime` for an age or tolerance out of range, `RevocationsTooShort` for tokens that live longer than
 * entries of the list, and `AuthorizerOfAnotherApi` when a second API uses it.
 *
 * Fixed cost: none. Source: RFC 8725, RFC 9068, RFC 8705; NIST 800-53 IA-2, AC-3.
 *
 * @example
 * const partners = new JwtAuthorizer(this, 'Partners', {
 *   issuer: 'https://id.example.com',
 *   audiences: ['https://orders.example.com'],
 *   keys: TokenKeys.fromFile('jwks.json'),
 * });
 * new SecureApi(this, 'Api', { authorizer: RouteAuthorizer.jwt(partners), keepExecuteApiEndpoint: true });
 */
export class JwtAuthorizer extends Construct {
  /** The zone of the authorizer. */
  public readonly zone: TrustZone;
  /** The function that answers API Gateway. */
  public readonly handler: lambda.IFunction;

  private readonly routes = new Map<string, string[]>();
  private api?: IConstruct;

  constructor(scope: Construct, id: string, props: JwtAuthorizerProps) {
    checkProps(new.target === JwtAuthorizer, 'JwtAuthorizerProps', pathOf(scope, id), props);
    check(pathOf(scope, id), props);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(scope);
    const jwksUri = props.jwksUri ?? `${props.issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
    const { issuer, audiences, requiredClaims = {}, tokenType, certificateBound = false, keys } = props;
    const { maxTokenAge = MAX_TOKEN_AGE, clockTolerance = CLOCK_TOLERANCE } = props;
    const fn = authorizerFunction(this, {
      zone: this.zone,
      keys,
      keysHost: jwksUri.replace(/^https:\/\//, '').split('/')[0],
      description: `Decides about requests for ${this.node.path}`,
      code: new DeferredAssetCode({
        files: { 'index.js': join(CODE, 'index.js') },
        texts: () => ({
          'config.json': JSON.stringify({
            routes: Object.fromEntries([...this.routes].sort()),
            requiredClaims,
            tokenType,
            maxTokenAge: maxTokenAge.toSeconds({ integral: false }),
            clockTolerance: clockTolerance.toSeconds({ integral: false }),
            certificateBound,
            revocations: props.revocations && true,
            jwks: keys._jwks && JSON.parse(keys._jwks),
          }),
        }),
      }),
      environment: {
        ISSUERS: issuer,
        AUDIENCES: audiences.join(' '),
        JWKS_URI: jwksUri,
        ...props.revocations && { REVOCATIONS_TABLE: props.revocations.table.tableName },
      },
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      dataClass: props.dataClass,
      logRemovalPolicy: props.logRemovalPolicy,
    });
    props.revocations?.grantRead(fn);
    this.handler = fn;
  }

  /** @internal */
  public _addRoute(api: IConstruct, route: Route, scopes: string[]): void {
    if (this.api && this.api !== api) {
      throw new ZeroTrustError(this, 'AuthorizerOfAnotherApi', `it knows the routes of ${this.api.node.path}.`, `give ${api.node.path} an authorizer of its own.`);
    }
    this.api = api;
    this.routes.set(`${route.verb} ${route.path}`, scopes);
  }
}

function check(path: string, { issuer, audiences, jwksUri, maxTokenAge, clockTolerance, revocations }: JwtAuthorizerProps): void {
  const isBetween = (time: Duration | undefined, least: number, most: number) => {
    if (time === undefined) return true;
    return !time.isUnresolved() && time.toMilliseconds() >= least * 1000 && time.toMilliseconds() <= most * 1000;
  };
  if (!isBetween(maxTokenAge, 60, Infinity) || !isBetween(clockTolerance, 0, 60)) {
    throw new ZeroTrustError(path, 'BadTokenTime', 'the age or the tolerance of tokens is out of range, or not known at synth.',
      'take one minute or more for maxTokenAge, and one minute at most for clockTolerance.');
  }
  if (revocations && (maxTokenAge ?? MAX_TOKEN_AGE).toMilliseconds() > revocations.maxTokenAge.toMilliseconds()) {
    throw new ZeroTrustError(path, 'RevocationsTooShort', 'a token could outlive the entry that revokes it.', 'shorten maxTokenAge, or lengthen that of the list.');
  }
  for (const url of [issuer, jwksUri ?? issuer]) {
    // a word for each token: the host may be known at deployment only, the scheme may not
    if (HTTPS_URL.test(url.replace(/\$\{Token\[[^\]]*\]\}/g, 'token'))) continue;
    throw new ZeroTrustError(path, 'BadIssuer', `'${url}' is no exact https URL.`, 'write what the issuer says of itself in its openid-configuration.');
  }
  if (audiences.length > 0 && audiences.every((audience) => /^\S+$/.test(audience))) return;
  throw new ZeroTrustError(path, 'NoAudience', 'without an audience, tokens that the issuer made for any other API would do.', 'name what tokens for this API have in aud.');
}
