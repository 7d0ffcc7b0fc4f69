import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, IConstruct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { declareZoneFor, zonesDeclaredFor } from './declared-zones';
import { pathOf } from '../core/construct-path';
import { ConstructRegistry } from '../core/construct-registry';
import { DataClass } from '../core/data-class';
import { DataKey } from './keys/data-key';
import { LogMasking } from './logs/log-masking';
import type { Egress } from './network/egress';
import { checkName } from './network/egress-domain';
import { isFunction } from './network/zone-egress';
import { ZoneNetwork } from './network/zone-network';
import { ZoneNetworking } from './network/zone-networking';
import { Profile } from './profile';
import { profileFor } from './profile-scope';
import { checkResidencyOf } from './residency';
import { runtimePolicy } from './runtime-policy';
import { sharedHomeOf, sharesZones, shareZones } from './shared-zones';
import { TrustZoneProps } from './trust-zone-props';
import { backUpMembers } from './zone-backup';
import { optOutsOf } from './zone-opt-outs';
import { ZoneProfile } from './zone-profile';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';
import { outermostStack } from '../core/outermost-stack';
import { watchRegions } from '../core/region-support';
import { checkReserved } from '../core/reserved-concurrency';
import { checkAccounts, trustAccounts } from '../core/strangers';
import { requireSupportedCdk } from '../core/supported-cdk';
import { checkText } from '../core/written-text';

const IS_ZONE = Symbol.for('cdk-zero-trust.TrustZone');

/**
 * A security boundary: keys per data class, an isolated network, log defaults, dead letters and alarms. Its parts appear
 * only when a member needs them.
 *
 * A construct belongs to the nearest zone: one that it is scoped under, else the one declared beside it or beside one of
 * its ancestors, else the default zone of its stack, which appears by itself, or the one that the stacks of the app share
 * (`TrustZone.shared(app)`).
 *
 * @example
 * const zone = new TrustZone(this, 'Payments', { profile: Profile.PCI_DSS });
 * const queue = new SecureQueue(zone, 'Shipping');
 * queue.grantSendMessages(new SecureFunction(zone, 'PlaceOrder', { code: lambda.Code.fromAsset('place-order') }));
 */
export class TrustZone extends Construct {
  /**
   * The zone of a construct: the nearest one, or the stack's default zone, made now.
   *
   * Throws `AmbiguousZone` when two zones are declared side by side and the construct is under neither.
   */
  public static of(scope: IConstruct): TrustZone {
    for (const ancestor of [...scope.node.scopes].reverse()) {
      if (isZone(ancestor)) return ancestor;
      const zones = zonesDeclaredFor<TrustZone>(ancestor);
      if (zones.length === 1) return zones[0];
      if (zones.length > 1) {
        throw new ZeroTrustError(scope, 'AmbiguousZone', `${zones.length} zones are declared in ${ancestor.node.path || 'the app'}.`,
          'scope the construct under its zone, or pass `zone`.');
      }
    }
    const stack = outermostStack(scope);
    const shared = sharedHomeOf<TrustZoneProps>(stack);
    if (!shared) return new TrustZone(stack, 'TrustZone');
    const zone = shared.home.node.tryFindChild('TrustZone') as TrustZone | undefined ?? new TrustZone(shared.home, 'TrustZone', shared.props);
    zone.serve(stack);
    return zone;
  }

  /**
   * Makes all stacks below an app or a stage share one zone, instead of a default zone each: one network, one key for each class of data. It stands
   * in a stack of its own, `SharedZone`, made when a stack first needs it; stages and environments have one each, as no reference leaves them.
   * Zones that are declared go before it. Comes before the stacks.
   *
   * Throws `SharedTooLate` when a stack below has made its default zone already, `SharedTwice` for a scope that shares one already.
   *
   * Costs less: what a zone costs is paid for once. Gives up: functions of all these stacks stand in one network, and a stack that shares the
   * zone cannot be deployed before it.
   *
   * @param scope the app, or a stage
   * @param props how the zone is made
   */
  public static shared(scope: IConstruct, props: TrustZoneProps = {}): void {
    checkProps(true, 'TrustZoneProps', scope.node.path, props);
    if (sharesZones(scope)) {
      throw new ZeroTrustError(scope, 'SharedTwice', 'the stacks here share a zone already.', 'call TrustZone.shared once.');
    }
    const late = scope.node.findAll().find((one) => isZone(one) && one.node.id === 'TrustZone' && Stack.isStack(one.node.scope));
    if (late) {
      throw new ZeroTrustError(late, 'SharedTooLate', 'this stack has a zone of its own already.', 'call TrustZone.shared(app) before the stacks are made.');
    }
    shareZones(scope, props);
  }

