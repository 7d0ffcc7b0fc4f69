import { RemovalPolicy } from 'aws-cdk-lib';
import { ApiCallers } from './api-callers';
import { ApiCors } from './api-cors';
import { ApiTlsPolicy, SecureApiDomain } from './api-domain';
import { RouteAuthorizer } from './route-authorizer';
import { ApiThrottle } from './route-options';
import { DataClass } from '../core/data-class';
import { WebFirewall } from '../edge/web-firewall';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureApi`. One of `domain` and `keepExecuteApiEndpoint` is required.
 */
export interface SecureApiProps {
  /**
   * Who is let in to routes that do not say it themselves.
   *
   * @default RouteAuthorizer.iam()
   */
  readonly authorizer?: RouteAuthorizer;

  /**
   * Who may call with AWS credentials at most, for an API whose routes all have `RouteAuthorizer.iam()`.
   *
   * @default - every principal that an identity policy of this account allows it
   */
  readonly callers?: ApiCallers;

  /**
   * The domain under which the API is served, and nowhere else: the endpoint `execute-api` is switched off.
   *
   * @default - none; `keepExecuteApiEndpoint` is then required
   */
  readonly domain?: SecureApiDomain;

  /**
   * Serves the API under the name that API Gateway gives it (`….execute-api.…`), which no certificate of yours names and which
   * cannot ask for client certificates. Stands in the template's metadata and in the evidence.
   *
   * @default false
   */
  readonly keepExecuteApiEndpoint?: boolean;

  /**
   * Which TLS handshakes the API accepts. Cannot be chosen with mutual TLS.
   *
   * @default ApiTlsPolicy.POST_QUANTUM
   */
  readonly tlsPolicy?: ApiTlsPolicy;

  /**
   * The web firewall in front of the API.
   *
   * @default - one of its own, with the defaults of `WebFirewall`; none for `Profile.DEVELOPMENT`
   */
  readonly firewall?: WebFirewall;

  /**
   * Which web pages may call the API from a browser.
   *
   * @default - none
   */
  readonly cors?: ApiCors;

  /**
   * Requests that each route takes, all callers together. Limits per caller are the firewall's.
   *
   * @default - 100 per second, 200 at once
   */
  readonly throttle?: ApiThrottle;

  /**
   * Name of the stage: letters, digits, `_` and `-`.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The class of the data that the API's logs hold.
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
   * What happens to the API's logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
