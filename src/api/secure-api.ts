import { createHash } from 'crypto';
import { CfnOutput, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ACCESS_LOG_FORMAT } from './access-log-format';
import { accountSettingsOf, warnWithoutAccountSettings } from './account-settings';
import { ApiAuthorizers, checkAuthorizer } from './api-authorizers';
import { checkCallers, faultsOfCallers, restrictCallers } from './api-callers';
import { ApiTlsPolicy } from './api-domain';
import { serveDomain, tlsOf } from './api-endpoint';
import { allowApi } from './api-permission';
import { ApiRoute } from './api-route';
import { closedSchema } from './body-schema';
import { addPreflight, checkCors } from './cors-preflight';
import { faultsOf } from './method-checks';
import { quietResponses } from './quiet-responses';
import { parseRoute, Route } from './route';
import { RouteAuthorizer } from './route-authorizer';
import { checkRoute, checkThrottle } from './route-checks';
import { RouteIntegration } from './route-integration';
import { ApiThrottle, RouteOptions } from './route-options';
import { tenantParameters } from './route-tenant';
import { SecureApiProps } from './secure-api-props';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';
import type { IEdgeApi } from '../edge/edge-api';
import { WebFirewall } from '../edge/web-firewall';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { TrustZone } from '../zone/trust-zone';

const DEFAULT_THROTTLE: ApiThrottle = { rateLimit: 100, burstLimit: 200 };

/**
 * A regional REST API in which no route is open.
 *
 * In the template: the API with a TLS policy, one stage with throttle, traces, access log (JSON) and execution log under the
 * zone's key, a client certificate towards HTTP backends, a request validator, two gateway responses that tell nothing, and a
 * web firewall. A route adds a method, a resource for each new part of its path, a permission for each new function and a model
 * for each new body.
 *
 * The CDK's own `addMethod` and `addProxy` are held to the same rules. They default to AWS_IAM; a method that is open, takes
 * identity tokens or has no request validator fails synthesis (`OpenMethod`, `MissingScopes`, `UnvalidatedMethod`). `ANY` passes
 * there when it is authorised and validated; `addRoute` wants each verb by name.
 *
 * Logging needs the account's role, which `ApiGatewayAccount` sets once per account and region: the stage waits for the one of the app,
 * in whatever stack it is. Without one, synthesis warns (`cdk-zero-trust:NoApiGatewayAccount`) that the stage fails to deploy unless the
 * account has a role already.
 *
 * Throws without a domain or the statement that the default endpoint stays (`NoEndpoint`), on both (`TwoEndpoints`), and on CORS
 * for unnamed origins (`CorsWildcard`, `BadOrigin`).
 *
 * Fixed cost: that of its web firewall. Source: FSBP APIGateway.1 to APIGateway.5, APIGateway.8, APIGateway.9; NIST 800-53 AC-3,
 * SC-7, SI-10; OWASP API Security Top 10.
 *
 * @example
 * declare const users: SecureUserPool;
 * declare const placeOrder: SecureFunction;
 *
 * const api = new SecureApi(this, 'Api', {
 *   authorizer: RouteAuthorizer.cognito(users),
 *   keepExecuteApiEndpoint: true,
 * });
 * api.addRoute('POST /orders', placeOrder, {
 *   scopes: ['orders/write'],
 *   body: {
 *     type: apigateway.JsonSchemaType.OBJECT,
 *     required: ['item'],
 *     properties: { item: { type: apigateway.JsonSchemaType.STRING, maxLength: 64 } },
 *   },
 * });
 */
export class SecureApi extends apigateway.RestApi implements IEdgeApi {
  /** The zone of the API. */
  public readonly zone: TrustZone;
  /** Validates body and parameters; for methods that the CDK's `addMethod` makes. */
  public readonly requestValidator: apigateway.IRequestValidator;
  /** Where each request is logged, as JSON. */
  public readonly accessLogGroup: logs.ILogGroup;

  private readonly webFirewall?: WebFirewall;
  private readonly settings: SecureApiProps;
  private readonly stageName: string;
  private readonly authorizers: ApiAuthorizers;
  private readonly allowed = new Set<string>();
  private readonly models = new Map<string, apigateway.IModel>();
  private readonly verbs = new Map<string, string[]>();
  private readonly methodSettings: apigateway.CfnStage.MethodSettingProperty[];

  constructor(scope: Construct, id: string, props: SecureApiProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureApi, 'SecureApiProps', path, props);
    const stageName = props.stageName ?? 'prod';
    checkEndpoint(path, props);
    checkStageName(path, stageName);
    if (props.authorizer) checkAuthorizer(path, props.authorizer);
    if (props.callers) checkCallers(path, props.callers);
    if (props.cors) checkCors(path, props.cors);
    if (props.throttle) checkThrottle(path, props.throttle);

