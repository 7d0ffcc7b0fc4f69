import { TemplateExpression } from './expression';
import { getAttOf, Intrinsic, intrinsicOf, own, subPartsOf } from './json';
import type { Expression, Origin, Target, TemplateStack } from './template';
import { isDynamic } from './value';

/** What CloudFormation puts into a value: a parameter, an attribute of a resource, or what a dynamic reference resolves to. */
export type Source =
  | { readonly kind: 'parameter'; readonly stack: TemplateStack; readonly name: string }
  | { readonly kind: 'attribute'; readonly target: Target }
  | { readonly kind: 'dynamic'; readonly text: string };

/**
 * All that a value is made of in any world that is possible from here: through `Fn::If`, nested stacks, exports and every function that puts
 * texts together or takes one of them. What only chooses, such as a condition or the keys of a mapping, is no part of it. It asks the worlds
 * nothing that the next one would be asked again: each `Fn::If` is explored by itself, since sources only add up.
 */
export function sourcesOf({ stack: scope, source: start }: Expression): Source[] {
  const found: Source[] = [];
  const left: Origin[] = [{ stack: scope, json: start }];
  const seen = new Set<unknown>(); // by it cycles end, and aliases of YAML are read once
  for (let next = left.pop(); next; next = left.pop()) {
    const { stack, json } = next;
    if (typeof json === 'string' && isDynamic(json)) found.push({ kind: 'dynamic', text: json });
    if (typeof json !== 'object' || json === null || seen.has(json)) continue;
    seen.add(json);
    const intrinsic = intrinsicOf(json);
    const origin = intrinsic && stack.model.originOf(intrinsic, stack);
    const named = intrinsic && !origin ? namedBy(intrinsic, stack) : undefined;
    if (named) found.push(named);
    if (origin) left.push(origin);
    else for (const part of intrinsic ? partsOf(intrinsic, stack) : Object.values(json)) left.push({ stack, json: part });
  }
  return found.reverse();
}

/** A parameter that CloudFormation hides where it shows parameters: one for a secret. */
export interface HiddenParameter {
  readonly name: string;
  /** What it is when nothing is passed: plaintext in the template, NoEcho or not. Empty when it has none. */
  readonly fallback: string;
}

/** The NoEcho parameters that a value is made of. */
export function hiddenParametersOf(expression: Expression): HiddenParameter[] {
  return sourcesOf(expression).flatMap((source) => (source.kind === 'parameter' && isHidden(source.stack, source.name)
    ? [{ name: source.name, fallback: String(own(source.stack.entry('Parameters', source.name), 'Default') ?? '') }] : []));
}

export function isHidden(stack: TemplateStack, parameter: string): boolean {
  return /^true$/i.test(String(own(stack.entry('Parameters', parameter), 'NoEcho')));
}

function namedBy({ name, argument }: Intrinsic, stack: TemplateStack): Source | undefined {
  if (name !== 'Ref' && name !== 'Fn::GetAtt') return undefined;
  const target = name === 'Ref' ? { logicalId: String(argument), attribute: 'Ref' } : getAttOf(argument);
  const resource = target && stack.resources.get(target.logicalId);
  if (resource && typeof target.attribute === 'string') return { kind: 'attribute', target: { resource, attribute: target.attribute } };
  return target && stack.entry('Parameters', target.logicalId) !== undefined ? { kind: 'parameter', stack, name: target.logicalId } : undefined;
}

function partsOf({ name, argument }: Intrinsic, stack: TemplateStack): unknown[] {
  // a dynamic reference may be what a parameter is set to
  if (name === 'Ref') return [own(stack.entry('Parameters', String(argument)), 'Default')];
  if (name === 'Fn::Sub') return texts(argument);
  if (!Array.isArray(argument)) return [argument];
  switch (name) {
    case 'Fn::If': return branches(argument, stack);
    case 'Fn::FindInMap': return [own(argument[3], 'DefaultValue')];
    case 'Fn::Select': return [selected(argument, stack)];
    default: return argument;
  }
}

/** The branches that are possible: both, unless the values of parameters are known that decide. */
function branches([condition, yes, no]: unknown[], stack: TemplateStack): unknown[] {
  const { model } = stack;
  const outcomes = typeof condition === 'string' ? model.worlds.fork(() => model.conditionHolds(stack, condition)) : undefined;
  return outcomes ? [...new Set(outcomes)].map((holds) => (holds ? yes : no)) : [yes, no];
}

/** A dynamic reference may be in pieces: the text is a part as a whole, too. */
function texts(argument: unknown): unknown[] {
  const parts = subPartsOf(argument) ?? [];
  const text = parts.map((part) => (typeof part === 'string' ? part : '${?}')).join('');
  return [text, ...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression])))];
}

/** One element where it is known which, and else the list. */
function selected([index, list]: unknown[], stack: TemplateStack): unknown {
  const { value } = new TemplateExpression(stack, index);
  const element = Array.isArray(list) && value.kind === 'known' ? list[Number(value.value)] : undefined;
  return element === undefined ? list : element;
}
