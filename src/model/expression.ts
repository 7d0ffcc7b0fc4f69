import { isServiceAccount } from './aws-accounts';
import { getAttOf, Intrinsic, intrinsicOf, isObject, JsonObject, own, subPartsOf } from './json';
import { namesItsResource } from './naming-attributes';
import type { Expression, Target, TemplateStack, Value } from './template';
import { ABSENT, holeOf, isDynamic, known, targetOf, unknownValue } from './value';

/** How often an expression may lead to another one: deeper chains, cycles among them, are unknown. */
const MAX_STEPS = 64;
/** Larger mappings, as of regions, are unknown where their key is: each entry would be a world. */
const MAX_ENTRIES = 8;
/** CloudFormation takes templates of 1 MB: a longer text is none that it deploys. */
const MAX_TEXT = 1024 * 1024;
/** Functions whose operands may be asked for again and again. */
const COSTLY = ['Fn::Join', 'Fn::Sub', 'Fn::ToJsonString'];
/** What is called by the ARN of a function with a qualifier, and where the function's name is in it. */
const QUALIFIED = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];
const NAME_IN_ARN = 6;
/** Stands for what is inside of something that is not known before deployment. */
const INSIDE_UNKNOWN = { 'Fn::Unknown': undefined };

/** An expression of a parsed template, evaluated as far as it can be before deployment. */
export class TemplateExpression implements Expression {
  /** Whether it is what it says, in every world. Asked so often that it is kept. */
  private leadsNowhere = false;

  constructor(
    public readonly stack: TemplateStack,
    public readonly source: unknown,
    private readonly depth = 0,
    private readonly ledByOutput = false,
  ) {}

  public at(...path: string[]): TemplateExpression {
    let here = this.followed();
    for (const key of path) {
      const { source } = here;
      if (intrinsicOf(source) || here.tooDeep) return here.within(INSIDE_UNKNOWN);
      const json = own(source, key);
      here = json === undefined && here.depth === 0 ? absentIn(here.stack) : here.within(json).followed();
    }
    return here;
  }

  public items(): TemplateExpression[] {
    const { source, stack, depth } = this.followed();
    if (source === undefined || source === null) return [];
    if (!Array.isArray(source)) return [new TemplateExpression(stack, source, depth)];
    return source.map((item) => new TemplateExpression(stack, item, depth).followed()).filter((item) => item.source !== undefined);
  }

  public parts(): TemplateExpression[] {
    const { source, stack, depth } = this.followed();
    if (source === undefined || source === null) return [];
    return [source].flat(1).map((item) => new TemplateExpression(stack, item, depth));
  }

  public entries(): [string, TemplateExpression][] {
    const here = this.followed();
    if (!isObject(here.source) || intrinsicOf(here.source)) return [];
    return Object.entries(here.source).map(([key, json]) => [key, here.within(json)]);
  }

  public get value(): Value {
    return this.followed().evaluate();
  }

  public get isAbsent(): boolean {
    const here = this.followed();
    const { source } = here;
    if (source === undefined || source === null) return true;
    if (!intrinsicOf(source)) return false;
    const value = here.evaluate();
    return value.kind === 'known' && (value.value === undefined || value.value === null);
  }

  public get isWeak(): boolean {
    const here = this.followed();
    return here.ledByOutput || intrinsicOf(here.source)?.name === 'Fn::GetStackOutput';
  }

  public get whole(): TemplateExpression {
    const here = this.followed();
    const intrinsic = intrinsicOf(here.source);
    const taken = ['Fn::Select', 'Fn::Split'].includes(intrinsic?.name ?? '') && Array.isArray(intrinsic?.argument) ? intrinsic.argument[1] : undefined;
    return taken === undefined || here.tooDeep ? here : here.deeper(taken).whole;
  }

  /** The parameter that it leads to, and that nothing tells the value of; `undefined` for anything else. */
  public get openParameter(): { readonly stack: TemplateStack; readonly name: string } | undefined {
    const { stack, source } = this.followed();
    const name = intrinsicOf(source)?.name === 'Ref' ? own(source, 'Ref') : undefined;
    return typeof name === 'string' && !stack.resources.has(name) && stack.entry('Parameters', name) !== undefined ? { stack, name } : undefined;
  }

