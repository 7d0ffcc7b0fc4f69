import { mayNameAccount } from './accounts-anywhere';
import { append } from './append';
import { appsOf } from './apps';
import { Worlds } from './conditions';
import { parameterKey, TemplateExpression } from './expression';
import { getAttOf, Intrinsic, intrinsicOf, isObject, own, subPartsOf } from './json';
import { Readings, readingsOf } from './parameters';
import { ParsedResource } from './parsed-resource';
import { ParsedStack, TemplateInput } from './parsed-stack';
import { mayHoldPolicy } from './policies-anywhere';
import { mayHoldSecret } from './secret-properties';
import type { Mention, Origin, Place, Target, TemplateIndex, TemplateResource, TemplateStack } from './template';
import { TrustedAccounts } from './trusted-accounts';
import { UnreadPart, UnreadType, unreadTypeOf } from './unread';
import { isDynamic } from './value';

/** The name under which a model has every resource that may hold a policy, of any type. */
export const HOLDERS_OF_POLICIES = 'AWS::*';
/** The name under which it has every resource that may name an account. */
export const HOLDERS_OF_ACCOUNTS = 'AWS::* with accounts';
/** The name under which it has every resource that may have a secret in a property for one. */
export const HOLDERS_OF_SECRETS = 'AWS::* with secrets';
/** The name under which it has every resource there is. */
export const EVERY_RESOURCE = '*';
/** Rules of these look into whatever there is, and find nothing in most of it. */
export const ANY_TYPE: readonly string[] = [HOLDERS_OF_POLICIES, HOLDERS_OF_ACCOUNTS, HOLDERS_OF_SECRETS, EVERY_RESOURCE];
const IS_HOLDER: Record<string, (resource: TemplateResource) => boolean> = {
  [HOLDERS_OF_POLICIES]: mayHoldPolicy, [HOLDERS_OF_ACCOUNTS]: mayNameAccount, [HOLDERS_OF_SECRETS]: mayHoldSecret, [EVERY_RESOURCE]: () => true,
};

const NOWHERE: Map<TemplateResource, Mention[]> = new Map();

/** How deep conditions may be built of conditions. */
const MAX_CONDITION_DEPTH = 400;
/** How deep names of exports may be built of texts. */
const MAX_NAME_DEPTH = 8;

/**
 * The templates of an app: each parsed once, indexed by type, by stack and logical id, and by who refers to whom across
 * stacks. It takes any input: what it does not understand is absent or unknown, never an exception.
 */
export class TemplateModel implements TemplateIndex {
  public readonly stacks: TemplateStack[] = [];
  public readonly resources: TemplateResource[] = [];
  public readonly worlds = new Worlds();
  public readonly trusted: TrustedAccounts;

  private readonly byType = new Map<string, TemplateResource[]>();
  private readonly byName = new Map<string, TemplateStack[]>();
  private readonly readings = new Map<string, Readings | undefined>();
  private byApp?: readonly TemplateModel[];
  private byId?: ReadonlyMap<string, TemplateStack>;
  private exports?: Map<string, Origin[]>;
  private referring?: Map<TemplateResource, Map<TemplateResource, Mention[]>>;

  /**
   * @param given values of parameters, for stacks that no other one nests
   * @param trusting numbers of accounts that are trusted beside those of the stacks, and ids of organisations
   */
  constructor(
    private readonly inputs: TemplateInput[],
    private readonly given?: ReadonlyMap<string, unknown>,
    private readonly trusting: readonly string[] = [],
  ) {
    const byId = new Map<string, ParsedStack>();
    for (const input of inputs) {
      const stack = new ParsedStack(this, input, input.nestedIn ? undefined : given);
      this.stacks.push(stack);
      byId.set(stack.id, stack);
      if (!input.nestedIn) append(this.byName, stack.name, stack);
      for (const resource of stack.resources.values()) {
        this.resources.push(resource);
        append(this.byType, resource.type, resource);
        const unread = unreadTypeOf(resource.type);
        if (unread) append(this.byType, unread, resource);
      }
      append(this.byType, UnreadType.TEMPLATE, placeOf({ logicalId: 'Template', type: UnreadType.TEMPLATE, why: '' }, stack));
      for (const part of stack.unread) append(this.byType, part.type, placeOf(part, stack));
    }
    for (const { id, nestedIn } of inputs) {
      const [child, parent] = [byId.get(id), byId.get(nestedIn?.id ?? '')];
      if (!child || !parent || isWithin(parent, child)) continue;
      child.nestedAs = parent.resources.get(nestedIn!.logicalId);
      parent.nested.set(nestedIn!.logicalId, child);
    }
    this.trusted = new TrustedAccounts(this, trusting);
  }

