import { join } from 'path';
import { Annotations, Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { authorizerFunction, LAMBDA_FOLDER } from './authorizer-function';
import { CedarAuthorizerProps, CedarDecision } from './cedar-authorizer-props';
import { contextOf } from './cedar-context';
import { cognitoHost, cognitoTokens } from './cognito-tokens';
import { DeferredAssetCode } from './deferred-asset-code';
import { Route } from './route';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { CEDAR_FOLDER } from '../identity/cedar-engine';
import { ParsedPolicy, parsePolicies } from '../identity/cedar-parser';
import { CedarPolicyStore } from '../identity/cedar-policy-store';
import { CedarAction, cedarSchema } from '../identity/cedar-schema';
import { closedActions, faultsOf } from '../identity/cedar-validation';
import { SecureUserPool } from '../identity/secure-user-pool';
import { TokenRevocations } from '../identity/token-revocations';
import { TrustZone } from '../zone/trust-zone';

const CODE = join(LAMBDA_FOLDER, 'cedar-authorizer');
/** Source: Verified Permissions API reference, CreatePolicyStore. */
const MAX_STORE_DESCRIPTION = 150;
/** With the 20 seconds of the function, a revoked token is refused within 30. */
const MAX_CACHE_WITH_REVOCATIONS = 10;

/**
 * Lets callers in to the routes of one API by Cedar policies: who (user, groups), what (the route), and the context: source
 * address, time, country, client certificate, scopes, and the claims of the token that say how the caller's device stands.
 *
 * The routes of the API make the schema: an action each. At synth, each policy is checked against it, and each route that no
 * policy can permit is a warning (`cdk-zero-trust:CedarRouteWithoutPermit`).
 *
 * In the template: a function that decides; by default also a `CedarPolicyStore`, which verifies the token and decides, and an edge
 * to it. The function denies on any error, and its answer names the very method and path that was asked for.
 *
 * Throws what `CedarPolicyStore` throws, `NoTokenKeys` when it is to decide locally without keys, `CacheNotKeyed` for kept decisions
 * with client certificates, `CacheTooLong` for those kept
 * longer than 10 seconds where tokens are revoked by a list, and `AuthorizerOfAnotherApi` when a second API uses it.
 *
 * Fixed cost: none but that of the zone's endpoint for Verified Permissions. Source: NIST 800-53 AC-3, AC-6, IA-2; NIST 800-207
 * tenets 3, 4 and 6.
 *
 * @example
 * declare const userPool: SecureUserPool;
 * declare const readUser: SecureFunction;
 *
 * const cedar = new CedarAuthorizer(this, 'Cedar', {
 *   userPool,
 *   clients: [userPool.addAppClient('Web', { callbackUrls: ['https://orders.example.com/signed-in'] })],
 *   policies: [CedarPolicies.fromText(
 *     'permit (principal, action == App::Action::"GET /users/{user}", resource) when { context.parameters.user == context.subject };',
 *   )],
 * });
 * const api = new SecureApi(this, 'Api', { authorizer: RouteAuthorizer.cedar(cedar), keepExecuteApiEndpoint: true });
 * api.addRoute('GET /users/{user}', readUser);
 */
export class CedarAuthorizer extends Construct {
  /** The zone of the authorizer. */
  public readonly zone: TrustZone;
  /** The function that answers API Gateway. */
  public readonly handler: lambda.IFunction;
  /** The store of the policies; none when the function decides by itself. */
  public readonly policyStore?: CedarPolicyStore;

  private readonly props: CedarAuthorizerProps;
  private readonly namespace: string;
  private readonly policies: ParsedPolicy[];
  private readonly actions: CedarAction[] = [];
  private api?: IConstruct;
  private revocations?: TokenRevocations;

  constructor(scope: Construct, id: string, props: CedarAuthorizerProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === CedarAuthorizer, 'CedarAuthorizerProps', path, props);
    const local = props.decision === CedarDecision.LOCAL;
    check(path, local, props);
    const policies = parsePolicies(path, props.policies);
    super(scope, id);
    this.props = props;
    this.namespace = props.cedarNamespace ?? 'App';
    this.policies = policies;
    this.zone = props.zone ?? TrustZone.of(scope);

    this.policyStore = local ? undefined : this.makeStore();
    const fn = this.makeFunction(local);
    this.policyStore?.grantDecide(fn);
    this.handler = fn;
    if (props.revocations) this.readRevocations(fn, props.revocations);
    else if (props.userPool instanceof SecureUserPool) props.userPool._onRevocations((list) => this.readRevocations(fn, list));
    this.node.addValidation({ validate: () => this.validate(local) });
  }

  /**
   * What a kept decision is keyed on: everything that it depends on.
   *
   * @internal
   */
  public get _identitySources(): string[] {
    const { header, context } = apigateway.IdentitySource;
    const authorization = header('Authorization');
    const caller = this.props.behindCloudFront
      ? [header('CloudFront-Viewer-Address'), header('CloudFront-Viewer-Country')]
      : [context('identity.sourceIp')];
    return [authorization, context('httpMethod'), context('path'), ...caller];
  }

  /** @internal */
  public get _resultsCacheTtl() {
    return this.props.resultsCacheTtl;
  }

  /** @internal */
  public _addRoute(api: IConstruct, route: Route): void {
    if (this.api && this.api !== api) {
      throw new ZeroTrustError(this, 'AuthorizerOfAnotherApi', `it decides about ${this.api.node.path} already, whose routes are its actions.`,
        `give ${api.node.path} an authorizer of its own.`);
    }
    this.api = api;
    this.actions.push({ name: `${route.verb} ${route.path}`, context: contextOf(route, this.props) });
  }

  private readRevocations(fn: SecureFunction, list: TokenRevocations): void {
    this.revocations = list;
    fn.addEnvironment('REVOCATIONS_TABLE', list.table.tableName);
    list.grantRead(fn);
  }

  private get schema(): string {
    return cedarSchema(this.namespace, this.actions);
  }

  private makeStore(): CedarPolicyStore {
    const { userPool, clients, policies, cedarNamespace, dataClass, removalPolicy } = this.props;
    return new CedarPolicyStore(this, 'Store', {
      userPool,
      clients,
      policies,
      cedarNamespace,
      dataClass,
      removalPolicy,
      zone: this.zone,
      description: `Decides about requests for ${this.node.path}`.slice(0, MAX_STORE_DESCRIPTION),
      schema: Lazy.string({ produce: () => this.schema }),
    });
  }

  private makeFunction(local: boolean): SecureFunction {
    const { keys, postureClaims, behindCloudFront, clientCertificate, userPool, clients } = this.props;
    return authorizerFunction(this, {
      zone: this.zone,
      keys,
      keysHost: cognitoHost(Stack.of(this), userPool),
      description: `Decides about requests for ${this.node.path}`,
      code: new DeferredAssetCode({
        files: {
          'index.js': join(CODE, 'index.js'),
          ...local && {
            'cedar/cedar_wasm.js': join(CEDAR_FOLDER, 'cedar_wasm.js'),
            'cedar/cedar_wasm_bg.wasm': join(CEDAR_FOLDER, 'cedar_wasm_bg.wasm'),
          },
        },
        texts: () => ({
          'config.json': JSON.stringify({
            namespace: this.namespace,
            api: this.api?.node.id ?? '',
            routes: this.actions.map(({ name }) => name).sort(),
            posture: postureClaims ?? {},
            behindCloudFront: behindCloudFront ?? false,
            clientCertificate: clientCertificate ?? false,
            revocations: this.revocations && true,
            jwks: keys?._jwks && JSON.parse(keys._jwks),
            local: local ? { schema: JSON.parse(this.schema), policies: textsOf(this.policies) } : undefined,
          }),
        }),
      }),
      environment: {
        ...local || keys?._jwks ? cognitoTokens(Stack.of(this), userPool, clients) : {},
        ...this.policyStore && { POLICY_STORE_ID: this.policyStore.policyStoreId },
      },
      memorySize: local ? 1024 : undefined,
      reservedConcurrentExecutions: this.props.reservedConcurrentExecutions,
      dataClass: this.props.dataClass,
      logRemovalPolicy: this.props.removalPolicy,
    });
  }

  /** At synth, as the user pool may get its list after the authorizer. */
  private cacheFaults(): ZeroTrustError[] {
    const kept = this.props.resultsCacheTtl?.toSeconds({ integral: false }) ?? 0;
    if (!this.revocations || kept <= MAX_CACHE_WITH_REVOCATIONS) return [];
    return [new ZeroTrustError(this, 'CacheTooLong', `decisions are kept for ${kept} seconds, in which a revoked token stays good.`,
      `use ${MAX_CACHE_WITH_REVOCATIONS} seconds at most, or leave resultsCacheTtl out.`)];
  }

  /** The store validates its policies itself. */
  private validate(local: boolean): string[] {
    const faults = local ? faultsOf(this.node.path, this.namespace, this.schema, this.policies) : [];
    for (const route of closedActions(this.namespace, this.schema, this.policies)) {
      Annotations.of(this).addWarningV2('cdk-zero-trust:CedarRouteWithoutPermit', `No policy permits anyone ${route}, so that everyone is denied.`);
    }
    return [...faults, ...this.cacheFaults()].map((fault) => fault.message);
  }
}

