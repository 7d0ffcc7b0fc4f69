import type { Environment } from './entry';
import { Scopes, Variable } from './javascript-scopes';
import { bare, isFunction, lastName, literal, Node, visit } from './javascript-tree';


/** What an expression is for a function: given where its environment decides it. */
interface Known {
  readonly value: string | number | boolean | null | undefined;
}

/** Set by Lambda and by the operating system, and not in a template. */
const OF_THE_RUNTIME = /^(AWS|LAMBDA|NODE|LD|LC)_|^_|^(HOME|LANG|PATH|PWD|TZ|USER)$/;
/** Expressions in expressions that are looked into: configuration is a few steps away from its variable. */
const MAX_DEPTH = 20;

/** Decides tests of code by the environment variables of a function. What the code changes itself, or gives several values, is not decided. */
export class EnvironmentTests {
  private readonly changed = new Set<string>();
  private isOpen = false;

  constructor(tree: Node, private readonly scopes: Scopes) {
    visit(tree, (node) => this.readChange(node));
  }

  /** Whether a test holds; `undefined` where that is not known before the code runs. */
  public decide(test: Node, environment?: Environment): boolean | undefined {
    const known = this.valueOf(test, environment, 0);
    return known && Boolean(known.value);
  }

  /** Whether a case of a `switch` is the one; `undefined` where that is not known. */
  public isEqual(one: Node, other: Node, environment?: Environment): boolean | undefined {
    const [left, right] = [this.valueOf(one, environment, 0), this.valueOf(other, environment, 0)];
    return left && right && left.value === right.value;
  }

  /** `process.env.X = …` and `Object.assign(process.env, …)`; a library that reads a file into it. */
  private readChange(node: Node): void {
    if (node.type === 'AssignmentExpression') {
      if (isEnvironment(node.left)) this.isOpen = true;
      else if (node.left.type === 'MemberExpression' && isEnvironment(node.left.object)) this.change(node.left);
    } else if (node.type === 'CallExpression') {
      if (['assign', 'populate', 'config', 'loadEnvFile'].includes(lastName(node.callee) ?? '') && (node.arguments.some(isEnvironment) || lastName(node.callee) === 'loadEnvFile')) this.isOpen = true;
    } else if (/^dotenv\b/.test(literal(node) ?? '')) {
      this.isOpen = true;
    }
  }

  private change(member: Node): void {
    const name = lastName(member);
    if (name === undefined) this.isOpen = true;
    else this.changed.add(name);
  }

