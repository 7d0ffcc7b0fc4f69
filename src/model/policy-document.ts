import { TemplateExpression } from './expression';
import { globMatches } from './glob';
import { intrinsicOf, isObject, own } from './json';
import type { Expression, Value } from './template';
import { textOf } from './value';

/** One statement of an IAM, resource, endpoint or key policy. */
export class Statement {
  public readonly sid?: string;
  /** Anything but `Deny` allows: what is unknown is taken for the worse. */
  public readonly allows: boolean;
  /** Whether it denies for certain. */
  public readonly denies: boolean;
  /** Exact or with wildcards, in lower case: IAM does not mind the case of actions. A gap for what is unknown. */
  public readonly actions: string[];
  public readonly resources: Value[];
  public readonly hasNotAction: boolean;
  public readonly hasNotResource: boolean;
  public readonly principals: Principal[];
  public readonly conditions: StatementCondition[];
  private patterns?: string[];
  private readonly covered: Map<string, boolean>;

  constructor(expression: Expression) {
    const effect = textOf(expression.at('Effect').value);
    this.sid = has(expression, 'Sid') ? textOf(expression.at('Sid').value) : undefined;
    this.denies = effect === 'Deny';
    this.allows = !this.denies;
    this.actions = expression.at('Action').items().map(actionOf);
    this.resources = expression.at('Resource').items().map((resource) => resource.value);
    this.covered = coveredBy(expression.stack.model, this.actions);
    this.hasNotAction = has(expression, 'NotAction');
    this.hasNotResource = has(expression, 'NotResource');
    this.principals = principalsOf(expression);
    this.conditions = has(expression, 'Condition') ? conditionsOf(expression.at('Condition')) : [];
  }

  /** Whether every one of the actions is covered; `*` and `?` in the statement match as in IAM. */
  public covers(actions: string[]): boolean {
    return !this.hasNotAction && actions.every((action) => this.coversOne(action));
  }

  /** Whether the statement names everything as its resource, or is a resource policy that names none. */
  public get onEverything(): boolean {
    return !this.hasNotResource && this.resources.some((resource) => textOf(resource) === '*');
  }

  /** Whether it is for everyone. */
  public get forAnyone(): boolean {
    return this.principals.some(({ type, value }) => type !== 'Service' && type !== 'NotPrincipal' && textOf(value) === '*');
  }

  /** Asked for the same actions by many rules, for all that a role has. */
  private coversOne(action: string): boolean {
    let covers = this.covered.get(action);
    if (covers === undefined) this.covered.set(action, covers = this.isCovered(action.toLowerCase()));
    return covers;
  }

  private isCovered(action: string): boolean {
    return this.actions.includes(action) || (this.patterns ??= this.actions.filter(hasWildcard)).some((pattern) => matches(pattern, action));
  }
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, `*` or `NotPrincipal`. */
  readonly type: string;
  readonly value: Value;
}

export interface StatementCondition {
  /** The operator, as in `StringEquals`. */
  readonly operator: string;
  /** The condition key, in lower case: IAM does not mind its case. */
  readonly key: string;
  readonly values: Value[];
}

/**
 * The statements of a policy document, which may also be given as the text of a JSON document; `undefined` when it is not
 * known before deployment.
 */
export function statementsOf(document: Expression): Statement[] | undefined {
  const json = own(document.at().source, 'Fn::ToJsonString');
  if (json !== undefined) return statementsOf(new TemplateExpression(document.stack, json));
  const { value } = document;
  if (value.kind !== 'known') return undefined;
  if (typeof value.value === 'string') return statementsOfText(document, value.value);
  return isObject(value.value) ? document.stack.model.worlds.remember(value.value, () => readStatements(document)) : undefined;
}

function readStatements(document: Expression): Statement[] | undefined {
  const statements = document.at('Statement').items();
  return statements.some((statement) => statement.value.kind !== 'known') ? undefined : statements.map((statement) => new Statement(statement));
}

/** Which actions lists of actions cover: the same lists come again and again in the statements of an app. */
const COVERED = new WeakMap<object, Map<string, Map<string, boolean>>>();

function coveredBy(model: object, actions: string[]): Map<string, boolean> {
  let byList = COVERED.get(model);
  if (!byList) COVERED.set(model, byList = new Map());
  const list = JSON.stringify(actions);
  let covered = byList.get(list);
  if (!covered) byList.set(list, covered = new Map());
  return covered;
}

/** Whether an action with wildcards, in lower case, matches another one. */
export function matches(pattern: string, action: string): boolean {
  return hasWildcard(pattern) ? globMatches(pattern, action) : pattern === action;
}

/** Looks at what is written before it looks at what it means: most statements have few of the keys. */
function has(statement: Expression, key: string): boolean {
  const { source } = statement;
  return (own(source, key) !== undefined || intrinsicOf(source) !== undefined) && !statement.at(key).isAbsent;
}

/** In lower case, and a gap for what deployment resolves. */
function actionOf({ value }: Expression): string {
  return (textOf(value) ?? '${?}').replace(/\{\{resolve:[^{}]*\}\}/g, '${?}').toLowerCase();
}

function hasWildcard(action: string): boolean {
  return action.includes('*') || action.includes('?');
}

function statementsOfText(document: Expression, text: string): Statement[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? undefined : statementsOf(new TemplateExpression(document.stack, parsed));
  } catch {
    return undefined;
  }
}

function principalsOf(expression: Expression): Principal[] {
  const principals: Principal[] = [];
  if (has(expression, 'NotPrincipal')) principals.push({ type: 'NotPrincipal', value: expression.at('NotPrincipal').value });
  if (!has(expression, 'Principal')) return principals;
  const principal = expression.at('Principal');
  const entries = principal.entries();
  if (entries.length === 0) return [...principals, { type: '*', value: principal.value }];
  for (const [type, values] of entries) {
    for (const value of values.items()) principals.push({ type, value: value.value });
  }
  return principals;
}

function conditionsOf(condition: Expression): StatementCondition[] {
  // a condition that is not known is one, so that nobody takes the statement for unconditional
  if (condition.value.kind !== 'known') return [{ operator: 'unknown', key: '', values: [condition.value] }];
  return condition.entries().flatMap(([operator, keys]) => keys.entries().map(([key, values]) => ({
    operator, key: key.toLowerCase(), values: values.items().map(({ value }) => (/^(Bool|Null)/.test(operator) ? inLowerCase(value) : value)),
  })));
}

/** IAM does not mind how `true` and `false` are written. */
function inLowerCase(value: Value): Value {
  return value.kind === 'known' && typeof value.value === 'string' ? { ...value, value: value.value.toLowerCase() } : value;
}
