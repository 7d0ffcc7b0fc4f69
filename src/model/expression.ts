import { getAttOf, Intrinsic, intrinsicOf, isObject, own, subPartsOf } from './json';
import type { Expression, Target, TemplateStack, Value } from './template';
import { ABSENT, holeOf, known, unknownValue } from './value';

/** How often an expression may lead to another one: deeper chains, cycles among them, are unknown. */
const MAX_STEPS = 64;
/** Larger mappings, as of regions, are unknown where their key is: each entry would be a world. */
const MAX_ENTRIES = 8;
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
      if (intrinsicOf(here.source) || here.tooDeep) return here.within(INSIDE_UNKNOWN);
      here = here.within(own(here.source, key)).followed();
    }
    return here;
  }

  public items(): TemplateExpression[] {
    const { source, stack, depth } = this.followed();
    if (source === undefined || source === null) return [];
    if (!Array.isArray(source)) return [new TemplateExpression(stack, source, depth)];
    return source.map((item) => new TemplateExpression(stack, item, depth).followed()).filter((item) => item.source !== undefined);
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
    const { value } = this;
    return value.kind === 'known' && (value.value === undefined || value.value === null);
  }

  public get isNoEcho(): boolean {
    const { source, stack } = this.followed();
    const intrinsic = intrinsicOf(source);
    if (intrinsic?.name !== 'Ref' || typeof intrinsic.argument !== 'string') return false;
    return [true, 'true'].includes(own(stack.entry('Parameters', intrinsic.argument), 'NoEcho') as any);
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
      const next = intrinsic && here.follow(intrinsic);
      if (!next) {
        here.leadsNowhere = true;
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
    const origin = stack.model.originOf({ name, argument }, stack);
    return origin && new TemplateExpression(origin.stack, origin.json, depth + 1, ledByOutput || name === 'Fn::GetStackOutput');
  }

  private evaluate(): Value {
    const { source } = this;
    if (source === undefined || source === null) return ABSENT;
    if (this.tooDeep) return unknownValue('the expression is too deep, or a cycle');
    const intrinsic = intrinsicOf(source);
    return intrinsic ? this.call(intrinsic) : known(source);
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
      case 'Fn::FindInMap': return this.findInMap(argument);
      default: return unknownValue(name);
    }
  }

  private reference(name: unknown, attribute: string): Value {
    if (typeof name !== 'string') return unknownValue('odd reference');
    if (name.startsWith('AWS::')) return known(this.pseudo(name));
    const resource = this.stack.resources.get(name);
    if (!resource) return unknownValue(this.stack.entry('Parameters', name) === undefined ? `nothing is called ${name}` : `parameter ${name}`);
    const target: Target = { resource, attribute };
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
    if (!Array.isArray(list.source)) return unknownValue('Fn::Join of an unknown list');
    const parts = list.items().map((expression) => ({ expression }));
    return this.text(parts.flatMap((part, i) => (i === 0 ? [part] : [argument[0], part])));
  }

  /** Strings and expressions put together to one text. */
  private text(parts?: (string | { readonly expression: unknown })[]): Value {
    if (!parts) return unknownValue('odd Fn::Sub');
    let text = '';
    let why: string | undefined;
    const targets: Target[] = [];
    for (const part of parts) {
      const value = typeof part === 'string' ? known(part) : this.expression(part.expression).value;
      if (value.kind === 'unknown') why ??= value.why;
      if (value.kind === 'reference') targets.push(...value.targets);
      text += value.kind === 'known' ? String(value.value ?? '') : value.text ?? '${?}';
    }
    if (why !== undefined) return unknownValue(why, text);
    return targets.length > 0 ? { kind: 'reference', text, targets } : known(text);
  }

  private select(argument: unknown): Value {
    if (!Array.isArray(argument)) return unknownValue('odd Fn::Select');
    const index = Number(textOrNothing(this.deeper(argument[0]).value) ?? NaN);
    const list = this.deeper(argument[1]).followed();
    const split = intrinsicOf(list.source);
    if (split?.name === 'Fn::Split' && Array.isArray(split.argument)) {
      const source = list.deeper(split.argument[1]).value;
      if (source.kind === 'known' && typeof split.argument[0] === 'string') return known(String(source.value).split(split.argument[0])[index]);
    }
    const items = Array.isArray(list.source) ? list.items() : [];
    return Number.isInteger(index) && items[index] ? items[index].value : unknownValue('Fn::Select');
  }

  private findInMap(argument: unknown): Value {
    if (!Array.isArray(argument) || argument.length !== 3) return unknownValue('odd Fn::FindInMap');
    const map = textOrNothing(this.deeper(argument[0]).value);
    const found = this.entryOf(this.entryOf(this.stack.entry('Mappings', map ?? ''), argument[1]), argument[2]);
    return found === undefined ? unknownValue('Fn::FindInMap') : known(found);
  }

  /** The entry of a key; of a key that is not known, each entry in a world of its own. */
  private entryOf(entries: unknown, key: unknown): unknown {
    const name = textOrNothing(this.deeper(key).value);
    if (!isObject(entries) || (name !== undefined && !name.includes('${'))) return own(entries, name ?? '');
    const names = Object.keys(entries);
    if (names.length > MAX_ENTRIES) return undefined;
    const { id, model } = this.stack;
    return own(entries, names.slice(0, -1).find((one) => model.worlds.holds(`${id}:${JSON.stringify(key)} is ${one}`)) ?? names[names.length - 1] ?? '');
  }

  private deeper(json: unknown): TemplateExpression {
    return new TemplateExpression(this.stack, json, this.depth + 1);
  }

  private expression(given: unknown): TemplateExpression {
    return given instanceof TemplateExpression ? new TemplateExpression(given.stack, given.source, this.depth + 1) : this.deeper(given);
  }
}

function textOrNothing(value: Value): string | undefined {
  return value.kind === 'known' && value.value !== undefined ? String(value.value) : undefined;
}
