import type { HttpRouteAuthorizer } from './http-route-authorizer';
import type { ApiThrottle } from './route-options';

/**
 * Options of a route of a `SecureHttpApi`.
 */
export interface HttpRouteOptions {
  /**
   * Who is let in.
   *
   * @default - the API's authorizer
   */
  readonly authorizer?: HttpRouteAuthorizer;

  /**
   * Scopes of which an access token must have one. Required with `userPool` and `jwt`, which take identity tokens where no scope is asked
   * for; possible with `tokens`; refused with any other. Cedar policies ask for `context.scopes`.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * The throttle of this route. A route takes its own in place of the stage's.
   *
   * @default - the stage's
   */
  readonly throttle?: ApiThrottle;
}