  private get tooDeep(): boolean {
    return this.depth > MAX_STEPS;
  }

  private within(json: unknown): TemplateExpression {
    return new TemplateExpression(this.stack, json, this.depth);
  }

  /** The expression that this one leads to. */
  private followed(): TemplateExpression {
    let here: TemplateExpression = this;
    while (!here.leadsNowhere && !here.tooDeep) {
      const intrinsic = intrinsicOf(here.source);
      if (!intrinsic) {
        here.leadsNowhere = true;
        break;
      }
      const { worlds } = here.stack.model;
      const before = worlds.questions;
      const next = here.follow(intrinsic);
      if (!next) {
        here.leadsNowhere = worlds.questions === before;
        break;
      }
      here = next;
    }
    return here;
  }

  private follow({ name, argument }: Intrinsic): TemplateExpression | undefined {
    const { stack, depth, ledByOutput } = this;
    if (name === 'Ref' && argument === 'AWS::NoValue') return new TemplateExpression(stack, undefined, depth + 1);
    if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') {
      return new TemplateExpression(stack, argument[stack.model.conditionHolds(stack, argument[0]) ? 1 : 2], depth + 1, ledByOutput);
    }
    if (name === 'Fn::FindInMap') return this.findInMap(argument);
    const origin = stack.model.originOf({ name, argument }, stack) ?? (name === 'Ref' ? stack.model.readingOf(stack, argument) : undefined);
    return origin && new TemplateExpression(origin.stack, origin.json, depth + 1, ledByOutput || name === 'Fn::GetStackOutput');
  }

  private evaluate(): Value {
    const { source } = this;
    if (source === undefined || source === null) return ABSENT;
    if (this.tooDeep) return unknownValue('the expression is too deep, or a cycle');
    const intrinsic = intrinsicOf(source);
    if (intrinsic && COSTLY.includes(intrinsic.name)) return this.stack.model.worlds.remember(source, () => this.call(intrinsic));
    if (intrinsic) return this.call(intrinsic);
    return typeof source === 'string' && isDynamic(source) ? unknownValue('a dynamic reference', source) : known(source);
  }

  private call({ name, argument }: Intrinsic): Value {
    switch (name) {
      case 'Ref': return this.reference(argument, 'Ref');
      case 'Fn::GetAtt': {
        const target = getAttOf(argument);
        return target && typeof target.attribute === 'string' ? this.reference(target.logicalId, target.attribute) : unknownValue('odd Fn::GetAtt');
      }
      case 'Fn::Join': return this.join(argument);
      case 'Fn::Sub': return this.text(subPartsOf(argument));
      case 'Fn::Select': return this.select(argument);
      case 'Fn::ToJsonString': return this.json(argument);
      case 'Fn::Length': return this.length(argument);
      case 'Fn::Base64': return this.base64(argument);
      default: return unknownValue(name);
    }
  }

  private reference(name: unknown, attribute: string): Value {
    if (typeof name !== 'string') return unknownValue('odd reference');
    if (name.startsWith('AWS::')) return known(this.pseudo(name));
    const resource = this.stack.resources.get(name);
    if (!resource) return unknownValue(this.stack.entry('Parameters', name) === undefined ? `nothing is called ${name}` : `parameter ${name}`);
    const target: Target = { resource, attribute };
    if (!namesItsResource(resource.type, attribute)) return unknownValue(`${attribute === 'Ref' ? 'what is made' : attribute} of ${resource.logicalId}`);
    return { kind: 'reference', text: holeOf(target), targets: [target] };
  }

  private pseudo(name: string): string {
    const { stack } = this;
    if (name === 'AWS::StackName') return stack.name;
    if (name === 'AWS::AccountId' && stack.account) return stack.account;
    if (name === 'AWS::Region' && stack.region) return stack.region;
    return `\${${name}}`;
  }

  private join(argument: unknown): Value {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string') return unknownValue('odd Fn::Join');
    const list = this.deeper(argument[1]).followed();
    const pieces = this.pieces(list);
    if (pieces) return known(pieces.join(argument[0]));
    if (!Array.isArray(list.source)) return unknownValue('Fn::Join of an unknown list');
    const parts = list.items().map((expression) => ({ expression }));
    return this.text(parts.flatMap((part, i) => (i === 0 ? [part] : [argument[0], part])));
  }

  /** What a text is split into, with its holes, as in the name of a region without hyphens. */
  private pieces(list: TemplateExpression): string[] | undefined {
    const split = intrinsicOf(list.source);
    if (split?.name !== 'Fn::Split' || !Array.isArray(split.argument) || typeof split.argument[0] !== 'string') return undefined;
    const source = list.deeper(split.argument[1]).value;
    return source.kind === 'known' && typeof source.value === 'string' ? source.value.split(split.argument[0]) : undefined;
  }

  /** Strings and expressions put together to one text. */
  private text(parts?: (string | { readonly expression: unknown })[]): Value {
    if (!parts) return unknownValue('odd Fn::Sub');
    let text = '';
    let why: string | undefined;
    const targets: Target[] = [];
    const values = new Map<object, Value>();
    for (const part of parts) {
      const value = typeof part === 'string' ? known(part) : values.get(part) ?? this.expression(part.expression).value;
      if (typeof part !== 'string') values.set(part, value);
      if (value.kind === 'unknown') why ??= value.why;
      if (value.kind === 'reference') targets.push(...value.targets);
      text += value.kind === 'known' ? String(value.value ?? '') : value.text ?? '${?}';
      if (text.length > MAX_TEXT) return unknownValue('the text is too long');
    }
    if (why === undefined && isDynamic(text)) why = 'a dynamic reference';
    if (why !== undefined) return unknownValue(why, text);
    return targets.length > 0 ? { kind: 'reference', text, targets } : known(text);
  }

  /** The text of `Fn::ToJsonString`, known when everything in it is. */
  private json(argument: unknown): Value {
    const plain = this.deeper(argument).plain();
    const text = plain === undefined ? '' : JSON.stringify(plain.json);
    return plain === undefined || text.length > MAX_TEXT ? unknownValue('Fn::ToJsonString') : known(text);
  }

  /** The JSON that an expression is at deployment; `undefined` when a part of it is not known before. */
  private plain(): { readonly json: unknown } | undefined {
    const here = this.followed();
    const { value } = here;
    if (value.kind !== 'known' || here.depth > MAX_STEPS) return undefined;
    if (typeof value.value !== 'object' || value.value === null) return { json: value.value };
    if (Array.isArray(value.value)) {
      const items = here.items().map((item) => new TemplateExpression(item.stack, item.source, here.depth + 1).plain());
      return items.every((item) => item !== undefined) ? { json: items.map((item) => item?.json) } : undefined;
    }
    const plain: Record<string, unknown> = {};
    for (const [key, entry] of here.entries()) {
      const found = new TemplateExpression(entry.stack, entry.source, here.depth + 1).plain();
      if (!found) return undefined;
      Object.defineProperty(plain, key, { value: found.json, enumerable: true });
    }
    return { json: plain };
  }

  private length(argument: unknown): Value {
    const list = this.deeper(argument).followed();
    return Array.isArray(list.source) ? known(list.items().length) : unknownValue('Fn::Length of an unknown list');
  }

  private base64(argument: unknown): Value {
    const { value } = this.deeper(argument);
    const text = value.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
    return text === undefined || text.length > MAX_TEXT || text.includes('${') ? unknownValue('Fn::Base64') : known(Buffer.from(text).toString('base64'));
  }

  private select(argument: unknown): Value {
    if (!Array.isArray(argument)) return unknownValue('odd Fn::Select');
    const index = Number(textOrNothing(this.deeper(argument[0]).value) ?? NaN);
    const list = this.deeper(argument[1]).followed();
    const split = intrinsicOf(list.source);
    if (split?.name === 'Fn::Split' && Array.isArray(split.argument)) {
      const source = list.deeper(split.argument[1]).value;
      if (source.kind === 'known' && typeof split.argument[0] === 'string') {
        const text = String(source.value);
        // the id of a stack has parts that its hole does not show
        return known(text.split(split.argument[0])[index] ?? (text.includes('${') ? text : undefined));
      }
      // as the CDK names the function of an alias or version
      if (index === NAME_IN_ARN && split.argument[0] === ':' && QUALIFIED.includes(targetOf(source)?.resource.type ?? '')) return source;
    }
    const items = Array.isArray(list.source) ? list.items() : [];
    return Number.isInteger(index) && items[index] ? items[index].value : unknownValue('Fn::Select');
  }

  /** What a mapping has at two keys, or its default. `undefined` when that is not known. */
  private findInMap(argument: unknown): TemplateExpression | undefined {
    if (!Array.isArray(argument) || argument.length < 3 || this.tooDeep) return undefined;
    const map = textOrNothing(this.deeper(argument[0]).value);
    const fallback = own(argument[3], 'DefaultValue');
    const hasDefault = fallback !== undefined;
    const first = map === undefined ? undefined : this.entryOf(this.stack.entry('Mappings', map), argument[1], hasDefault);
    const found = isObject(first) ? this.entryOf(first, argument[2], hasDefault) : undefined;
    if (found !== undefined) return this.deeper(found);
    return hasDefault ? this.deeper(fallback) : undefined;
  }

  /** The entry of a key; of a key that is not known, each entry in a world of its own, and none in one more where there is a default. */
  private entryOf(entries: unknown, key: unknown, orNone: boolean): unknown {
    const name = textOrNothing(this.deeper(key).value);
    if (!isObject(entries) || (name !== undefined && !name.includes('${'))) return own(entries, name ?? '');
    const parameter = own(key, 'Ref');
    // an account or a Region that another mapping was looked up by in this world
    const assumed = typeof parameter === 'string' && parameter.startsWith('AWS::') ? this.stack.model.worlds.assumed(parameterKey(this.stack, parameter)) : undefined;
    if (assumed !== undefined && own(entries, assumed) !== undefined) return own(entries, assumed);
    const all = Object.keys(entries);
    const names = all.length > MAX_ENTRIES ? oneOfEachKind(entries) : all;
    if (names.length > MAX_ENTRIES) return undefined;
    const { id, model } = this.stack;
    const chosen = names[model.worlds.choose(`${id}:${JSON.stringify(key)} of ${names.join()}`, names.length + (orNone ? 1 : 0))];
    if (chosen === undefined) return undefined;
    // one entry that stands for others is not the only value of the parameter
    if (typeof parameter === 'string' && names.length === all.length) model.worlds.assume(parameterKey(this.stack, parameter), chosen);
    return own(entries, chosen);
  }

  private deeper(json: unknown): TemplateExpression {
    return new TemplateExpression(this.stack, json, this.depth + 1);
  }

  private expression(given: unknown): TemplateExpression {
    return given instanceof TemplateExpression ? new TemplateExpression(given.stack, given.source, this.depth + 1) : this.deeper(given);
  }
}

/** What is not written is asked for most of all: one for each stack. */
const absents = new WeakMap<TemplateStack, TemplateExpression>();

function absentIn(stack: TemplateStack): TemplateExpression {
  let absent = absents.get(stack);
  if (!absent) absents.set(stack, absent = new TemplateExpression(stack, undefined));
  return absent;
}

/** Keys of a mapping whose entries differ, where accounts of AWS are alike: those of load balancers, by Region. */
function oneOfEachKind(entries: JsonObject): string[] {
  const kinds = new Map<string, string>();
  for (const [name, entry] of Object.entries(entries)) {
    const kind = JSON.stringify(entry, (_, value: unknown) => (isServiceAccount(String(value)) ? 'an account of AWS' : value));
    if (!kinds.has(kind)) kinds.set(kind, name);
  }
  return [...kinds.values()];
}

/** How worlds call a parameter. */
export function parameterKey(stack: TemplateStack, parameter: string): string {
  return `${stack.id}:Ref ${parameter}`;
}

function textOrNothing(value: Value): string | undefined {
  return value.kind === 'known' && value.value !== undefined ? String(value.value) : undefined;
}
