import { Annotations, Aspects, AspectPriority, CfnResource, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { descriptionOf, handToResponder, watchEvents } from './guard-alarm';
import { checkGuardable, guardFaults, POLICY, WRAPPER, WRAPPER_PATH } from './guard-checks';
import { hostsDeclaredBy } from './guard-hosts';
import { GuardLayer, LAYER_ZIP } from './guard-layer';
import { GuardMode, RequestChecks } from './guard-mode';
import { COUNTRIES, GuardChoices, policyOf } from './guard-policy';
import type { RuntimeGuardProps } from './runtime-guard-props';
import { UnguardedFunctions } from './unguarded-functions';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareFacts } from '../core/declared-facts';
import { ZeroTrustError } from '../core/errors';
import { markGuarded } from '../core/guarded-function';
import type { TrustZone } from '../zone/trust-zone';

/** The template side knows it too: src/rules/lambda/RuntimeGuardIsWhole.ts. */
const METADATA = 'zero-trust:guard';
const GUARDS = new WeakMap<SecureFunction, RuntimeGuard>();
const ROUTE = /^[A-Z]+ \/\S*$/;

/**
 * Protects functions from inside, while they run, by what they declared: hosts that their grants and destinations name may be called, and no other; no
 * program is started, no file written outside of /tmp, no code made of strings, no native addon loaded, but what an `Opening` names. SQL, NoSQL and
 * shell commands, paths and code that a string of the request breaks out of are reported as well. Errors and logs leave without stack traces to callers,
 * and without keys, tokens and numbers of cards, accounts and people.
 *
 * JavaScript and Python are no boundary against native code: the role, the network and the endpoint policies of the function are. The guard stops what is
 * allowed to the function and was not meant by it, and tells of it.
 *
 * `MONITOR` reports only; `npx cdk-zero-trust guard report` reads the events of some weeks and lists what would have to be declared before `BLOCK`.
 *
 * In the template, for each function: a layer (one for a stack), the variables `AWS_LAMBDA_EXEC_WRAPPER` and `ZT_GUARD`, the policy that is made at synth
 * of its edges; a metric filter on its log, and an alarm that publishes to the zone's topic. With a responder, one event rule.
 *
 * Throws `UnguardableImage`, `UnguardableRuntime`, `UnguardableDurable`, `UnsignedGuard`, `OtherWrapper`, `OtherNodeOptions` for functions that it could not
 * protect, `GuardedTwice`, `BadRoute`, `BadCountry`, `PublicMask`; at synth `EnvironmentTooLarge` over 4 KB, `UnnamedHost` with `BLOCK`.
 *
 * Fixed cost a month: 0.10 USD a function for the alarm, and 0.30 USD for each metric in months with events. Source: NIST 800-53 SI-3, SI-4, SI-10, SI-11, SI-15,
 * SC-7; OWASP Serverless Top 10, SAS-1, SAS-3, SAS-10.
 *
 * @example
 * declare const zone: TrustZone;
 * declare const responder: IncidentResponder;
 *
 * const guard = new RuntimeGuard(zone, 'Guard', { responder });
 * guard.requireIn(zone);
 */
export class RuntimeGuard extends Construct {
  /** The layer of this version of the library, as a ZIP: what a signing profile signs for `signedLayer`. */
  public static readonly layerZip: string = LAYER_ZIP;

  /** Whether what was not declared is stopped. */
  public readonly mode: GuardMode;

  private readonly zone: TrustZone;
  private readonly choices: GuardChoices;
  private readonly description: string;

  constructor(zone: TrustZone, id: string, private readonly props: RuntimeGuardProps = {}) {
    const path = pathOf(zone, id);
    checkProps(new.target === RuntimeGuard, 'RuntimeGuardProps', path, props);
    check(path, props);
    super(zone, id);
    this.zone = zone;
    this.mode = props.mode ?? GuardMode.MONITOR;
    this.choices = {
      mode: this.mode,
      mask: props.mask ?? DataClass.RESTRICTED,
      countries: props.countries ?? COUNTRIES,
      requests: props.requests ?? RequestChecks.MONITOR,
      blockedRoutes: props.blockedRoutes ?? [],
      openings: (props.openings ?? []).map(({ _entry }) => _entry),
    };
    this.description = descriptionOf(this);
    for (const { name, value, reason } of this.choices.openings) {
      this.node.addMetadata('cdk-zero-trust:opt-out', `guard opening ${name}${value === undefined || Token.isUnresolved(value) ? '' : ` ${value}`}: ${reason}`);
    }
    if (props.responder) handToResponder(this, 'Findings', props.responder, this.description);
  }

