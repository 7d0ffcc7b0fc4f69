import { TemplateExpression } from './expression';
import { globMatches } from './glob';
import { intrinsicOf, isObject, own } from './json';
import type { Expression, Value } from './template';
import { textOf } from './value';

const NONE: never[] = [];

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
  /** The same, as they are written. */
  public readonly actionsAsWritten: string[];
  /** What `NotAction` leaves out, in lower case. */
  public readonly notActions: string[];
  /** What `NotResource` leaves out. */
  public readonly notResources: Value[];
  public readonly hasNotAction: boolean;
  public readonly hasNotResource: boolean;
  public readonly principals: Principal[];
  public readonly conditions: StatementCondition[];
  private readonly coverage: Coverage;

  constructor(expression: Expression) {
    const effect = textOf(expression.at('Effect').value);
    this.sid = has(expression, 'Sid') ? textOf(expression.at('Sid').value) : undefined;
    this.denies = effect === 'Deny';
    this.allows = !this.denies;
    this.actionsAsWritten = expression.at('Action').items().map(writtenActionOf);
    this.actions = this.actionsAsWritten.map((action) => action.toLowerCase());
    this.resources = expression.at('Resource').items().map((resource) => resource.value);
    this.coverage = coverageOf(expression.stack.model, this.actions);
    this.hasNotAction = has(expression, 'NotAction');
    this.hasNotResource = has(expression, 'NotResource');
    this.notActions = this.hasNotAction ? expression.at('NotAction').items().map((action) => writtenActionOf(action).toLowerCase()) : NONE;
    this.notResources = this.hasNotResource ? expression.at('NotResource').items().map(({ value }) => value) : NONE;
    this.principals = principalsOf(expression);
    this.conditions = has(expression, 'Condition') ? conditionsOf(expression.at('Condition')) : [];
  }

  /** Whether every one of the actions is covered; `*` and `?` in the statement match as in IAM. */
  public covers(actions: string[]): boolean {
    return !this.hasNotAction && actions.every((action) => this.coverage.has(action));
  }

  /** Those of a list of actions that are covered, in its order. Lists are constants of rules: what they give is kept. */
  public coveredOf(actions: readonly string[]): readonly string[] {
    return this.hasNotAction ? [] : this.coverage.of(actions);
  }

  /** Whether the statement names everything as its resource, or is a resource policy that names none. */
  public get onEverything(): boolean {
    return !this.hasNotResource && this.resources.some((resource) => textOf(resource) === '*');
  }

  /**
   * An Allow of a resource policy together with each Deny for everyone but some, of the same actions and resources: a Deny where
   * a key is something else is a condition that it is this. A Deny of more conditions refuses less, and does not count.
   */
  public withDenials(statements: Statement[]): Statement {
    if (this.denies || this.principals.length === 0) return this;
    const implied = statements.flatMap((other) => (other.refuses(this) ? conditionOfOthers(other) : []));
    if (implied.length === 0) return this;
    return Object.assign(Object.create(Statement.prototype) as Statement, this, { conditions: [...this.conditions, ...implied] });
  }

  /** Whether it denies everyone, under its conditions, all that another one allows. */
  private refuses({ actions, resources, hasNotAction, hasNotResource }: Statement): boolean {
    return this.denies && this.forAnyone && !this.hasNotAction && !this.hasNotResource && !hasNotResource
      && (this.actions.includes('*') || (!hasNotAction && actions.every((action) => this.actions.some((denied) => includes(denied, action)))))
      && resources.every((resource) => this.resources.some((denied) => textOf(denied) === '*' || isWithin(resource, denied)));
  }

  /** Whether it is for everyone. */
  public get forAnyone(): boolean {
    return this.principals.some(({ type, value }) => type !== 'Service' && type !== 'NotPrincipal' && textOf(value) === '*');
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
  const found = objectOf(document);
  const source = found?.at().source;
  return found && isObject(source) ? found.stack.model.worlds.remember(source, () => readStatements(found)) : undefined;
}

