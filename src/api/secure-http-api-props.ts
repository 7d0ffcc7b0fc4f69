import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ApiCors } from './api-cors';
import type { SecureApiDomain } from './api-domain';
import type { HttpRouteAuthorizer } from './http-route-authorizer';
import type { ApiThrottle } from './route-options';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureHttpApi`. One of `domain` and `keepExecuteApiEndpoint` is required; so is a web firewall before it, by
 * `EdgeOrigin.httpApi`, or `withoutWebAcl`.
 */
export interface SecureHttpApiProps {
  /**
   * Who is let in to routes that do not say it themselves.
   *
   * @default HttpRouteAuthorizer.iam()
   */
  readonly authorizer?: HttpRouteAuthorizer;

  /**
   * Why the API has no web firewall: AWS WAF cannot protect HTTP APIs, only a distribution before them. Stands in the template's metadata and
   * in the evidence.
   *
   * @default - an `EdgeDistribution` with `EdgeOrigin.httpApi` is before the API
   */
  readonly withoutWebAcl?: string;

  /**
   * The domain under which the API is served by TLS 1.2, and nowhere else: the endpoint `execute-api` is switched off.
   *
   * @default - none; `keepExecuteApiEndpoint` is then required
   */
  readonly domain?: SecureApiDomain;

  /**
   * Serves the API under the name that API Gateway gives it (`….execute-api.…`), which no certificate of yours names and which cannot ask for
   * client certificates. Stands in the template's metadata and in the evidence.
   *
   * @default false
   */
  readonly keepExecuteApiEndpoint?: boolean;

  /**
   * Which web pages may call the API from a browser. API Gateway answers the browser's question for all routes alike.
   *
   * @default - none
   */
  readonly cors?: ApiCors;

  /**
   * Requests that each route takes, all callers together.
   *
   * @default - 100 per second, 200 at once
   */
  readonly throttle?: ApiThrottle;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The class of the data that the API's log holds.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the API.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the API's log when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