    super(scope, id, complete({
      // metrics go by this name, so that two stacks with an 'Api' each must not share it
      restApiName: path.replace(/[^A-Za-z0-9]+/g, '-'),
      description: props.description,
      endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
      disableExecuteApiEndpoint: props.domain !== undefined,
      cloudWatchRole: false,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
      deployOptions: { stageName, tracingEnabled: true },
    }));
    this.settings = props;
    this.stageName = stageName;
    this.zone = props.zone ?? TrustZone.of(scope);
    this.authorizers = new ApiAuthorizers(this);
    this.methodSettings = [methodSetting('*', '/*', props.throttle ?? DEFAULT_THROTTLE)];
    this.requestValidator = this.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    this.accessLogGroup = new SecureLogGroup(this, 'AccessLogs', {
      zone: this.zone, dataClass: props.dataClass, removalPolicy: props.logRemovalPolicy,
    })._carries(LogKind.API_ACCESS);

    Object.assign(this.node.defaultChild as apigateway.CfnRestApi, tlsOf(props.tlsPolicy ?? ApiTlsPolicy.POST_QUANTUM));
    this.configureStage();
    quietResponses(this, props.cors);
    if (props.domain) {
      serveDomain(this, props.domain, props.tlsPolicy ?? ApiTlsPolicy.POST_QUANTUM);
      (this.node.findChild('Endpoint') as CfnOutput).value = this.urlForPath();
    } else {
      this.node.addMetadata('cdk-zero-trust:opt-out', 'keepExecuteApiEndpoint');
    }
    this.webFirewall = props.firewall ?? (this.zone.profile.isDevelopment ? undefined
      : new WebFirewall(this, 'Firewall', { zone: this.zone, logRemovalPolicy: props.logRemovalPolicy }));
    this.webFirewall?.protect(this.deploymentStage);
    if (props.callers) {
      restrictCallers(this, props.callers);
      this.node.addValidation({ validate: () => faultsOfCallers(this.methods) });
    }
    this.node.addValidation({
      validate: () => {
        warnWithoutAccountSettings(this);
        return faultsOf(this.methods);
      },
    });
    this.zone._join(this);
  }

  /**
   * The web firewall in front of the API. Throws `NoFirewall` where `Profile.DEVELOPMENT` leaves it out.
   */
  public get firewall(): WebFirewall {
    if (this.webFirewall) return this.webFirewall;
    throw new ZeroTrustError(this, 'NoFirewall', `profile ${this.zone.profile.name} makes no web firewall.`, 'pass one as `firewall`, or use another profile.');
  }

  /**
   * Adds a route: requests with this verb and path that are authorised and valid reach the function, as they are.
   *
   * Throws on a route that is not well formed (`BadRoute`, `TokenRoute`) or there already, also under another name of its
   * parameter (`AlikeRoutes`); on missing or useless scopes (`MissingScopes`, `UnusedScopes`); on a body schema that cannot be
   * closed (`OpenSchema`); on a function that may run longer than the 29 s that the API waits (`TimeoutOverApiLimit`); and where
   * a function that keeps tenants apart is not told whose request it is (`MissingTenant`, `UnverifiedTenant`, `BadClaim`,
   * `UnusedTenant`).
   *
   * @param route `VERB /path`, for example `GET /orders/{id}`; `{name+}` at the end takes the rest of the path
   * @param handler the function
   * @param options who is let in, and what a request must be
   */
  public addRoute(route: string, handler: lambda.IFunction, options: RouteOptions = {}): ApiRoute {
    checkProps(true, 'RouteOptions', this.node.path, options);
    const parsed = parseRoute(this.node.path, route);
    const authorizer = options.authorizer ?? this.settings.authorizer ?? RouteAuthorizer.iam();
    checkRoute(this, parsed, handler, authorizer, options);
    const tenant = tenantParameters(this, route, handler, authorizer, options);
    const body = options.body && closedSchema(this.node.path, options.body);

    const { type, onRoute } = authorizer._choice;
    onRoute?.(this, parsed, options.scopes ?? []);
    const invoked = invokedOf(handler, `route '${route}'`);
    const resource = this.root.resourceForPath(parsed.path);
    const method = new ApiRoute(resource, parsed.verb, {
      resource,
      httpMethod: parsed.verb,
      integration: new RouteIntegration(invoked, tenant),
      options: {
        ...this.authorizers.bind(authorizer),
        // a function reads scopes itself, and API Gateway takes them for user pools only
        authorizationScopes: type === apigateway.AuthorizationType.COGNITO ? options.scopes : undefined,
        requestParameters: requiredParameters(parsed, options),
        // '$default' and not 'application/json': a body of another content type would pass unseen
        requestModels: body && { $default: this.model(body) },
        requestValidator: this.requestValidator,
        operationName: options.operationName,
      },
    });
    this.allow(invoked);
    this.answerPreflight(resource, parsed);
    if (options.throttle) this.methodSettings.push(methodSetting(parsed.verb, encoded(parsed.path), options.throttle));
    return method;
  }

  /**
   * The URL of a path: under the API's domain when it has one.
   */
  public override urlForPath(path: string = '/'): string {
    // called by the L2's constructor too, before our fields are set
    const domain = this.settings?.domain;
    return domain ? `https://${domain.domainName}${path}` : super.urlForPath(path);
  }

  /** The L1 and not the L2's options, which are wanted before there is a key, a log group or a certificate. */
  private configureStage(): void {
    const stage = this.deploymentStage.node.defaultChild as apigateway.CfnStage;
    stage.accessLogSetting = { destinationArn: this.accessLogGroup.logGroupArn, format: ACCESS_LOG_FORMAT };
    stage.clientCertificateId = new apigateway.CfnClientCertificate(this, 'ClientCertificate', {
      description: `${this.node.path} towards its HTTP backends`,
    }).ref;
    stage.methodSettings = Lazy.any({ produce: () => this.methodSettings });
    acknowledgeStructural(stage, {
      cause: StructuralCause.API_CACHE,
      findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'APIGWCacheEnabledAndEncrypted'),
      provedBy: 'ZT-APIGATEWAY-002',
      reason: 'Nothing is cached, so that nothing lies in a cache unencrypted.',
    });

    // API Gateway makes this group by itself, without key and retention, unless it is there first.
    const executionLogs = new SecureLogGroup(this, 'ExecutionLogs', {
      zone: this.zone,
      dataClass: this.settings.dataClass,
      removalPolicy: this.settings.logRemovalPolicy,
      logGroupName: `API-Gateway-Execution-Logs_${this.restApiId}/${this.stageName}`,
    });
    this.deploymentStage.node.addDependency(executionLogs, accountSettingsOf(Stack.of(this)).group);
  }

  /** One permission per function, for this stage only: the console's test stage is none of it. */
  private allow(handler: lambda.IFunction): void {
    if (this.allowed.has(handler.node.addr)) return;
    this.allowed.add(handler.node.addr);
    allowApi(this, handler, this.arnForExecuteApi('*', '/*', this.stageName), 'Invoke');
  }

  private model(schema: apigateway.JsonSchema): apigateway.IModel {
    const text = JSON.stringify(schema);
    let model = this.models.get(text);
    if (!model) {
      model = this.addModel(`Body${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, { schema });
      this.models.set(text, model);
    }
    return model;
  }

  private answerPreflight(resource: apigateway.IResource, { path, verb }: Route): void {
    if (!this.settings.cors) return;
    const verbs = this.verbs.get(path) ?? [];
    if (verbs.length === 0) addPreflight(resource, this.settings.cors, () => verbs);
    verbs.push(verb);
    this.verbs.set(path, verbs);
  }
}

function checkEndpoint(path: string, { domain, keepExecuteApiEndpoint, tlsPolicy }: SecureApiProps): void {
  if (!domain && !keepExecuteApiEndpoint) {
    throw new ZeroTrustError(path, 'NoEndpoint', 'the API has no domain name, and the default execute-api endpoint is not kept.',
      'give it a domain, or set keepExecuteApiEndpoint: true.');
  }
  if (domain && keepExecuteApiEndpoint) {
    throw new ZeroTrustError(path, 'TwoEndpoints', 'the API has a domain and keeps the default endpoint, a way around it.',
      'leave keepExecuteApiEndpoint out.');
  }
  if (domain && !Token.isUnresolved(domain.domainName) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain.domainName)) {
    throw new ZeroTrustError(path, 'BadDomainName', `'${domain.domainName}' is no domain name that API Gateway takes.`,
      'use a full name in lower case, for example api.example.com.');
  }
  if (domain?.mutualTls && tlsPolicy) {
    throw new ZeroTrustError(path, 'MutualTlsPolicy', 'API Gateway takes mutual TLS with its older TLS 1.2 policy only.',
      'leave tlsPolicy or mutualTls out.');
  }
}

function checkStageName(path: string, stageName: string): void {
  if (!Token.isUnresolved(stageName) && /^[A-Za-z0-9_-]{1,128}$/.test(stageName)) return;
  throw new ZeroTrustError(path, 'BadStageName', 'the name of the stage is a token or has characters that API Gateway does not take.',
    'use letters, digits, _ and -.');
}

function requiredParameters(route: Route, { requiredQuery = [], requiredHeaders = [] }: RouteOptions): Record<string, boolean> | undefined {
  const names = [
    ...route.parameters.map((name) => `path.${name}`),
    ...requiredQuery.map((name) => `querystring.${name}`),
    ...requiredHeaders.map((name) => `header.${name}`),
  ];
  return names.length > 0 ? Object.fromEntries(names.map((name) => [`method.request.${name}`, true])) : undefined;
}

/** A method's own settings take the place of all of the stage's, so that each says everything. */
function methodSetting(httpMethod: string, resourcePath: string, throttle: ApiThrottle): apigateway.CfnStage.MethodSettingProperty {
  return {
    httpMethod,
    resourcePath,
    loggingLevel: apigateway.MethodLoggingLevel.ERROR,
    dataTraceEnabled: false,
    metricsEnabled: true,
    cachingEnabled: false,
    throttlingRateLimit: throttle.rateLimit,
    throttlingBurstLimit: throttle.burstLimit,
  };
}

/** As method settings write a path: `/~1orders~1{id}`, and `/` for the root. */
function encoded(path: string): string {
  return path === '/' ? path : `/${path.replace(/\//g, '~1')}`;
}
