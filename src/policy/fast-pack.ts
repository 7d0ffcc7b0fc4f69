import { CfnResource, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import type * as nag from 'cdk-nag';
import { RULES_BY_CLASS } from './rules-by-class';
import { SharedRules } from './shared-rules';

/**
 * A pack of cdk-nag that tries each rule only on the classes of resources that it can match, once for all packs that share it, and reports the same.
 *
 * Any other pack, and every pack of another version of cdk-nag than the one that was verified, runs as it is.
 *
 * @internal
 */
export class FastPack implements IPolicyValidationPlugin {
  /** Whether a pack is of cdk-nag, but not of the version whose rules were verified. */
  public static isOtherVersion(pack: IPolicyValidationPlugin): boolean {
    const version = versionOfNag(pack);
    return version !== undefined && version !== VERIFIED_VERSION;
  }

  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  /**
   * @param pack any plugin
   * @param rules what packs of one synthesis share
   */
  constructor(private readonly pack: IPolicyValidationPlugin, private readonly rules: SharedRules = new SharedRules()) {
    rules.add(this);
    this.name = pack.name;
    this.version = pack.version;
    this.ruleIds = pack.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return this.rules.run(this, () => this.report(context));
  }

  private report(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (versionOfNag(this.pack) !== VERIFIED_VERSION || !isUnchanged(this.pack)) return this.pack.validate(context);
    const pack = this.pack as unknown as PackInternals;
    const plans = new Map<object, nag.IApplyRule[] | undefined>();
    const checkResource = (node: CfnResource) => {
      const cls = Object.getPrototypeOf(node);
      if (!plans.has(cls)) plans.set(cls, planFor(pack, cls)?.map((params) => ({ ...params, rule: this.rules.shared(params.rule) })));
      const plan = plans.get(cls);
      if (!plan) return pack.checkResource.call(fast, node);
      for (const params of plan) {
        params.node = node; // rather than a copy for each resource: nobody keeps it
        fast.applyRule(params);
      }
    };
    const fast = derive(pack, { checkResource });
    return fast.validate(context);
  }
}

/** What cdk-nag's packs inherit, and do not show to others. */
interface PackInternals extends IPolicyValidationPlugin {
  checkResource(node: CfnResource): void;
  applyRule(params: nag.IApplyRule): void;
}

const VERIFIED_VERSION = '3.0.2';
const JSII_TYPE = Symbol.for('jsii.rtti');
/** By name, so that nothing of cdk-nag is loaded by an app without its packs. */
const PACKS = ['AwsSolutionsChecks', 'ServerlessChecks', 'HIPAASecurityChecks', 'NIST80053R4Checks', 'NIST80053R5Checks', 'PCIDSS321Checks']
  .map((pack) => `cdk-nag.${pack}`);
const RULES_THAT_GO_BY_CLASS = new Set(Object.values(RULES_BY_CLASS).flat());

/** The version of cdk-nag that a pack extends; undefined for plugins of others. */
function versionOfNag(pack: IPolicyValidationPlugin): string | undefined {
  return jsiiTypes(Object.getPrototypeOf(pack)).find(({ fqn }) => fqn === 'cdk-nag.NagPack')?.version;
}

/** One of cdk-nag's own packs, in which nobody replaced a method. */
function isUnchanged(pack: IPolicyValidationPlugin): boolean {
  return PACKS.includes(jsiiType(Object.getPrototypeOf(pack))?.fqn ?? '')
    && Object.getOwnPropertyNames(pack).every((key) => typeof (pack as any)[key] !== 'function');
}

/**
 * The rules that a pack tries on instances of a class, without those that cannot match any. Undefined when which rules it tries
 * depends on the instance: the pack is shown one that nobody may look at.
 */
function planFor(pack: PackInternals, cls: object): nag.IApplyRule[] | undefined {
  const names = jsiiTypes(cls).map(({ fqn }) => fqn);
  if (!names.includes('aws-cdk-lib.CfnResource')) return undefined;
  const tried: nag.IApplyRule[] = [];
  try {
    derive(pack, { applyRule: (params) => { tried.push(params); } }).checkResource(unseen(cls));
  } catch {
    return undefined;
  }
  const matching = new Set(names.flatMap((name) => RULES_BY_CLASS[name] ?? []));
  return tried.filter(({ rule }) => matching.has(rule.name) || !RULES_THAT_GO_BY_CLASS.has(rule.name));
}

/** A pack with another method, which leaves the pack itself as it is. */
function derive(pack: PackInternals, methods: Partial<PackInternals>): PackInternals {
  return Object.assign(Object.create(pack), methods);
}

interface JsiiType { readonly fqn: string; readonly version: string }

/** What jsii calls a class, by its prototype. */
function jsiiType(cls: object): JsiiType | undefined {
  return Object.getOwnPropertyDescriptor(cls.constructor, JSII_TYPE)?.value;
}

/** The same of a class and of what it extends: `x instanceof C` is true only where C's is among them. */
function jsiiTypes(cls: object): JsiiType[] {
  const types: JsiiType[] = [];
  for (let at = cls; at; at = Object.getPrototypeOf(at)) {
    const type = jsiiType(at);
    if (type) types.push(type);
  }
  return types;
}

/** An instance of a class that answers `instanceof`, and throws on everything else. */
function unseen(cls: object): CfnResource {
  const look = () => { throw new Error('Only the class may be looked at.'); };
  return new Proxy(Object.create(cls), {
    get: look,
    set: look,
    has: look,
    deleteProperty: look,
    defineProperty: look,
    getOwnPropertyDescriptor: look,
    ownKeys: look,
    isExtensible: look,
    preventExtensions: look,
    setPrototypeOf: look,
  });
}