  private valueOf(expression: Node, environment: Environment | undefined, depth: number): Known | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const node = bare(expression);
    const of = (one: Node) => this.valueOf(one, environment, depth + 1);
    const text = literal(node);
    if (text !== undefined) return { value: text };
    switch (node.type) {
      case 'Literal': return ['boolean', 'number'].includes(typeof node.value) || node.raw === 'null' ? { value: node.value } : undefined;
      case 'Identifier': return this.ofName(node, of);
      case 'MemberExpression': return this.ofMember(node, environment, of, depth);
      case 'CallExpression': return this.ofCall(node, of);
      case 'UnaryExpression': return ofUnary(node, of);
      case 'LogicalExpression': return ofLogical(node, of);
      case 'BinaryExpression': return node.operator === 'in' ? this.ofPresence(node, environment) : ofComparison(node, of);
      case 'ConditionalExpression': {
        const test = of(node.test);
        return test && of(test.value ? node.consequent : node.alternate);
      }
      default: return undefined;
    }
  }

  private ofName(node: Node, of: (node: Node) => Known | undefined): Known | undefined {
    const variable = this.scopes.of(node);
    if (!variable) return node.name === 'undefined' ? { value: undefined } : undefined;
    const given = onlyValue(variable);
    if (given && !isFunction(given)) {
      const known = of(given);
      // before it is assigned it is nothing
      return this.isInitialiser(given) || known?.value === undefined ? known : undefined;
    }
    const [part] = variable.parts;
    if (variable.parts.length !== 1 || variable.values.length > 0 || variable.isOpen || !this.isInitialiser(part.object)) return undefined;
    const known = of(memberOf(part.object, part.key));
    return known && known.value === undefined && part.fallback ? of(part.fallback) : known;
  }

  /** `process.env.X`, and `config.x` of an object that is written once and that nothing changes. */
  private ofMember(node: Node, environment: Environment | undefined, of: (node: Node) => Known | undefined, depth: number): Known | undefined {
    const name = lastName(node);
    if (isEnvironment(node.object) || this.isNamedEnvironment(node.object)) return this.ofVariable(name, environment);
    const object = name === undefined ? undefined : this.objectOf(node.object, depth);
    if (!object || object.properties.some((one: Node) => one.type !== 'Property' || one.computed)) return undefined;
    const property = object.properties.findLast(({ key }: Node) => (key.name ?? key.value) === name);
    if (!property) return { value: undefined };
    return property.kind === 'init' && !property.method ? of(property.value) : undefined;
  }

  /** `const env = process.env`, `import { env } from 'node:process'`. */
  private isNamedEnvironment(node: Node): boolean {
    const variable = node.type === 'Identifier' ? this.scopes.of(node) : undefined;
    if (!variable) return false;
    if (variable.imported) return variable.imported.name === 'env' && /^(node:)?process$/.test(variable.imported.source);
    const [part] = variable.parts;
    if (part && variable.parts.length === 1 && variable.values.length === 0) return part.key === 'env' && lastName(part.object) === 'process';
    const given = onlyValue(variable);
    return given !== undefined && isEnvironment(given);
  }

  private isInitialiser(value: Node): boolean {
    return this.scopes.parentOf(value)?.type === 'VariableDeclarator';
  }

  private objectOf(expression: Node, depth: number): Node | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const node = bare(expression);
    if (node.type === 'ObjectExpression') return node;
    if (node.type === 'Identifier') {
      const variable = this.scopes.of(node);
      const given = variable && onlyValue(variable);
      return given && variable.references.every((one) => this.isRead(one)) ? this.objectOf(given, depth + 1) : undefined;
    }
    if (node.type !== 'CallExpression') return undefined;
    if (lastName(node.callee) === 'freeze' && node.arguments.length === 1) return this.objectOf(node.arguments[0], depth + 1);
    const returned = this.returnedBy(node);
    return returned && this.objectOf(returned, depth + 1);
  }

  /** Whether a mention of an object only reads a member of it. */
  private isRead(mention: Node): boolean {
    const parent = this.scopes.parentOf(mention);
    if (parent?.type === 'VariableDeclarator') return parent.id.type === 'ObjectPattern';
    if (parent?.type !== 'MemberExpression' || parent.object !== mention || lastName(parent) === undefined) return false;
    const use = this.scopes.parentOf(parent);
    return !(use?.type === 'AssignmentExpression' && use.left === parent) && use?.type !== 'UpdateExpression' && !(use?.type === 'UnaryExpression' && use.operator === 'delete');
  }

  /** `Boolean(x)`, `String(x)`, `x.toLowerCase()`, and `table()` of `const table = () => process.env.TABLE`. */
  private ofCall(node: Node, of: (node: Node) => Known | undefined): Known | undefined {
    const callee = bare(node.callee);
    const isGlobal = callee.type === 'Identifier' && !this.scopes.of(callee);
    if (isGlobal && node.arguments.length === 1) {
      const known = of(node.arguments[0]);
      if (callee.name === 'Boolean') return known && { value: Boolean(known.value) };
      if (callee.name === 'Number') return known && { value: Number(known.value) };
    }
    if (callee.type === 'MemberExpression' && node.arguments.length === 0) {
      const known = of(callee.object);
      if (typeof known?.value === 'string') {
        switch (lastName(callee)) {
          case 'toLowerCase': return { value: known.value.toLowerCase() };
          case 'toUpperCase': return { value: known.value.toUpperCase() };
          case 'trim': return { value: known.value.trim() };
        }
      } else if (known && known.value === undefined && callee.optional) {
        return known;
      }
    }
    const returned = this.returnedBy(node);
    return returned && of(returned);
  }

  /** What a function of no parameters gives back, where it does nothing else. */
  private returnedBy({ callee, arguments: given }: Node): Node | undefined {
    const variable = callee.type === 'Identifier' ? this.scopes.of(callee) : undefined;
    const made = variable && onlyValue(variable);
    if (!made || !isFunction(made) || made.async || made.generator || given.length > 0) return undefined;
    if (made.body.type !== 'BlockStatement') return made.body;
    const [first] = made.body.body;
    return first?.type === 'ReturnStatement' ? first.argument ?? undefined : undefined;
  }

  private ofVariable(name: string | undefined, environment?: Environment): Known | undefined {
    if (environment === undefined || name === undefined || !this.isFixed(name)) return undefined;
    if (!environment.has(name)) return { value: undefined };
    const value = environment.get(name);
    return value === undefined ? undefined : { value };
  }

  /** Whether a variable is what the template gives, all the while. */
  private isFixed(name: string): boolean {
    return !this.isOpen && !this.changed.has(name) && !OF_THE_RUNTIME.test(name);
  }

  /** `'X' in process.env`; a variable whose value is known at deployment only may be left out then. */
  private ofPresence({ left, right }: Node, environment?: Environment): Known | undefined {
    const name = literal(left);
    if (!isEnvironment(right) || environment === undefined || name === undefined || !this.isFixed(name)) return undefined;
    return environment.has(name) && environment.get(name) === undefined ? undefined : { value: environment.has(name) };
  }
}