  /** The models of what is judged together, one for each app: this one, where all templates are of one. */
  public get apps(): readonly TemplateModel[] {
    if (!this.byApp) {
      const apps = appsOf(this, this.inputs);
      this.byApp = apps.length < 2 ? [this] : apps.map((inputs) => new TemplateModel(inputs, this.given, this.trusting));
    }
    return this.byApp;
  }

  /** The resource of this model that is the same one as a resource in the model of one of its apps. */
  public sameAs(resource: TemplateResource): TemplateResource {
    this.byId ??= new Map(this.stacks.map((stack) => [stack.id, stack]));
    return this.byId.get(resource.stack.id)?.resources.get(resource.logicalId) ?? resource;
  }

  public ofType(type: string): TemplateResource[] {
    const holds = IS_HOLDER[type];
    if (holds && !this.byType.has(type)) this.byType.set(type, this.resources.filter(holds));
    return this.byType.get(type) ?? [];
  }

  public referrers(resource: TemplateResource): TemplateResource[] {
    return [...this.mentions(resource).keys()];
  }

  public mentionsBy(other: TemplateResource, resource: TemplateResource): Mention[] {
    return this.mentions(resource).get(other) ?? [];
  }

  public conditionHolds(stack: TemplateStack, name: string, depth = 0): boolean {
    const expression = stack.entry('Conditions', name);
    const key = `${stack.id}:${name}`;
    if (expression === undefined || depth > MAX_CONDITION_DEPTH) return this.worlds.holds(key);
    return this.worlds.rememberCondition(key, () => this.evaluateCondition(stack, expression, depth));
  }

  public readingOf(stack: TemplateStack, parameter: unknown): Origin | undefined {
    if (typeof parameter !== 'string' || stack.resources.has(parameter) || stack.entry('Parameters', parameter) === undefined) return undefined;
    const key = parameterKey(stack, parameter);
    if (!this.readings.has(key)) this.readings.set(key, readingsOf(stack, parameter, stack.nestedAs ? undefined : this.given));
    const assumed = this.worlds.assumed(key);
    if (assumed !== undefined) return { stack, json: assumed };
    const readings = this.readings.get(key);
    if (!readings) return undefined;
    const { values, complete } = readings;
    if (complete && values.length === 1) return { stack, json: values[0] };
    if (!this.worlds.readsParameters) return undefined;
    const json = values[this.worlds.choose(key, values.length + (complete ? 0 : 1))];
    return json === undefined ? undefined : { stack, json };
  }

  public originOf({ name, argument }: Intrinsic, stack: TemplateStack): Origin | undefined {
    switch (name) {
      case 'Ref': return typeof argument === 'string' ? this.passedByParent(stack, argument) : undefined;
      case 'Fn::GetAtt': return this.outputOfNested(stack, argument);
      case 'Fn::ImportValue': return this.exported(stack, argument);
      case 'Fn::GetStackOutput': return this.outputOfStack(stack, argument);
      default: return undefined;
    }
  }

  private passedByParent(stack: TemplateStack, parameter: string): Origin | undefined {
    if (!stack.nestedAs || stack.resources.has(parameter) || stack.entry('Parameters', parameter) === undefined) return undefined;
    return originAt(stack.nestedAs.stack, passed(stack.nestedAs, parameter));
  }

  private outputOfNested(stack: TemplateStack, argument: unknown): Origin | undefined {
    const target = getAttOf(argument);
    const nested = target && stack.nested.get(target.logicalId);
    if (!nested || typeof target.attribute !== 'string' || !target.attribute.startsWith('Outputs.')) return undefined;
    return originAt(nested, own(nested.entry('Outputs', target.attribute.slice('Outputs.'.length)), 'Value'));
  }