  /** What each function of the zone reserves of the account's concurrency, unless it says otherwise; nothing when undefined. */
  public readonly reservedConcurrentExecutions?: number;
  /** Upper bound of what any role in the zone may do. */
  public readonly permissionsBoundary?: iam.IManagedPolicy;

  /** What is masked in logs of the zone. @internal */
  public readonly _logMasking: LogMasking;
  /** The log groups of the zone, those to come included: what exports logs hears of each. @internal */
  public readonly _logGroups = new ConstructRegistry();

  private readonly members = new ConstructRegistry();
  private readonly parts = new ConstructRegistry();
  private readonly props: TrustZoneProps;
  private readonly profiled: ZoneProfile;
  private readonly keys = new Map<DataClass, DataKey>();
  private readonly names = new Set<string>();
  private leader?: TrustZone;
  private net?: ZoneNetworking;
  private deadLetters?: sqs.Queue;
  private topic?: sns.ITopic;
  private workloadPolicy?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: TrustZoneProps = {}) {
    checkProps(new.target === TrustZone, 'TrustZoneProps', pathOf(scope, id), props);
    checkDataClasses(pathOf(scope, id), Object.keys(props.keys ?? {}));
    checkAccounts(pathOf(scope, id), props.trustedAccounts ?? []);
    const profile = profileFor(scope, pathOf(scope, id), props.profile) ?? Profile.BASELINE;
    checkResidencyOf(profile, scope, pathOf(scope, id));
    checkReserved(pathOf(scope, id), props.reservedConcurrentExecutions);
    super(scope, id);
    requireSupportedCdk(this);
    this.props = props;
    this.profiled = new ZoneProfile(this, profile, props.profile !== undefined, props.logRetention !== undefined);
    this._logMasking = props.logMasking ?? LogMasking.byClass();
    this.reservedConcurrentExecutions = props.reservedConcurrentExecutions;
    this.permissionsBoundary = props.permissionsBoundary;
    Object.defineProperty(this, IS_ZONE, { value: true });
    trustAccounts(this, this.trusted);
    this.serve(scope);
    watchRegions(this.node.scopes.find(Stack.isStack) ?? this);

    this.recordOptOuts();
    this.backUp();
    for (const [dataClass, key] of Object.entries(props.keys ?? {})) {
      this.keys.set(dataClass as DataClass, key);
      this.parts.add(key);
      trustAccounts(key, this.trusted);
    }
  }

  /** What a framework or an organisation chose for the zone. `ZeroTrust.enforce(app, { profile })` and `profile.applyTo(app)` may change it later. */
  public get profile(): Profile {
    return this.profiled.current;
  }

  /** How long logs of the zone are kept. */
  public get logRetention(): logs.RetentionDays {
    this.profiled.retentionRead();
    return this._logRetention;
  }

  /** The same for what asks again when the profile is another one. @internal */
  public get _logRetention(): logs.RetentionDays {
    return this.leader?._logRetention ?? this.props.logRetention ?? this.profile.logRetention;
  }

  /** What happens to parts of the zone when the stack goes. @internal */
  public get _removalPolicy(): RemovalPolicy {
    return this.props.removalPolicy ?? this.profile.removalPolicy;
  }

  /** Whether anything was made that depends on the profile. @internal */
  public get _isBuilt(): boolean {
    return this.members.all.length > 0 || this.parts.all.length > 0 || this.net !== undefined;
  }

  /** Applies a setting of the profile now, and again when the zone gets another one. @internal */
  public _onProfile(setting: (profile: Profile) => void): void {
    this.profiled.onEach(setting);
  }

  /** Makes this a side of another zone, whose profile and log retention it has, also when they come later. @internal */
  public _follow(leader: TrustZone): this {
    this.leader = leader;
    this.profiled.follow(leader.profiled);
    return this;
  }

  private get network(): ZoneNetwork | undefined {
    return this.props.network ?? (this.profile.isDevelopment ? ZoneNetwork.none(`profile ${this.profile.name}`) : undefined);
  }

  private recordOptOuts(): void {
    const recorded = new Set<string>();
    this._onProfile((profile) => {
      const optOuts = optOutsOf(this.props, this.network, profile).filter((optOut) => !recorded.has(optOut));
      for (const optOut of optOuts) this.node.addMetadata('cdk-zero-trust:opt-out', optOut);
      optOuts.forEach((optOut) => recorded.add(optOut));
    });
  }

  private backUp(): void {
    let isBackedUp = false;
    this._onProfile(({ backupRetention }) => {
      if (!backupRetention || isBackedUp) return;
      isBackedUp = true;
      backUpMembers(this, backupRetention);
    });
  }

  /**
   * Makes this the zone of everything below a scope, also in another stack.
   *
   * @param scope a stack, a stage or any construct
   */
  public serve(scope: IConstruct): void {
    declareZoneFor(scope, this);
  }

  /**
   * The key of a data class, made at the first call. `Profile.DEVELOPMENT` has one for all.
   *
   * @param dataClass the class; `CONFIDENTIAL` when left out
   */
  public key(dataClass: DataClass = DataClass.CONFIDENTIAL): DataKey {
    let key = this.keys.get(dataClass);
    if (!key && this.profile.isDevelopment && dataClass !== DataClass.CONFIDENTIAL) return this.key();
    if (!key) {
      const made = new DataKey(this, `${pascal(dataClass)}Key`, { dataClass, profile: this.profile, removalPolicy: this._removalPolicy });
      key = made;
      this.keys.set(dataClass, key);
      this.parts.add(key);
      this._onProfile((profile) => made._hasProfile(profile));
    }
    return key;
  }

  private get trusted(): string[] {
    return this.props.trustedAccounts ?? [];
  }

  /** Whether functions of the zone stand in a network. */
  public get hasNetwork(): boolean {
    return this.network?._choice.reason === undefined;
  }

  /**
   * The network of the zone, made at the first call. Throws `NoNetwork` when the zone has none.
   */
  public get vpc(): ec2.IVpc {
    return this.ensureNetwork().vpc;
  }

  /**
   * The subnets in which members stand. Throws `NoNetwork` when the zone has none.
   */
  public get subnets(): ec2.ISubnet[] {
    return this.ensureNetwork().subnets;
  }

  /**
   * Lets functions of the zone out to a destination, which makes the way out at the first call: NAT gateways behind a network
   * firewall that drops what was not declared, and a DNS firewall that knows no other name.
   *
   * Throws `NoNetwork` in a zone without a network, `EgressNeedsOwnNetwork` in a VPC that exists already, `NotInZone` for a
   * function of another zone, `NetworkTooSmall` when the network has no addresses left.
   *
   * @param egress the destination
   * @param callers the functions that call it; every function of the zone, those to come included, when left out
   */
  public allowEgress(egress: Egress, ...callers: lambda.Function[]): void {
    const { egress: ways } = this.ensureNetwork();
    if (callers.length === 0) return this._onMember((member) => isFunction(member) && ways.allow(egress, member));
    const stranger = callers.find((fn) => !this._members.includes(fn));
    if (stranger) {
      throw new ZeroTrustError(stranger, 'NotInZone', `the function is no member of ${this.node.path}.`, 'declare the destination in the zone of the function.');
    }
    callers.forEach((fn) => ways.allow(egress, fn));
  }

  /**
   * Says that a way leads to a service that has no VPC endpoint of its own and no declared destination, in a VPC that exists already for
   * example: without it, synth fails where such a service is granted. Opens nothing: egress to it is declared by `allowEgress`.
   *
   * Throws `NoNetwork` in a zone without a network, `NoReason` when it is not said what leads there.
   *
   * @param service the service's prefix in IAM actions, such as `es`
   * @param way what leads there; it stands in the template's metadata and in the evidence
   */
  public declareWay(service: string, way: string): void {
    checkText(this, 'NoReason', { name: 'way', text: way, blank: `what leads to ${service} is left out.`, remediation: 'name the endpoint, gateway or peering.' });
    this.ensureNetwork().endpoints.declareWay(service.toLowerCase());
    this.node.addMetadata('cdk-zero-trust:opt-out', `way to ${service}: ${way}`);
  }

  /**
   * Lets names be found that are no destination outside, such as the address of a database in the network. Without a
   * destination outside every name is found.
   *
   * Throws `OpenNames` for `*` and the like.
   *
   * @param names the names; tokens such as `cluster.clusterEndpoint.hostname` are fine
   */
  public allowNames(...names: string[]): void {
    names.forEach((name) => checkName(this, name));
    names.forEach((name) => this.names.add(name));
  }

  /**
   * Where messages and invocations end that nobody could handle: an encrypted queue, kept 14 days, made at the first call.
   */
  public get deadLetterQueue(): sqs.Queue {
    this.deadLetters ??= this.makeDeadLetterQueue();
    return this.deadLetters;
  }

  /**
   * The encrypted topic that alarms publish to, made at the first call.
   */
  public get alarmTopic(): sns.ITopic {
    this.topic ??= this.props.alarmTopic ?? this.makeAlarmTopic();
    return this.topic;
  }

  /**
   * The policy that every function of the zone needs to run at all: network interfaces, traces, dead letters, its own
   * environment. One for all, so that no function's own policy holds a `*`.
   *
   * @internal
   */
  public get _runtimePolicy(): iam.ManagedPolicy {
    this.workloadPolicy ??= runtimePolicy(this);
    return this.workloadPolicy;
  }

  /**
   * The endpoint of a service that a member uses, for what calls the service while the stack is still being deployed.
   *
   * @internal
   */
  public _endpointOf(service: string): IConstruct | undefined {
    return this.net?.endpoints.node.tryFindChild(service);
  }

  /**
   * The constructs that belong to the zone, in the order of their making: what alarms and trails watch.
   *
   * @internal
   */
  public get _members(): IConstruct[] {
    return this.members.all;
  }

  /**
   * Makes a construct a member, for the parts of the zone that watch all of a kind: they read the members at synth, or
   * hear of each by `_onMember`.
   *
   * @internal
   */
  public _join(member: IConstruct): void {
    checkResidencyOf(this.profile, member);
    trustAccounts(member, this.trusted);
    this.members.add(member);
  }

  /**
   * Calls a listener for each member, those that are here and those to come: for parts that make resources for the first
   * member of a kind, which is too late at synth.
   *
   * @internal
   */
  public _onMember(listener: (member: IConstruct) => void): void {
    this.members.onEach(listener);
  }

  /**
   * Makes a construct known that only serves members: a key, dead letters, logs of accesses, the ways to services.
   *
   * @internal
   */
  public _addPart(part: IConstruct): void {
    this.parts.add(part);
  }

  /**
   * Calls a listener for each construct that serves members, those that are here and those to come.
   *
   * @internal
   */
  public _onPart(listener: (part: IConstruct) => void): void {
    this.parts.onEach(listener);
  }

  /**
   * Opens the private way from a member to the services of a statement.
   *
   * @internal
   */
  public _reach(from: ec2.SecurityGroup, statement: iam.PolicyStatement, caller: string): void {
    this.ensureNetwork().endpoints.reach(from, statement, caller);
  }

  /**
   * Opens the private way from the function of a custom resource to where CloudFormation takes its answers, and gives what has to be there before.
   *
   * @internal
   */
  public _answersCloudFormation(from: ec2.SecurityGroup): IConstruct {
    const { endpoints } = this.ensureNetwork();
    endpoints.answerCloudFormation(from);
    return endpoints;
  }

  private ensureNetwork(): ZoneNetworking {
    if (!this.net) {
      this.net = new ZoneNetworking(this, {
        choice: this.network?._choice ?? {}, prefixLists: this.props.prefixLists, removalPolicy: this._removalPolicy, names: this.names,
      });
      this.parts.add(this.net.endpoints);
    }
    return this.net;
  }

  private makeDeadLetterQueue(): sqs.Queue {
    const key = this.key();
    key.allowEvents();
    const queue = new DeadLetterQueue(this, 'DeadLetters', { key, removalPolicy: this._removalPolicy });
    this.parts.add(queue);
    return queue;
  }

  private makeAlarmTopic(): sns.Topic {
    const topic = new AlarmTopic(this, 'Alarms', { key: this.key(DataClass.INTERNAL), removalPolicy: this._removalPolicy });
    this.parts.add(topic);
    return topic;
  }
}

function pascal(text: string): string {
  return text[0].toUpperCase() + text.slice(1).toLowerCase();
}

function checkDataClasses(path: string, names: string[]): void {
  const unknown = names.find((name) => !(name in DataClass));
  if (!unknown) return;
  throw new ZeroTrustError(path, 'UnknownDataClass', `'${unknown}' is no data class, so its key would encrypt nothing.`,
    `name one of ${Object.keys(DataClass).join(', ')}.`);
}

/** By symbol and not by class, so that two copies of the library know each other's zones. */
function isZone(construct: IConstruct): construct is TrustZone {
  return IS_ZONE in construct;
}
