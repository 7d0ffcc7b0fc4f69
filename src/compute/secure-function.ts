import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkImage, checkPinned, checkSignable, encryptPackage } from './code-checks';
import { declassify } from './declassification';
import { letEndure } from './durable-executions';
import { codeOf } from './entry/function-entry';
import { refuseSecrets } from './environment-secrets';
import { EventCheck } from './event-check';
import type { EventSource } from './event-source';
import { checkLimits, checkMount, checkRuntime } from './function-checks';
import { acknowledgeUnreserved } from './function-concurrency';
import { FunctionImage } from './function-image';
import { FunctionParts } from './function-parts';
import { FunctionRole } from './function-role';
import { checkGradual, DEFAULT_ALIAS, GradualDeployment } from './gradual-deployment';
import { GradualDeploymentOptions } from './gradual-deployment-options';
import { checkImageProps, refuseImageLayers, refuseImageVariable } from './image-checks';
import { LiveAlias } from './live-alias';
import { accountOf, sourceOf } from './permission-source';
import { acknowledgeRedrive, checkVisibility, queueBehind } from './queue-source';
import { REFUSED_PROPS } from './refused-props';
import { SecureFunctionProps } from './secure-function-props';
import { SignedCode } from './signed-code';
import { encryptFilters, fromQueue, fromStream, polledService } from './source-mapping';
import { checkTenantPermission, refuseProvisioned, refuseTenantlessSource, refuseTenantlessUrl } from './tenant-checks';
import { isAnyone } from '../core/anyone';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { InvocationPoint } from '../core/invocation-point';
import { refuseStrangeLayers, refuseStranger, refuseStrangeRoles, refuseStrangeSources } from '../core/strangers';
import type { DataKey } from '../zone/keys/data-key';
import { Egress } from '../zone/network/egress';
import { TrustZone } from '../zone/trust-zone';

/**
 * A Lambda function that may do nothing but what was granted to it.
 *
 * Its code is a source file (`entry`), which is bundled as the app is synthesised, or what was built before (`code`).
 *
 * In the template: the function, a role used by it alone, a security group without egress (inside the zone's network), a
 * log group under the zone's key, and one customer-managed policy with its grants, the CDK's own included. What Lambda
 * itself needs (network interfaces, traces, dead letters) comes from one policy of the zone.
 *
 * A container image is named by its digest: `FunctionImage.fromRepository`.
 *
 * Throws `RefusedProp`, with the reason, for a prop of `lambda.Function` that would undo this, `NotInImages` for one that a container image
 * passes over, and on an environment variable that looks like a secret, a runtime that is no longer patched, a reserved concurrency of 0 or a timeout over 15 minutes.
 *
 * Fixed cost: none. Source: FSBP Lambda.1, Lambda.2, Lambda.3, Lambda.5; NIST 800-53 AC-6, SC-7; CIS.
 *
 * @example
 * declare const table: SecureTable;
 *
 * const placeOrder = new SecureFunction(this, 'PlaceOrder', {
 *   code: lambda.Code.fromAsset('place-order'),
 *   environment: { TABLE_NAME: table.tableName },
 * });
 * table.grantWriteData(placeOrder);
 */
export class SecureFunction extends lambda.Function {
  /** The zone of the function. */
  public readonly zone: TrustZone;
  /** The security group of this function alone; none when the zone has no network. */
  public readonly securityGroup?: ec2.SecurityGroup;

  /**
   * The check of the function's events.
   *
   * @internal
   */
  public readonly _events: EventCheck;

  /**
   * The key of the function's data class.
   *
   * @internal
   */
  public readonly _dataKey: DataKey;

  /**
   * Where the function is invoked.
   *
   * @internal
   */
  public readonly _point: InvocationPoint;