  private outputOfStack(stack: TemplateStack, argument: unknown): Origin | undefined {
    const name = own(argument, 'StackName');
    const output = own(argument, 'OutputName');
    if (typeof name !== 'string' || typeof output !== 'string') return undefined;
    const producer = nearest(stack, this.byName.get(name) ?? [], (candidate) => candidate);
    return producer && originAt(producer, own(producer.entry('Outputs', output), 'Value'));
  }

  private exported(stack: TemplateStack, argument: unknown): Origin | undefined {
    this.exports ??= this.indexExports();
    const name = exportName(stack, argument);
    return name === undefined ? undefined : nearest(stack, this.exports.get(name) ?? [], (candidate) => candidate.stack);
  }

  private indexExports(): Map<string, Origin[]> {
    const exports = new Map<string, Origin[]>();
    for (const stack of this.stacks) {
      for (const [, output] of stack.entries('Outputs')) {
        const name = exportName(stack, own(own(output, 'Export'), 'Name'));
        if (name !== undefined) append(exports, name, { stack, json: own(output, 'Value') });
      }
    }
    return exports;
  }

  private mentions(resource: TemplateResource): Map<TemplateResource, Mention[]> {
    this.referring ??= this.indexReferences();
    return this.referring.get(resource) ?? NOWHERE;
  }

  private indexReferences(): Map<TemplateResource, Map<TemplateResource, Mention[]>> {
    const index = new Map<TemplateResource, Map<TemplateResource, Mention[]>>();
    for (const resource of this.resources) {
      this.findReferences({ stack: resource.stack, json: resource.properties.source }, (target, mention) => {
        if (target === resource) return;
        let mentions = index.get(target);
        if (!mentions) index.set(target, mentions = new Map());
        append(mentions, resource, mention);
      });
    }
    return index;
  }

  /** By a list of what is left to do and not by recursion: templates may be deeper than the call stack. */
  private findReferences(start: Origin, found: (target: TemplateResource, mention: Mention) => void): void {
    const followed = new Set<unknown>();
    const left: (Origin & { readonly place?: Place })[] = [start];
    for (let here = left.pop(); here; here = left.pop()) {
      const { stack, json, place } = here;
      if (Array.isArray(json)) {
        for (const item of json) if (typeof item === 'object') left.push({ stack, json: item, place });
        continue;
      }
      if (!isObject(json)) continue;
      const intrinsic = intrinsicOf(json);
      if (!intrinsic) {
        for (const key in json) if (typeof json[key] === 'object') left.push({ stack, json: json[key], place: { key, in: place } });
        continue;
      }
      const target = referred(intrinsic, stack);
      if (target) found(target.resource, { attribute: target.attribute, place });
      const origin = this.originOf(intrinsic, stack);
      if (origin && !followed.has(origin.json)) {
        followed.add(origin.json);
        left.push({ ...origin, place });
      } else if (!origin) {
        for (const item of operandsOf(intrinsic)) if (typeof item === 'object') left.push({ stack, json: item, place });
      }
    }
  }

  /** What is not understood, or too deep, may hold or not: it is asked of the worlds as a whole. */
  private evaluateCondition(stack: TemplateStack, expression: unknown, depth: number): boolean {
    const entries = isObject(expression) ? Object.entries(expression) : [];
    const [name, argument] = entries.length === 1 ? entries[0] : ['', undefined];
    const operands = Array.isArray(argument) ? argument : [];
    const holds = (operand: unknown) => this.evaluateCondition(stack, operand, depth + 1);
    if (depth < MAX_CONDITION_DEPTH) {
      if (name === 'Condition' && typeof argument === 'string') return this.conditionHolds(stack, argument, depth + 1);
      if (name === 'Fn::Not' && operands.length === 1) return !holds(operands[0]);
      if (name === 'Fn::And' && operands.length > 0) return operands.every(holds);
      if (name === 'Fn::Or' && operands.length > 0) return operands.some(holds);
      if (name === 'Fn::Equals' && operands.length === 2) return this.equals(stack, operands, expression);
    }
    return this.worlds.holds(`${stack.id}:${stringify(expression)}`);
  }