function textsOf(policies: ParsedPolicy[]): Record<string, string> {
  return Object.fromEntries(policies.map(({ id, text }) => [id, text]));
}

function check(path: string, local: boolean, { keys, clients, clientCertificate, resultsCacheTtl }: CedarAuthorizerProps): void {
  if (clients.length === 0) {
    throw new ZeroTrustError(path, 'NoClients', 'without a client, tokens of every app of the user pool would do.', 'name the clients whose tokens are taken.');
  }
  if (local && !keys) {
    throw new ZeroTrustError(path, 'NoTokenKeys', 'to decide locally, the function must verify tokens, and has no keys for it.',
      'pass keys, for example TokenKeys.fetchedByEgress(), or let Verified Permissions decide.');
  }
  if (!local && keys && !keys._jwks) {
    throw new ZeroTrustError(path, 'UnusedTokenKeys', 'Verified Permissions verifies tokens itself, so that nothing needs to be fetched.',
      'leave keys out, or use TokenKeys.fromJwks(…) to verify tokens twice.');
  }
  if (clientCertificate && resultsCacheTtl && (resultsCacheTtl.isUnresolved() || resultsCacheTtl.toSeconds() > 0)) {
    throw new ZeroTrustError(path, 'CacheNotKeyed', 'API Gateway cannot key a kept decision on the client certificate.', 'leave resultsCacheTtl or clientCertificate out.');
  }
}
