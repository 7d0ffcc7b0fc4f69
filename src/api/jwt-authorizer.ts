import { join } from 'path';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { authorizerFunction, LAMBDA_FOLDER } from './authorizer-function';
import { DeferredAssetCode } from './deferred-asset-code';
import { Route } from './route';
import { TokenKeys } from './token-keys';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { TrustZone } from '../zone/trust-zone';

const CODE = join(LAMBDA_FOLDER, 'jwt-authorizer');
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
   * The type that the token's header must name, as RFC 9068 has it for access tokens: `at+jwt`.
   *
   * @default - any
   */
  readonly tokenType?: string;

  /**
   * Takes only tokens that are bound to the client certificate of the connection, by `cnf.x5t#S256` (RFC 8705), for an API with
   * mutual TLS: a stolen token is of no use without the certificate's private key.
   *
   * @default false
   */
  readonly certificateBound?: boolean;

  /**
   * Decisions at the same time, at most.
   *
   * @default 20
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
 * Lets callers in by a signed token of an OpenID Connect issuer: signature, issuer, audience, expiry, claims, and the scopes of the
 * route. Tokens are signed by a key pair (RS, ES, EdDSA); shared secrets and `none` are refused, and so is a token that never expires.
 *
 * In the template: a function. It denies on any error, and its answer names the very method and path that was asked for. The
 * function behind a route finds `sub` and `scope` in `event.requestContext.authorizer`.
 *
 * Throws `BadIssuer`, `NoAudience`, and `AuthorizerOfAnotherApi` when a second API uses it.
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
  private api?: apigateway.RestApi;

  constructor(scope: Construct, id: string, props: JwtAuthorizerProps) {
    check(pathOf(scope, id), props);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(scope);
    const jwksUri = props.jwksUri ?? `${props.issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
    const { issuer, audiences, requiredClaims = {}, tokenType, certificateBound = false, keys } = props;
    this.handler = authorizerFunction(this, {
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
            certificateBound,
            jwks: keys._jwks && JSON.parse(keys._jwks),
          }),
        }),
      }),
      environment: {
        ISSUERS: issuer,
        AUDIENCES: audiences.join(' '),
        JWKS_URI: jwksUri,
      },
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      dataClass: props.dataClass,
      logRemovalPolicy: props.logRemovalPolicy,
    });
  }

  /** @internal */
  public _addRoute(api: apigateway.RestApi, route: Route, scopes: string[]): void {
    if (this.api && this.api !== api) {
      throw new ZeroTrustError(this, 'AuthorizerOfAnotherApi', `it knows the routes of ${this.api.node.path}.`, `give ${api.node.path} an authorizer of its own.`);
    }
    this.api = api;
    this.routes.set(`${route.verb} ${route.path}`, scopes);
  }
}

function check(path: string, { issuer, audiences, jwksUri }: JwtAuthorizerProps): void {
  for (const url of [issuer, jwksUri ?? issuer]) {
    // a word for each token: the host may be known at deployment only, the scheme may not
    if (HTTPS_URL.test(url.replace(/\$\{Token\[[^\]]*\]\}/g, 'token'))) continue;
    throw new ZeroTrustError(path, 'BadIssuer', `'${url}' is no exact https URL.`, 'write what the issuer says of itself in its openid-configuration.');
  }
  if (audiences.length > 0 && audiences.every((audience) => /^\S+$/.test(audience))) return;
  throw new ZeroTrustError(path, 'NoAudience', 'without an audience, tokens that the issuer made for any other API would do.', 'name what tokens for this API have in aud.');
}
