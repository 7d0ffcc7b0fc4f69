import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiCors } from './api-cors';
import { allowApi } from './api-permission';
import { DEFAULT_HEADERS } from './cors-preflight';
import { HTTP_ACCESS_LOG_FORMAT } from './http-access-log-format';
import { HttpApiRoute } from './http-api-route';
import { HttpAuthorizers } from './http-authorizers';
import { checkHttpApi, checkHttpRoute, faultsOfRoutes } from './http-checks';
import { httpDomain } from './http-domain';
import { HttpFunctionIntegration } from './http-function-integration';
import { HttpRouteAuthorizer } from './http-route-authorizer';
import { HttpRouteOptions } from './http-route-options';
import { parseRoute, Route } from './route';
import { ApiThrottle } from './route-options';
import { SecureHttpApiProps } from './secure-http-api-props';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { TrustZone } from '../zone/trust-zone';

const DEFAULT_THROTTLE: ApiThrottle = { rateLimit: 100, burstLimit: 200 };

/**
 * An HTTP API in which no route is open: cheaper and faster than a REST API, with less before the function. AWS WAF cannot protect an HTTP API,
 * so that it wants an `EdgeDistribution` before it (`EdgeOrigin.httpApi`), or a reason why not (`withoutWebAcl`). It validates no requests, knows no
 * mutual TLS towards backends, and writes no traces: where these count, use a `SecureApi`.
 *
 * In the template: the API, one stage (`$default`) with throttle and an access log (JSON) under the zone's key. A route adds a route, and an
 * integration and a permission for each new function; an authorizer is made once for all routes that have it.
 *
 * The CDK's own `addRoutes` is held to the same rules: a route that is open or takes identity tokens fails synthesis (`OpenRoute`,
 * `MissingScopes`), and so does an API without a web firewall (`NoWebAcl`).
 *
 * Throws without a domain or the statement that the default endpoint stays (`NoEndpoint`), on both (`TwoEndpoints`), `BadDomainName`, `BadThrottle`,
 * `NoReason`, and on CORS for unnamed origins (`CorsWildcard`, `BadOrigin`, `BadHeader`).
 *
 * Fixed cost: none. Source: FSBP APIGateway.8, APIGateway.9; NIST 800-53 AC-3, AU-12, SC-5; API Gateway developer guide, "Choose between REST
 * APIs and HTTP APIs"; AWS WAF developer guide, "Resources that you can protect".
 *
 * @example
 * declare const users: SecureUserPool;
 * declare const addNote: SecureFunction;
 * declare const web: cognito.UserPoolClient;
 *
 * const api = new SecureHttpApi(this, 'Api', {
 *   authorizer: HttpRouteAuthorizer.userPool(users, web),
 *   keepExecuteApiEndpoint: true,
 *   withoutWebAcl: 'Callers are signed in, and the throttle bounds what they can cause',
 * });
 * api.addRoute('POST /notes', addNote, { scopes: ['notes/write'] });
 */
export class SecureHttpApi extends apigatewayv2.HttpApi {
  /** The zone of the API. */
  public readonly zone: TrustZone;
  /** Where each request is logged, as JSON. */
  public readonly accessLogGroup: logs.ILogGroup;
  /** The domain under which the API is served. */
  public readonly domainName?: apigatewayv2.DomainName;

  private readonly settings: SecureHttpApiProps;
  private readonly authorizers: HttpAuthorizers;
  private readonly integrations = new Map<string, HttpFunctionIntegration>();
  private readonly routes: Route[] = [];
  private readonly routeSettings: Record<string, object> = {};
  private behindEdge = false;