  /**
   * Protects one function. Throws what the class names; nothing when the function is protected by this guard already.
   *
   * @param fn the function, of any zone in this region and account
   */
  public protect(fn: SecureFunction): void {
    const before = GUARDS.get(fn);
    if (before === this) return;
    if (before) throw new ZeroTrustError(fn, 'GuardedTwice', `${before.node.path} protects the function already.`, 'let one guard protect it.');
    checkGuardable(fn, this.props.signedLayer !== undefined);
    GUARDS.set(fn, this);
    markGuarded(fn);
    const layer = this.props.signedLayer ?? GuardLayer.of(fn);
    putLast(fn, layer);
    fn.addEnvironment(WRAPPER, WRAPPER_PATH);
    // at the end, when every edge of the function is declared
    fn.addEnvironment(POLICY, Lazy.string({ produce: () => policyOf(fn, this.choices) }));
    this.declareOn(fn, layer instanceof GuardLayer ? layer.assetHash : 'signed');
    fn.node.addValidation({ validate: () => [...guardFaults(fn), ...this.unnamed(fn)] });
    this.watch(fn);
  }

  /**
   * Protects every `SecureFunction` of a zone, those that are made later too. Synthesis warns of other functions below the zone, L1 and container images
   * of the CDK's own constructs among them: `cdk-zero-trust:Unguarded`.
   */
  public requireIn(zone: TrustZone): void {
    Aspects.of(zone).add(new UnguardedFunctions(this), { priority: AspectPriority.READONLY });
    zone._onMember((member) => {
      if (member instanceof SecureFunction) this.protect(member);
    });
  }

  private declareOn(fn: SecureFunction, layer: string): void {
    const resource = fn.node.defaultChild as CfnResource;
    const guard = {
      Mode: this.mode,
      Layer: layer,
      Openings: this.choices.openings.map(({ name, reason }) => ({ Name: name, Reason: reason })),
    };
    resource.addMetadata(METADATA, guard);
    declareFacts(resource, { guard });
  }

  /** Beside the function: its stack stands on the zone's, which could not name it. */
  private watch(fn: SecureFunction): void {
    const [here, home] = [Stack.of(fn), Stack.of(this.zone)];
    if (here.region !== home.region || here.account !== home.account) {
      Annotations.of(fn).addWarningV2('cdk-zero-trust:NotWatched',
        `An alarm publishes to topics of its own region and account only, so that none of ${this.node.path} watches this function.`);
      return;
    }
    const id = `Of${fn.node.addr.slice(-8)}`;
    const scope = here === Stack.of(this) ? this : here.node.tryFindChild(`Guard${this.node.addr.slice(-8)}`) as Construct | undefined
      ?? new Construct(here, `Guard${this.node.addr.slice(-8)}`);
    watchEvents(scope, id, fn, this.zone, this.description);
  }

  /** What `BLOCK` would stop although it is granted: the guard knows it by no name. */
  private unnamed(fn: SecureFunction): string[] {
    if (this.mode !== GuardMode.BLOCK || this.choices.openings.some(({ name }) => name === 'host')) return [];
    const { unnamed } = hostsDeclaredBy(fn);
    if (unnamed.length === 0) return [];
    return [new ZeroTrustError(fn, 'UnnamedHost', `the guard knows no host by which ${unnamed.join(', ')} is called, and would stop it.`,
      "add openings: [Opening.host('<name>:<port>', '<reason>')].").message];
  }
}

/** After all other layers, those that come later too: files of a later layer replace those of one before. */
function putLast(fn: SecureFunction, layer: lambda.ILayerVersion): void {
  fn.addLayers(layer);
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  const { layers } = resource;
  const stack = Stack.of(fn);
  resource.layers = Lazy.list({
    produce: () => {
      const last = JSON.stringify(stack.resolve(layer.layerVersionArn));
      const others = (stack.resolve(layers) as unknown[]).filter((one) => JSON.stringify(one) !== last);
      return [...others, stack.resolve(layer.layerVersionArn)];
    },
  });
}

function check(path: string, { blockedRoutes = [], countries = [], mask }: RuntimeGuardProps): void {
  const route = blockedRoutes.find((one) => !ROUTE.test(one));
  if (route !== undefined) throw new ZeroTrustError(path, 'BadRoute', `'${route}' is no route.`, 'write the verb and the path of the route: POST /orders/{id}.');
  const country = countries.find((one) => !COUNTRIES.includes(one));
  if (country !== undefined) throw new ZeroTrustError(path, 'BadCountry', `the guard knows no national identifiers of '${country}'.`, `use ${COUNTRIES.join(', ')}.`);
  if (mask === DataClass.PUBLIC) throw new ZeroTrustError(path, 'PublicMask', 'data of the class PUBLIC needs no mask.', 'use RESTRICTED, CONFIDENTIAL or INTERNAL.');
}
