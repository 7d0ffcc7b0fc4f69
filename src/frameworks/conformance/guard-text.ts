import { Check, Literal, pathJoin } from './check';
import { itemPath, itemValue } from './items';

/** How a text of Guard names the properties of a type. */
interface Dialect {
  /** The path of a property of the template, as the document that is evaluated has it. */
  path(full: string): string;
  value(full: string, value: Literal): Literal[];
}

/** Clauses that have to hold; each holds when one of its alternatives does. */
type Clause = string[];

/** The rule over a template: each resource of the type. */
export function templateText(ruleId: string, type: string, checks: Check[]): string {
  // CloudFormation takes booleans as texts, and numbers
  const dialect: Dialect = { path: (full) => `Properties.${full}`, value: (_full, value) => (typeof value === 'boolean' ? [value, `${value}`] : [value]) };
  return [
    `let resources = Resources.*[ Type == ${quoted(type)} ]`,
    `rule ${nameOf(ruleId)} when %resources !empty {`,
    '  %resources {',
    ...write(compile(checks, dialect, ''), 2),
    '  }',
    '}',
  ].join('\n');
}

/** The rule over a configuration item, as a custom policy rule of AWS Config evaluates it. `undefined` when its items lack one of the properties. */
export function itemText(ruleId: string, type: string, checks: Check[]): string | undefined {
  const missing: string[] = [];
  const dialect: Dialect = {
    path: (full) => itemPath(type, full) ?? (missing.push(full), full),
    value: (full, value) => [itemValue(type, full, value)],
  };
  const clauses = compile(checks, dialect, '');
  if (missing.length > 0) return undefined;
  return [`rule ${nameOf(ruleId)} when resourceType == ${quoted(type)} {`, ...write(clauses, 1), '}'].join('\n');
}

function compile(checks: Check[], dialect: Dialect, base: string): Clause[] {
  return checks.flatMap((check) => compileOne(check, dialect, base));
}

function compileOne(check: Check, dialect: Dialect, base: string): Clause[] {
  if ('of' in check) {
    return check.op === 'all' ? compile(check.of, dialect, base) : [check.of.flatMap((one) => grouped(compileOne(one, dialect, base)))];
  }
  const full = pathJoin(base, check.path);
  const path = relative(dialect, base, full);
  const absent = [`${path} not exists`, `some ${path} == null`];
  // without `some`, a comparison of an empty list, or of what is in one, holds: there is nothing for which it does not
  switch (check.op) {
    case 'absent': return [absent];
    case 'missing': return [[`${path} not exists`]];
    case 'empty': return [[...absent, `${path} == []`]];
    case 'filled': return [[`${path} is_list`], [`some ${path}[*] exists`]];
    case 'in': {
      const values = check.values.flatMap((value) => dialect.value(full, value)).map(literal);
      if (values.length === 1) return [[...check.orAbsent ? absent : [], `some ${path} == ${values[0]}`]];
      return [[...check.orAbsent ? absent : [], `${path} in [${values.join(', ')}]`], [...check.orAbsent ? absent : [], `${path} !is_list`]];
    }
    case 'matches': {
      if (check.not) return [[`${path} is_string`], [`${path} != /${check.pattern}/`]];
      return [[...check.orAbsent ? absent : [], `some ${path} == /${check.pattern}/`]];
    }
    case 'atLeast': return [[...check.orAbsent ? absent : [], `some ${path} >= ${check.bound}`]];
    case 'atMost': return [[...check.orAbsent ? absent : [], `some ${path} <= ${check.bound}`]];
    case 'each': {
      const list = listOf(dialect, base, full);
      const items = block(`${list}${check.isMap ? '.*' : '[*]'}`, compile(check.checks, dialect, `${full}[]`));
      if (!check.orNone) return [[`${list} is_list`], [items]];
      return [[...absent, `${path} ${check.isMap ? 'empty' : '== []'}`, items]];
    }
    case 'some':
    case 'none': {
      const clauses = compile(check.checks, dialect, `${full}[]`);
      const those = `${listOf(dialect, base, full)}[ ${clauses.map((clause) => clause.join(' or ')).join('\n')} ]`;
      return [[`${those} ${check.op === 'some' ? '!empty' : 'empty'}`]];
    }
  }
}

/** Several clauses that stand in for one alternative. */
function grouped(clauses: Clause[]): Clause {
  return clauses.length === 1 ? clauses[0] : [block('this', clauses)];
}

function block(head: string, clauses: Clause[]): string {
  return [`${head} {`, ...write(clauses, 1), '}'].join('\n');
}

function write(clauses: Clause[], depth: number): string[] {
  return clauses.flatMap((clause) => clause.join(' or\n').split('\n').map((line) => '  '.repeat(depth) + line));
}

/** A path from the item of the innermost list on. */
function relative(dialect: Dialect, base: string, full: string): string {
  return base === '' ? dialect.path(full) : within(dialect, base, dialect.path(full));
}

/** What holds the items may have another name than the property that is the list: `items` beside their `quantity`. */
function listOf(dialect: Dialect, base: string, full: string): string {
  const items = dialect.path(`${full}[]`);
  const list = items.slice(0, items.lastIndexOf('[]'));
  return base === '' ? list : within(dialect, base, list);
}

/** What is a text in the template may be in an object there: the rest of the path leads to it. */
function within(dialect: Dialect, base: string, path: string): string {
  const list = dialect.path(base);
  return path.slice(list.lastIndexOf('[]') + '[].'.length) || 'this';
}

function literal(value: Literal): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

function quoted(text: string): string {
  return `"${text}"`;
}

function nameOf(ruleId: string): string {
  return ruleId.replace(/-/g, '_');
}
