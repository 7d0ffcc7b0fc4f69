import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { TokenKeys } from './token-keys';
import { DataClass } from '../core/data-class';
import { CedarPolicies } from '../identity/cedar-policies';
import { TokenRevocations } from '../identity/token-revocations';
import { TrustZone } from '../zone/trust-zone';

/**
 * Where requests are decided.
 */
export enum CedarDecision {
  /**
   * Verified Permissions verifies the token and decides, at each request. The function stands in the zone's network and needs
   * no way to the user pool.
   */
  VERIFIED_PERMISSIONS = 'VERIFIED_PERMISSIONS',
  /**
   * The function verifies the token and decides itself, by the policies that it was deployed with. There is no policy store and
   * no call at each request; it needs the user pool's public keys.
   */
  LOCAL = 'LOCAL',
}

/**
 * What a claim of the access token holds.
 */
export enum CedarClaimType {
  /** A text. */
  STRING = 'STRING',
  /** `true` or `false`, also as a text, which is how Cognito writes custom attributes. */
  BOOLEAN = 'BOOLEAN',
  /** A whole number, also as a text. */
  LONG = 'LONG',
  /** A list of texts. */
  STRING_SET = 'STRING_SET',
}

/**
 * Properties of a `CedarAuthorizer`.
 */
export interface CedarAuthorizerProps {
  /**
   * The policies. Each names the routes that it speaks of, `App::Action::"GET /orders/{id}"`, or none and speaks of all.
   */
  readonly policies: CedarPolicies[];

  /**
   * The user pool whose access tokens are taken.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The apps whose tokens are taken: tokens that other clients of the pool got are refused.
   */
  readonly clients: cognito.IUserPoolClient[];

  /**
   * Where requests are decided.
   *
   * @default CedarDecision.VERIFIED_PERMISSIONS
   */
  readonly decision?: CedarDecision;

  /**
   * From where the function has the user pool's public keys: required to decide locally. With Verified Permissions, which
   * verifies tokens itself, the function verifies them too when it has fixed keys.
   *
   * @default - none
   */
  readonly keys?: TokenKeys;

  /**
   * The namespace of the policies.
   *
   * @default 'App'
   */
  readonly cedarNamespace?: string;

  /**
   * Claims of the access token that say how the caller's device or session stands, with what they hold. They reach policies as
   * `context.posture`, and a token that lacks one is refused. A pre token generation trigger of the pool adds them.
   *
   * @default - none
   */
  readonly postureClaims?: Record<string, CedarClaimType>;

  /**
   * Takes address and country of the caller from the headers that CloudFront adds, `CloudFront-Viewer-Address` and
   * `CloudFront-Viewer-Country`; a request without them is refused. Only for an API that nobody reaches but through CloudFront:
   * anyone else writes these headers himself.
   *
   * @default - false: the address is that of the connection, and policies see no country
   */
  readonly behindCloudFront?: boolean;

  /**
   * Shows policies the client certificate of mutual TLS, as `context.certificate`; a request without one is refused.
   *
   * @default false
   */
  readonly clientCertificate?: boolean;

  /**
   * Whose tokens are refused though they have not expired. Read for each user, kept for 20 seconds; when it cannot be read, everyone is denied.
   *
   * @default - that of a `SecureUserPool`, if it has one: `Play.cutOffUser` makes it
   */
  readonly revocations?: TokenRevocations;

  /**
   * How long a decision is kept for requests that are alike in everything that it depends on but the time, up to an hour. A right
   * that was taken away lasts as long; 10 seconds at most where tokens are revoked by a list. Not possible with `clientCertificate`, which API Gateway cannot key decisions on.
   *
   * @default - every request is decided anew
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Decisions at the same time, at most. They are reserved from the quota of the account.
   *
   * @default - what the zone reserves for each of its functions: none
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The class of the data that the authorizer handles: decides the key of its store, environment and logs.
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
   * What happens to the policy store and the logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