function ofUnary({ operator, argument }: Node, of: (node: Node) => Known | undefined): Known | undefined {
  if (operator === 'void') return { value: undefined };
  const known = operator === '!' || operator === 'typeof' ? of(argument) : undefined;
  return known && { value: operator === '!' ? !known.value : typeof known.value };
}

function ofLogical({ operator, left, right }: Node, of: (node: Node) => Known | undefined): Known | undefined {
  const [one, other] = [of(left), of(right)];
  if (operator === '??') return one && (one.value === undefined || one.value === null ? other : one);
  const decides = (known?: Known) => known !== undefined && Boolean(known.value) === (operator === '||');
  if (decides(one)) return one;
  // of `a && b` one part that is false decides, wherever it stands; so does one that is true of `a || b`
  return one ? other : decides(other) ? { value: operator === '||' } : undefined;
}

function ofComparison({ operator, left, right }: Node, of: (node: Node) => Known | undefined): Known | undefined {
  const isLoose = operator === '==' || operator === '!=';
  if (!isLoose && operator !== '===' && operator !== '!==') return undefined;
  const [one, other] = [of(left), of(right)];
  if (!one || !other) return undefined;
  // `x == null` of one that is not there; other conversions are not decided
  const isNothing = ({ value }: Known) => value === undefined || value === null;
  if (isLoose && typeof one.value !== typeof other.value && !isNothing(one) && !isNothing(other)) return undefined;
  const isEqual = isLoose && isNothing(one) && isNothing(other) ? true : one.value === other.value;
  return { value: isEqual === (operator === '===' || operator === '==') };
}

/** `process.env`, and `env` of `node:process`. */
function isEnvironment(node: Node): boolean {
  const one = bare(node);
  if (one.type === 'MemberExpression') return lastName(one) === 'env' && /process/.test(lastName(one.object) ?? '');
  return false;
}

function onlyValue({ values, parts, isOpen, imported }: Variable): Node | undefined {
  return values.length === 1 && parts.length === 0 && !isOpen && !imported ? values[0] : undefined;
}

function memberOf(object: Node, name: string): Node {
  return { type: 'MemberExpression', object, property: { type: 'Identifier', name }, computed: false };
}