  private readonly identity: FunctionRole;
  /** What was said of asynchronous invocations, which an alias does not take over by itself. */
  private whenAsync: lambda.EventInvokeConfigOptions;
  private readonly reserved?: number;
  private readonly sources = new Set<string>();

  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureFunction, 'SecureFunctionProps', path, props, REFUSED_PROPS);
    checkRuntime(path, props.runtime);
    checkLimits(path, props);
    refuseSecrets(path, props.environment ?? {}, props.plaintextEnvironment ?? []);
    checkPinned(path, props.layers ?? []);
    checkImageProps(path, props);
    if (props.code instanceof FunctionImage) props.code._check(scope, path);

    const { code, runtime, handler } = codeOf(scope, id, props);

    const zone = props.zone ?? TrustZone.of(scope);
    if (props.filesystem) checkMount(path, zone.hasNetwork);
    const reserved = props.reservedConcurrentExecutions ?? zone.reservedConcurrentExecutions;
    // The L2 wants its role before it exists itself, so what the function owns stands beside it.
    const { role, securityGroup, key, logGroup } = new FunctionParts(new Construct(scope, `${id}Own`), path, {
      zone, dataClass: props.dataClass, logRemovalPolicy: props.logRemovalPolicy, inNetwork: zone.hasNetwork,
    });

    if (props.filesystem) role.mounts(props.filesystem);

    super(scope, id, complete({
      code,
      handler,
      runtime,
      functionName: props.functionName,
      description: props.description,
      environment: props.environment,
      environmentEncryption: key,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memorySize ?? 256,
      reservedConcurrentExecutions: reserved,
      ephemeralStorageSize: props.ephemeralStorageSize,
      tenancyConfig: props.tenancyConfig,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      layers: props.layers,
      codeSigningConfig: props.codeSigningConfig,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      recursiveLoop: lambda.RecursiveLoop.TERMINATE,
      retryAttempts: props.retryAttempts,
      maxEventAge: props.maxEventAge,
      onFailure: props.onFailure,
      onSuccess: props.onSuccess,
      initialPolicy: props.initialPolicy,
      filesystem: props.filesystem,
      snapStart: props.snapStart,
      durableConfig: props.durableConfig,
      runtimeManagementMode: props.runtimeManagementMode,
      currentVersionOptions: props.currentVersionOptions,
      insightsVersion: props.insightsVersion,
      paramsAndSecrets: props.paramsAndSecrets,
      profiling: props.profiling,
      profilingGroup: props.profilingGroup,
      applicationLogLevelV2: props.applicationLogLevelV2,
      systemLogLevelV2: props.systemLogLevelV2,
      vpc: securityGroup ? zone.vpc : undefined,
      vpcSubnets: securityGroup ? { subnets: zone.subnets } : undefined,
      securityGroups: securityGroup ? [securityGroup] : undefined,
    }));

    this.zone = zone;
    this.securityGroup = securityGroup;
    this._events = new EventCheck(this);
    this._point = new InvocationPoint(this);
    this.whenAsync = {
      retryAttempts: props.retryAttempts, maxEventAge: props.maxEventAge, onFailure: props.onFailure, onSuccess: props.onSuccess,
    };
    this.identity = role;
    this._dataKey = key;
    this.reserved = reserved;
    const resource = this.node.defaultChild as lambda.CfnFunction;
    checkImage(path, code, resource);
    if (code instanceof FunctionImage) code._pulledBy(this, props.functionName);
    if (props.codeSigningConfig) checkSignable(path, resource);
    if (props.encryptCode) encryptPackage(resource, key.keyArn);
    if (SignedCode._is(props.codeSigningConfig)) props.codeSigningConfig._signs(this);
    zone._join(this);
    refuseStrangeLayers(this, (props.layers ?? []).map(({ layerVersionArn }) => layerVersionArn));
    if (reserved === undefined) acknowledgeUnreserved(resource);
    // Set here and not through the L2, which would add statements with `*` that the zone's runtime policy holds for all.
    resource.tracingConfig = { mode: 'Active' };
    resource.deadLetterConfig = { targetArn: zone.deadLetterQueue.queueArn };
    if (props.durableConfig) letEndure(this, role);
    props.events?.forEach((source) => this.addEventSource(source));
    if (props.plaintextEnvironment?.length) {
      this.node.addMetadata('cdk-zero-trust:opt-out', `plaintextEnvironment: ${props.plaintextEnvironment.join(', ')}`);
    }
  }

  /**
   * What a grant to invoke names: the function itself, and not all its versions and aliases, which are granted by their own `grantInvoke`.
   * Throws `AroundAlias` for a function that is deployed gradually.
   */
  public override get resourceArnsForGrantInvoke(): string[] {
    this._point.around('a grant to invoke');
    return [this.functionArn];
  }

  /**
   * Adds layers. Throws `UnpinnedLayer` for an ARN without a version, `UntrustedAccount` for a layer of an account which is neither AWS nor of the
   * app nor among the zone's `trustedAccounts`.
   */
  public override addLayers(...layers: lambda.ILayerVersion[]): void {
    checkPinned(this.node.path, layers);
    refuseImageLayers(this);
    // the L2's constructor comes here too, before the zone has its member
    if (this.identity) refuseStrangeLayers(this, layers.map(({ layerVersionArn }) => layerVersionArn));
    super.addLayers(...layers);
  }

  /**
   * Adds an environment variable. Throws `SecretInEnvironment` when the value looks like a secret.
   */
  public override addEnvironment(name: string, value: string, options?: lambda.EnvironmentOptions): this {
    // the L2's constructor comes here too, with what was checked before it
    if (this.identity) refuseSecrets(this.node.path, { [name]: value }, []);
    refuseImageVariable(this, name);
    return super.addEnvironment(name, value, options);
  }

  /**
   * Adds a statement to the function's customer-managed policy, never to an inline one. Throws `UntrustedAccount` for `sts:AssumeRole` on a role
   * of an account which is neither of the app nor among the zone's `trustedAccounts`.
   */
  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    refuseStrangeRoles(this, statement);
    // called by the L2's constructor too, before our fields are set
    this.role!.addToPrincipalPolicy(statement);
  }

  /**
   * Takes events from a source, with everything that this needs: exact rights to read, a bounded number of attempts, and a
   * place for what fails.
   *
   * Throws what `EventSource` names for its sources.
   */
  public consumes(source: EventSource): void {
    source._attach(this);
  }

  /**
   * Adds an event source. What polling needs is used by the Lambda service from outside, so it opens no way in the network.
   */
  public override addEventSource(source: lambda.IEventSource): void {
    refuseTenantlessSource(this, 'an event source');
    this.identity.usedByService(() => super.addEventSource(source));
  }

  /**
   * Maps an event source to the function. From queues and streams, what fails is reported one by one unless
   * `reportBatchItemFailures` is false; filters are under the function's key.
   *
   * A queue is polled for no more runs at once than the function has reserved, 10 when it has reserved none. A stream is tried 5 times within a day, in
   * halves when a whole batch fails, and what still fails is told of in the zone's dead letters.
   *
   * Throws `QueueVisibilityTooShort` when the queue's visibility timeout is less than six times the function's timeout plus
   * the batching window, `PollsBeyondConcurrency`, `UnencryptedDestination`.
   */
  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    refuseTenantlessSource(this, 'an event source');
    if (options.eventSourceArn) this._events.fromSource(options.eventSourceArn);
    const target = this._point.for(`event source '${id}'`);
    const service = polledService(options.eventSourceArn);
    if (!service) return new lambda.EventSourceMapping(this, id, { ...options, target });
    const { filterEncryption = this._dataKey, ...given } = options;
    const queue = queueBehind(options.eventSourceArn);
    if (queue) checkVisibility(this.node.path, queue, this.timeout!, options.maxBatchingWindow);
    const exact = service === 'sqs' ? fromQueue(this.node.path, given, this.reserved) : fromStream(this.node.path, given, this.zone);
    const mapping = this.identity.usedByService(() => new lambda.EventSourceMapping(this, id, { ...exact, target }));
    this.identity.polls(service);
    if (options.filters?.length) encryptFilters(mapping, filterEncryption);
    if (queue) acknowledgeRedrive(mapping, queue);
    return mapping;
  }

  /**
   * Declares that what the function writes to stores of a lower class holds nothing anymore of what made the data sensitive that it
   * reads. Stands in the function's metadata in the template, and in the evidence of rule ZT-DATAFLOW-002, which asks for it.
   *
   * Throws `NoDowngrade` when the second class is not lower, `NoReason` for an empty reason.
   *
   * @param reads the class of what it reads
   * @param writes the lowest class that it writes
   * @param reason what it takes out, for example `keeps the last four digits of cards only`
   */
  public declassify(reads: DataClass, writes: DataClass, reason: string): void {
    declassify(this.node.defaultChild as lambda.CfnFunction, reads, writes, reason);
  }

  /**
   * Opens the way to a declared target: a name outside (`Egress.https('api.stripe.com')`), a database, another group, a prefix
   * list. `fn.connections.allowTo(target, port)` and `target.connections.allowFrom(fn, port)` do so too, and declare no edge.
   *
   * Throws `OpenEgress` for a target that is everywhere, `NoNetwork` when the function's zone has no network, and what
   * `TrustZone.allowEgress` throws.
   *
   * @param target what the function calls
   * @param port on which port; the default one of the target when left out
   */
  public allowEgress(target: ec2.IConnectable, port?: ec2.Port): void {
    if (Egress._is(target)) return this.zone.allowEgress(target, this);
    if (!this.securityGroup) {
      throw new ZeroTrustError(this, 'NoNetwork', 'the zone of this function has no network in which egress could be allowed.',
        'give the zone ZoneNetwork.isolated() or ZoneNetwork.existing(vpc).');
    }
    const everywhere = target.connections.securityGroups.length === 0 && isEverywhere(target as ec2.IPeer);
    if (everywhere) {
      throw new ZeroTrustError(this, 'OpenEgress', 'egress to every address is no declared destination.',
        'name the security group, address range or prefix list that the function calls.');
    }
    const to = Construct.isConstruct(target) ? target.node.path : (target as ec2.IPeer).uniqueId ?? 'peer';
    declareEdge(this, { caller: this.node.path, target: to, intent: Intent.EGRESS, actions: [] });
    if (port) this.connections.allowTo(target, port);
    else this.connections.allowToDefaultPort(target);
  }

  /**
   * Gives the function a URL for callers that sign their requests. For one behind a distribution there is `SecureFunctionUrl`.
   *
   * Throws `OpenFunctionUrl` for a URL that asks nobody who it is.
   */
  public override addFunctionUrl(options: lambda.FunctionUrlOptions = {}): lambda.FunctionUrl {
    refuseTenantlessUrl(this);
    if (options.authType === lambda.FunctionUrlAuthType.NONE) {
      throw new ZeroTrustError(this, 'OpenFunctionUrl', 'a URL with AuthType NONE is open to the internet.',
        'leave authType out, and put an EdgeDistribution before a SecureFunctionUrl for callers who cannot sign; or use a SecureApi.');
    }
    const at = this._point.for('a function URL');
    // the alias leaves its URL to the function
    return at === this ? super.addFunctionUrl(options) : new lambda.FunctionUrl(at, 'FunctionUrl', { ...options, function: at });
  }

  /**
   * Says what becomes of asynchronous invocations; of the alias, when the function is deployed gradually.
   */
  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    // called by the L2's constructor too, before our fields are set
    if (this._point?.live) return this._point.live.configureAsyncInvoke(options);
    this.whenAsync = options;
    super.configureAsyncInvoke(options);
  }

  /**
   * Publishes a version with each deployment and moves traffic to it step by step, by CodeDeploy. When runs of the new version fail, the deployment
   * fails or is stopped, all traffic goes back to the version before, and CloudFormation rolls the stack back.
   *
   * What invokes the function has to name the alias that this returns. Event sources (`consumes`, `events`), routes of APIs, function URLs, service
   * targets and triggers of this library, which are given the function afterwards, name the alias by themselves. What else is given the function throws
   * `AroundAlias`: targets and tasks of the CDK, and grants to invoke, take the alias. Call it right after the function is made: it throws
   * `AlreadyInvoked` when something names the function already.
   *
   * In the template: a version, the alias, a CodeDeploy application and deployment group, an alarm on failed runs of the new version that also publishes
   * to the zone's topic, and a role that only CodeDeploy assumes for this application, with a customer-managed policy: it may move this alias and read
   * these alarms.
   *
   * Throws `AlreadyGradual`, `AlreadyInvoked`, `BadAliasName`, `NotGradual`, `BadThreshold`, `CompositeAlarm`.
   *
   * Fixed cost: 0.10 USD a month for the alarm. Source: NIST 800-53 CM-3, CM-4, SI-2.
   */
  public deployGradually(options: GradualDeploymentOptions = {}): lambda.Alias {
    checkGradual(this.node.path, options);
    this._point.checkFree();
    const alias = new LiveAlias(this, 'LiveAlias', { ...this.whenAsync, aliasName: options.aliasName ?? DEFAULT_ALIAS, fn: this });
    new GradualDeployment(this, 'Deployment', { ...options, fn: this, alias, zone: this.zone });
    this._point.moveTo(alias);
    return alias;
  }

  /**
   * Adds an alias. Throws `EnvironmentsBeforeTenants` for provisioned concurrency of a function that keeps tenants apart.
   */
  public override addAlias(aliasName: string, options?: lambda.AliasOptions): lambda.Alias {
    refuseProvisioned(this, options?.provisionedConcurrentExecutions);
    return super.addAlias(aliasName, options);
  }

  /**
   * Lets a principal invoke the function: for a service only from this account or the given source, and one permission for
   * a whole REST API. The permission that the console's "Test" button asks for is left out.
   *
   * Throws `OpenPermission` for an anonymous principal, `UntrustedAccount` for a principal or source of an account which is neither of the app nor
   * among the zone's `trustedAccounts`, `AroundAlias` for a function that is deployed gradually.
   */
  public override addPermission(id: string, permission: lambda.Permission): void {
    this._point.around(`permission '${id}'`);
    const exact = this._permission(id, permission);
    if (exact) super.addPermission(id, exact);
  }

  /**
   * The permission that is made of one that was asked for; none for what is there already and for the console's "Test" button.
   *
   * @internal
   */
  public _permission(id: string, permission: lambda.Permission): lambda.Permission | undefined {
    if (isAnyone(permission.principal)) {
      throw new ZeroTrustError(this, 'OpenPermission', `permission '${id}' lets anyone invoke the function.`,
        'name the service or account that may call it.');
    }
    refuseStranger(this, permission.principal);
    refuseStrangeSources(this, [permission.sourceAccount, permission.sourceArn]);
    checkTenantPermission(this, permission);
    if (!(permission.principal instanceof iam.ServicePrincipal)) return permission;

    this.admit(permission.principal.service, permission.sourceArn);
    const stack = Stack.of(this);
    const source = sourceOf(stack, permission.sourceArn);
    if (source?.testInvoke) return undefined;
    if (source) {
      const key = `${permission.principal.service}|${source.text}|${permission.action ?? ''}`;
      if (this.sources.has(key)) return undefined;
      this.sources.add(key);
    }
    return { ...permission, sourceAccount: permission.sourceAccount ?? accountOf(stack, permission.sourceArn) };
  }

  private admit(service: string, sourceArn?: string): void {
    // notifications of SNS name their topic
    if (service === 'sns.amazonaws.com' && sourceArn) this._events.fromSource(sourceArn);
    else this._events.fromService();
  }
}

function isEverywhere(peer: ec2.IPeer): boolean {
  const rule = peer.toEgressRuleConfig?.() ?? {};
  return /\/0$/.test(`${rule.cidrIp ?? ''}${rule.cidrIpv6 ?? ''}`);
}
