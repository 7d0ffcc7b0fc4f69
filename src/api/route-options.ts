import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { RouteAuthorizer } from './route-authorizer';

/**
 * How many requests are let through before the rest is answered with 429.
 */
export interface ApiThrottle {
  /**
   * Requests per second, on average.
   */
  readonly rateLimit: number;

  /**
   * Requests at once: the size of the token bucket.
   */
  readonly burstLimit: number;
}

/**
 * Options of a route.
 */
export interface RouteOptions {
  /**
   * Who is let in.
   *
   * @default - the API's authorizer
   */
  readonly authorizer?: RouteAuthorizer;

  /**
   * Scopes of which an access token must have one. Required with a Cognito authorizer, which takes identity tokens where no
   * scope is asked for; possible with `RouteAuthorizer.jwt`; refused with any other. Cedar policies ask for `context.scopes`.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * What the body must be, as JSON schema draft 4, whatever content type the request claims. Objects refuse properties that
   * they do not name, at any depth, unless they say `additionalProperties` themselves.
   *
   * @default - the body is not looked at by the API
   */
  readonly body?: apigateway.JsonSchema;

  /**
   * Query parameters that a request must have. Parameters of the path are required in any case.
   *
   * @default - none
   */
  readonly requiredQuery?: string[];

  /**
   * Headers that a request must have.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];

  /**
   * The throttle of this route. A route takes its own in place of the stage's.
   *
   * @default - the stage's
   */
  readonly throttle?: ApiThrottle;

  /**
   * The verified claim that tells whose request it is, for a function with `TenancyConfig.PER_TENANT`: a claim of the access
   * token for a user pool, a name in the context that a function answers with for the others (`sub` and `scope` of a `JwtAuthorizer`,
   * also `clientId` of a `CedarAuthorizer`). A caller cannot choose it.
   *
   * @default - none, which is refused for a function that keeps tenants apart
   */
  readonly tenantClaim?: string;

  /**
   * Name of the operation, for SDKs and documentation.
   *
   * @default - none
   */
  readonly operationName?: string;
}
