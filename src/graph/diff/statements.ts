import type { Names } from './names';
import { Expression, lastTargetOf, TemplateResource, textOf, Value } from '../../model';
import { TemplateExpression } from '../../model/expression';
import { isObject, own } from '../../model/json';

/** What is between the patterns of a list: no pattern has it. */
export const BETWEEN = '\u0001';

/** One action that a statement allows or denies one principal on one resource, under one set of conditions. */
export interface Grant {
  readonly effect: 'allow' | 'deny';
  /** `undefined` in policies of identities. */
  readonly principal?: Part;
  /** In lower case, with wildcards; after `!` what is left out of everything. */
  readonly action: string;
  readonly resource: Part;
  /** Each narrows, in order. */
  readonly conditions: readonly string[];
  /** The same for people. */
  readonly when: readonly string[];
}

/** A principal or resource, in words that both versions share, and in those of people. */
export interface Part {
  readonly label: string;
  readonly name: string;
  readonly type?: string;
  /** Of a principal: as policies have it. */
  readonly value?: Value;
  /** The resource that it names last. */
  readonly target?: TemplateResource;
}

/** Larger products of one statement are not taken apart further: each condition stays whole. */
const MAX_PARTS = 20_000;
/** Operators of which one value is enough, so that two statements with one value each mean the same. */
const ONE_IS_ENOUGH = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress|Bool|NumericEquals|DateEquals|BinaryEquals|Null)(?:IfExists)?$/;
const ANYTHING: Part = { label: '*', name: '*' };

/** What a policy document allows and denies, taken apart, so that how its statements are split, ordered and called makes no difference. */
export function grantsOf(document: Expression, names: Names): Grant[] {
  const statements = statementsIn(document);
  return statements ? statements.flatMap((statement) => takenApart(statement, names)) : [unreadable(document, names)];
}

/** What nobody can read allows whatever it is; it is the same as long as it is written the same. */
export function unreadable(document: Expression, names: Names): Grant {
  return { effect: 'allow', action: '*', resource: ANYTHING, conditions: [`as ${names.of(document)}`], when: ['as a policy that is not known before deployment has it'] };
}

function statementsIn(document: Expression): Expression[] | undefined {
  const json = own(document.at().source, 'Fn::ToJsonString');
  if (json !== undefined) return statementsIn(new TemplateExpression(document.stack, json));
  const { value } = document;
  if (value.kind !== 'known') return undefined;
  if (typeof value.value === 'string') {
    try {
      const parsed: unknown = JSON.parse(value.value);
      return isObject(parsed) ? statementsIn(new TemplateExpression(document.stack, parsed)) : undefined;
    } catch {
      return undefined;
    }
  }
  const statements = isObject(value.value) ? document.at('Statement').items() : undefined;
  return statements?.some((statement) => statement.value.kind !== 'known') ? undefined : statements;
}

function takenApart(statement: Expression, names: Names): Grant[] {
  const effect = textOf(statement.at('Effect').value) === 'Deny' ? 'deny' : 'allow'; // what is unknown is taken for the worse
  const actions = actionsOf(statement, names);
  const resources = resourcesOf(statement, names);
  const principals = principalsOf(statement, names);
  const conditions = conditionsOf(statement.at('Condition'), names, MAX_PARTS / Math.max(1, actions.length * resources.length * principals.length));
  return principals.flatMap((principal) => resources.flatMap((resource) => conditions.flatMap((set) => actions.map((action) => ({
    effect, principal, resource, action, conditions: set.map(({ label }) => label).sort(), when: set.map(({ name }) => name).sort(),
  } as const)))));
}

function actionsOf(statement: Expression, names: Names): string[] {
  const lower = (key: string) => [...new Set(statement.at(key).items().map((item) => names.of(item).toLowerCase()))].sort();
  const left = lower('NotAction');
  return [...lower('Action'), ...(left.length > 0 ? [`!${left.join(BETWEEN)}`] : [])];
}

function resourcesOf(statement: Expression, names: Names): Part[] {
  const parts = (key: string) => unique(statement.at(key).items().map((item) => partOf(item, names)));
  const [all, left] = [parts('Resource'), parts('NotResource')];
  if (left.length > 0) all.push({ label: `!${left.map(({ label }) => label).sort().join(BETWEEN)}`, name: `everything but ${left.map(({ name }) => name).join(', ')}` });
  return all.length > 0 ? all : [ANYTHING];
}

export function partOf(expression: Expression, names: Names): Part {
  return { label: names.of(expression), name: names.said(expression), value: expression.value, target: lastTargetOf(expression.value)?.resource };
}

function principalsOf(statement: Expression, names: Names): (Part | undefined)[] {
  const others = statement.at('NotPrincipal');
  if (!others.isAbsent) return [{ label: `!${names.of(others)}`, name: `everyone but ${names.said(others)}`, type: 'NotPrincipal', value: others.value }];
  const principal = statement.at('Principal');
  if (principal.isAbsent) return [undefined];
  const entries = principal.entries();
  if (entries.length === 0) return [principalOf('AWS', principal, names)];
  return unique(entries.flatMap(([type, values]) => values.items().map((value) => principalOf(type, value, names))));
}

/** An account is called by its number, or by the ARN of its root. */
export function principalOf(type: string, expression: Expression, names: Names): Part {
  const part = partOf(expression, names);
  const [, account] = /^arn:[^:]+:iam::(\d{12}|\$\{AWS::AccountId\}):root$/.exec(part.label) ?? [];
  return { ...part, label: `${type} ${account ?? part.label}`, name: part.name, type };
}

interface Narrowing { readonly label: string; readonly name: string }

function conditionsOf(condition: Expression, names: Names, most: number): Narrowing[][] {
  if (condition.isAbsent) return [[]];
  if (condition.value.kind !== 'known') return [[{ label: `? ${names.of(condition)}`, name: 'a condition that is not known before deployment' }]];
  let sets: Narrowing[][] = [[]];
  for (const [operator, keys] of condition.entries()) {
    const entries = keys.entries();
    if (keys.value.kind !== 'known') {
      sets = sets.map((set) => [...set, { label: `${operator} ${names.of(keys)}`, name: `${operator} of what is not known` }]);
    }
    for (const [key, values] of entries) {
      const texts = unique(values.items().map((value) => ({ label: operandOf(operator, names.of(value)), name: names.said(value) })));
      const one = (some: Narrowing[]): Narrowing => ({
        label: `${operator} ${key.toLowerCase()} ${some.map(({ label }) => label).sort().join()}`,
        name: `${operator} ${key} ${some.map(({ name }) => name).join(', ')}`,
      });
      const apart = ONE_IS_ENOUGH.test(operator) && texts.length > 0 && sets.length * texts.length <= most;
      const choices = apart ? texts.map((text) => one([text])) : [one(texts)];
      sets = sets.flatMap((set) => choices.map((choice) => [...set, choice]));
    }
  }
  return sets;
}

/** IAM does not mind how `true` and `false` are written. */
function operandOf(operator: string, text: string): string {
  return /Bool|Null/.test(operator) ? text.toLowerCase() : text;
}

function unique<T extends { readonly label: string }>(parts: T[]): T[] {
  return [...new Map(parts.map((part) => [part.label, part])).values()];
}