  private equals(stack: TemplateStack, operands: unknown[], expression: unknown): boolean {
    const sides = operands.map((operand) => ({ text: literal(stack, operand), operand }));
    const [left, right] = sides.map(({ text }) => text);
    if (left !== undefined && right !== undefined) return left === right;
    const other = left ?? right;
    const open = other === undefined ? undefined : new TemplateExpression(stack, sides.find(({ text }) => text === undefined)?.operand).openParameter;
    if (open && other !== undefined) {
      const key = parameterKey(open.stack, open.name);
      // deployment passes something else than the values that have worlds of their own
      if (this.readings.get(key)?.values.some((value) => String(value) === other) && this.worlds.readsParameters) return false;
      return this.worlds.isEqual(key, other);
    }
    return this.worlds.holds(`${stack.id}:${stringify(expression)}`);
  }
}

/** What was not read, as something that a rule looks at; it has the path of the resource that it is in. */
function placeOf({ logicalId, type, why }: UnreadPart, stack: TemplateStack): TemplateResource {
  return new ParsedResource(stack, logicalId, { Type: type, Properties: { Why: why } }, stack.resources.get(logicalId)?.path);
}

/** What a nested stack, or the stacks of a stack set, are given for a parameter. */
function passed({ properties: { source } }: TemplateResource, parameter: string): unknown {
  const parameters = own(source, 'Parameters');
  return Array.isArray(parameters) ? own(parameters.find((one) => own(one, 'ParameterKey') === parameter), 'ParameterValue') : own(parameters, parameter);
}

function isWithin(stack: TemplateStack, other: TemplateStack): boolean {
  for (let here: TemplateStack | undefined = stack; here; here = here.nestedAs?.stack) {
    if (here === other) return true;
  }
  return false;
}

function referred({ name, argument }: Intrinsic, stack: TemplateStack): Target | undefined {
  const target = name === 'Ref' && typeof argument === 'string' ? { logicalId: argument, attribute: 'Ref' }
    : name === 'Fn::GetAtt' ? getAttOf(argument) : undefined;
  const resource = target && stack.resources.get(target.logicalId);
  return resource && { resource, attribute: String(target.attribute) };
}

/** What an intrinsic function is computed from, each operand once: texts nested in texts would else be read exponentially often. */
function operandsOf({ name, argument }: Intrinsic): unknown[] {
  const parts = name === 'Fn::Sub' ? subPartsOf(argument) : undefined;
  if (parts) return [...new Set(parts)].map((part) => (typeof part === 'string' ? undefined : part.expression));
  return Array.isArray(argument) ? argument : [argument];
}

function originAt(stack: TemplateStack, json: unknown): Origin | undefined {
  return json === undefined ? undefined : { stack, json };
}

/** A name made of texts and pseudo parameters. One that depends on anything else cannot be told, and might be a cycle. */
function exportName(stack: TemplateStack, json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  if (!isMadeOfText(json)) return undefined;
  const { value } = new TemplateExpression(stack, json);
  return value.kind === 'known' ? String(value.value) : undefined;
}

function isMadeOfText(json: unknown, depth = 0): boolean {
  if (depth > MAX_NAME_DEPTH) return false;
  if (Array.isArray(json)) return json.every((item) => isMadeOfText(item, depth + 1));
  if (!isObject(json)) return true;
  const intrinsic = intrinsicOf(json);
  return intrinsic === undefined ? Object.values(json).every((item) => isMadeOfText(item, depth + 1))
    : ['Fn::Join', 'Fn::Sub', 'Ref'].includes(intrinsic.name) && isMadeOfText(intrinsic.argument, depth + 1);
}

/** Stacks of two environments may have the same name: take the one in the same account and region. */
function nearest<T>(from: TemplateStack, candidates: T[], stackOf: (candidate: T) => TemplateStack): T | undefined {
  return candidates.find((candidate) => {
    const { account, region } = stackOf(candidate);
    return account === from.account && region === from.region;
  }) ?? candidates[0];
}

/** What an operand of a condition is before deployment: a text, or the environment when the stack has one. */
function literal(stack: TemplateStack, operand: unknown): string | undefined {
  if (typeof operand === 'string' && !isDynamic(operand)) return operand;
  const { value } = new TemplateExpression(stack, operand);
  if (value.kind !== 'known' || !['string', 'number', 'boolean'].includes(typeof value.value)) return undefined;
  const text = String(value.value);
  return text.includes('${') ? undefined : text;
}

function stringify(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    return 'too deep';
  }
}