  constructor(scope: Construct, id: string, props: SecureHttpApiProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureHttpApi, 'SecureHttpApiProps', path, props);
    checkHttpApi(path, props);
    super(scope, id, complete({
      apiName: path.replace(/[^A-Za-z0-9]+/g, '-'),
      description: props.description,
      disableExecuteApiEndpoint: props.domain !== undefined,
    }));
    this.settings = props;
    this.zone = props.zone ?? TrustZone.of(scope);
    this.authorizers = new HttpAuthorizers(this);
    this.accessLogGroup = new SecureLogGroup(this, 'AccessLogs', {
      zone: this.zone,
      dataClass: props.dataClass,
      removalPolicy: props.logRemovalPolicy,
      // others would each take one of the ten resource policies that CloudWatch Logs has in a region
      logGroupName: vendedLogName(this, '/aws/vendedlogs/apigateway/'),
    })._carries(LogKind.API_ACCESS);
    this.configureStage();
    if (props.cors) this.allowPages(props.cors);
    if (props.domain) this.domainName = httpDomain(this, props.domain);
    else this.node.addMetadata('cdk-zero-trust:opt-out', 'keepExecuteApiEndpoint');
    if (props.withoutWebAcl !== undefined) this.node.addMetadata('cdk-zero-trust:opt-out', `withoutWebAcl: ${props.withoutWebAcl}`);
    this.node.addValidation({ validate: () => [...faultsOfRoutes(this), ...this.faultOfFirewall()] });
    this.zone._join(this);
  }

  /**
   * Adds a route: requests with this verb and path that are authorised reach the function, as they are, in payload format 2.0.
   *
   * Throws on a route that is not well formed (`BadRoute`, `TokenRoute`) or there already, also under another name of its parameter
   * (`AlikeRoutes`); on missing or useless scopes (`MissingScopes`, `UnusedScopes`); on a function that may run longer than the 30 s that the
   * API waits (`TimeoutOverApiLimit`), or that keeps tenants apart (`MissingTenant`).
   *
   * @param route `VERB /path`, for example `GET /notes/{id}`; `{name+}` at the end takes the rest of the path
   * @param handler the function
   * @param options who is let in, and how often
   */
  public addRoute(route: string, handler: lambda.IFunction, options: HttpRouteOptions = {}): HttpApiRoute {
    checkProps(true, 'HttpRouteOptions', this.node.path, options);
    const parsed = parseRoute(this.node.path, route);
    const authorizer = options.authorizer ?? this.settings.authorizer ?? HttpRouteAuthorizer.iam();
    checkHttpRoute(this, parsed, this.routes, handler, authorizer, options);
    authorizer._choice.onRoute?.(this, parsed, options.scopes ?? []);
    this.routes.push(parsed);
    const made = new HttpApiRoute(this, route, {
      httpApi: this,
      routeKey: apigatewayv2.HttpRouteKey.with(parsed.path, parsed.verb as apigatewayv2.HttpMethod),
      integration: this.integration(invokedOf(handler, `route '${route}'`)),
      authorizer: this.authorizers.bind(authorizer, options.scopes),
    });
    if (options.throttle) {
      this.routeSettings[route] = asWritten(routeSetting(options.throttle));
      // API Gateway refuses settings of a route that is not there yet
      this.defaultStage!.node.addDependency(made);
    }
    return made;
  }

  /**
   * The URL of a path: under the API's domain when it has one.
   */
  public urlForPath(path: string = '/'): string {
    const { domain } = this.settings;
    return domain ? `https://${domain.domainName}${path}` : `${this.apiEndpoint}${path}`;
  }

  /**
   * Tells the API that a distribution with a web firewall is before it.
   *
   * @internal
   */
  public _standsBehindEdge(): void {
    this.behindEdge = true;
  }

  /** One integration and one permission for each function. */
  private integration(handler: lambda.IFunction): HttpFunctionIntegration {
    let integration = this.integrations.get(handler.node.addr);
    if (!integration) {
      integration = new HttpFunctionIntegration(handler);
      this.integrations.set(handler.node.addr, integration);
      allowApi(this, handler, Stack.of(this).formatArn({ service: 'execute-api', resource: this.apiId, resourceName: '*/*' }), 'Invoke');
    }
    return integration;
  }

  private configureStage(): void {
    const stage = this.defaultStage!.node.defaultChild as apigatewayv2.CfnStage;
    stage.accessLogSettings = { destinationArn: vendedLogArn(this.accessLogGroup), format: HTTP_ACCESS_LOG_FORMAT };
    stage.defaultRouteSettings = routeSetting(this.settings.throttle ?? DEFAULT_THROTTLE);
    stage.routeSettings = Lazy.any({ produce: () => (Object.keys(this.routeSettings).length > 0 ? this.routeSettings : undefined) });
  }

  private allowPages(cors: ApiCors): void {
    (this.node.defaultChild as apigatewayv2.CfnApi).corsConfiguration = {
      allowOrigins: cors.allowOrigins,
      allowMethods: Lazy.list({ produce: () => [...new Set(this.routes.map(({ verb }) => verb))].sort() }),
      allowHeaders: cors.allowHeaders ?? DEFAULT_HEADERS,
      allowCredentials: cors.allowCredentials,
      exposeHeaders: cors.exposeHeaders,
      maxAge: (cors.maxAge ?? Duration.minutes(5)).toSeconds(),
    };
  }

  private faultOfFirewall(): string[] {
    if (this.behindEdge || this.settings.withoutWebAcl !== undefined) return [];
    return [new ZeroTrustError(this, 'NoWebAcl', 'no web firewall is before the API, as AWS WAF cannot protect HTTP APIs.',
      "put an EdgeDistribution with EdgeOrigin.httpApi(api, …) before it, use a SecureApi, or say why it needs none: withoutWebAcl: '…'.").message];
  }
}

/** `RouteSettings` is free JSON, which the CDK does not put into capitals. */
function asWritten(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name[0].toUpperCase() + name.slice(1), value]));
}

function routeSetting({ rateLimit, burstLimit }: ApiThrottle): apigatewayv2.CfnStage.RouteSettingsProperty {
  return { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit, detailedMetricsEnabled: true };
}