/** The object that a policy document is, or that the text of one is; `undefined` when it is not known before deployment. */
export function objectOf(document: Expression): Expression | undefined {
  const json = own(document.at().source, 'Fn::ToJsonString');
  if (json !== undefined) return objectOf(new TemplateExpression(document.stack, json));
  const { value } = document;
  if (value.kind !== 'known') return undefined;
  if (typeof value.value === 'string') return objectOfText(document, value.value);
  return isObject(value.value) ? document : undefined;
}

function readStatements(document: Expression): Statement[] | undefined {
  const items = document.at('Statement').items();
  if (items.some((statement) => statement.value.kind !== 'known')) return undefined;
  const statements = items.map((statement) => new Statement(statement));
  return statements.some(({ denies }) => denies) ? statements.map((statement) => statement.withDenials(statements)) : statements;
}

/** Which actions the actions of a statement cover. Many rules ask for the same ones, of each statement of an app. */
class Coverage {
  private readonly known = new Map<string, boolean>();
  private readonly lists = new Map<readonly string[], readonly string[]>();
  private readonly exact: Set<string>;
  private readonly patterns: string[];

  constructor(actions: string[]) {
    this.exact = new Set(actions);
    this.patterns = actions.filter(hasWildcard);
  }

  public has(action: string): boolean {
    let covers = this.known.get(action);
    if (covers === undefined) this.known.set(action, covers = this.covers(action.toLowerCase()));
    return covers;
  }

  public of(actions: readonly string[]): readonly string[] {
    let covered = this.lists.get(actions);
    if (!covered) this.lists.set(actions, covered = actions.filter((action) => this.has(action)));
    return covered;
  }

  private covers(action: string): boolean {
    return this.exact.has(action) || this.patterns.some((pattern) => matches(pattern, action));
  }
}

/** The same lists of actions come again and again in the statements of an app. */
const COVERAGES = new WeakMap<object, Map<string, Coverage>>();

function coverageOf(model: object, actions: string[]): Coverage {
  let byList = COVERAGES.get(model);
  if (!byList) COVERAGES.set(model, byList = new Map());
  const list = JSON.stringify(actions);
  let coverage = byList.get(list);
  if (!coverage) byList.set(list, coverage = new Coverage(actions));
  return coverage;
}

/** Operators that hold where a key is something else, or absent, and those that hold where it is this. */
const NEGATED = /^(?:(String|Arn)Not(Equals|EqualsIgnoreCase|Like)|Not(IpAddress))(?:IfExists)?$/;

/** Of a Deny with one condition: the condition that whatever it leaves meets. */
function conditionOfOthers({ conditions: [condition, ...further] }: Statement): StatementCondition[] {
  const [, type, comparison, address] = NEGATED.exec(condition?.operator ?? '') ?? [];
  const operator = address ?? (type && `${type}${comparison}`);
  return operator && further.length === 0 ? [{ ...condition, operator }] : [];
}

/** Whether a pattern of actions matches all that another one matches: by its ends only, which is how they are written. */
function includes(pattern: string, action: string): boolean {
  return hasWildcard(action) ? pattern.endsWith('*') && !hasWildcard(pattern.slice(0, -1)) && action.startsWith(pattern.slice(0, -1)) : matches(pattern, action);
}

/** The same resource, or one whose name goes on where the other has its only wildcard. What nobody knows is not the same twice. */
function isWithin(resource: Value, denied: Value): boolean {
  const [text, pattern] = [resource, denied].map((value) => (value.kind === 'unknown' ? undefined : textOf(value)));
  if (text === undefined || pattern === undefined) return false;
  const start = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined;
  return text === pattern || (start !== undefined && !hasWildcard(start) && text.startsWith(start));
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

/** With a gap for what deployment resolves. */
function writtenActionOf({ value }: Expression): string {
  return (textOf(value) ?? '${?}').replace(/\{\{resolve:[^{}]*\}\}/g, '${?}');
}

function hasWildcard(action: string): boolean {
  return action.includes('*') || action.includes('?');
}

function objectOfText(document: Expression, text: string): Expression | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? undefined : objectOf(new TemplateExpression(document.stack, parsed));
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
