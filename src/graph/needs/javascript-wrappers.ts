import { requiredIn } from './javascript-exports';
import type { Scopes, Variable } from './javascript-scopes';
import { bare, isFunction, lastName, Node, visit } from './javascript-tree';

/** Whether a call keeps a function that it is given for later, or runs it at once. */
export type Fate = 'kept' | 'run' | 'unknown';

/** Libraries that wrap handlers: they run them when the function is invoked. */
const WRAPPERS = /^(@middy\/|@aws-lambda-powertools\/|@sentry\/(aws-serverless|serverless)|@lumigo\/tracer|@thundra\/core|datadog-lambda-js|aws-xray-sdk|@dazn\/lambda-powertools|@vendia\/serverless-express|serverless-http)/;
/** Calls through calls that are followed. */
const MAX_DEPTH = 6;

/** What becomes of functions that a call is given: `middy(place)` keeps one, `start(place)` may run it. */
export class Wrappers {
  /** Functions by the name of the member that they are assigned to, or are the method of. */
  private readonly byMember = new Map<string, Node[]>();

  constructor(tree: Node, private readonly scopes: Scopes) {
    visit(tree, (node) => {
      const value = node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' ? node.right : /^(Property|MethodDefinition|PropertyDefinition)$/.test(node.type) ? node.value : undefined;
      const name = node.type === 'AssignmentExpression' ? lastName(node.left) : node.key && lastName(node.key);
      if (value && isFunction(value) && name !== undefined) this.byMember.set(name, [...this.byMember.get(name) ?? [], value]);
    });
  }

  public fateOf(call: Node, at: number): Fate {
    const callee = bare(call.callee);
    const name = lastName(callee);
    if (callee.type === 'MemberExpression' && name === 'bind') return 'kept';
    if (name === 'streamifyResponse') return 'kept';
    if (this.isOfWrapper(callee)) return 'kept';
    const made = this.functionsOf(callee);
    if (!made || made.length === 0) return 'unknown';
    return worst(made.map((one) => this.fateIn(one, at, 0)));
  }

  /** Whether a call only makes a function: so do the helpers by which esbuild keeps a module until it is asked for. */
  public isMaker(call: Node): boolean {
    const callee = bare(call.callee);
    const made = callee.type === 'Identifier' ? this.functionsOf(callee) : undefined;
    return made !== undefined && made.length > 0 && made.every((one) => returnedFunction(one) !== undefined && (one.body.type !== 'BlockStatement' || one.body.body.length === 1));
  }

  /** `middy(…)`, `middy().use(…).handler(…)`, `import_core.default(…)`. */
  private isOfWrapper(callee: Node): boolean {
    let root = callee;
    while (root.type === 'MemberExpression' || root.type === 'CallExpression' || root.type === 'NewExpression') root = bare(root.type === 'MemberExpression' ? root.object : root.callee);
    const variable = root.type === 'Identifier' ? this.scopes.of(root) : undefined;
    return variable !== undefined && this.sourcesOf(variable, 0).some((source) => WRAPPERS.test(source));
  }

  /** Modules that a name stands for, also through what is made of them: `const tracer = new Tracer()`. */
  private sourcesOf({ imported, values, parts }: Variable, depth: number): string[] {
    if (imported) return [imported.source];
    if (depth > MAX_DEPTH) return [];
    return [...values, ...parts.map(({ object }) => object)].flatMap((value) => {
      let one = bare(value);
      for (;;) {
        const source = requiredIn(one);
        if (source !== undefined) return [source];
        if (one.type === 'MemberExpression') one = bare(one.object);
        else if (one.type === 'NewExpression') one = bare(one.callee);
        else if (one.type === 'CallExpression' && one.arguments.length > 0 && requiredIn(bare(one.arguments[0])) !== undefined) one = bare(one.arguments[0]);
        else if (one.type === 'CallExpression') one = bare(one.callee);
        else break;
      }
      const variable = one.type === 'Identifier' ? this.scopes.of(one) : undefined;
      return variable ? this.sourcesOf(variable, depth + 1) : [];
    });
  }

  /** The functions that a callee may be; `undefined` where others may be as well. */
  private functionsOf(callee: Node, depth = 0): Node[] | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (isFunction(callee)) return [callee];
    if (callee.type === 'Identifier') {
      const variable = this.scopes.of(callee);
      if (!variable || variable.isOpen || variable.parts.length > 0 || variable.imported) return undefined;
      const made = variable.values.map((value) => functionOf(bare(value)) ?? (bare(value).type === 'Identifier' ? this.functionsOf(bare(value), depth + 1)?.[0] : undefined));
      return made.every((one) => one !== undefined) ? made : undefined;
    }
    if (callee.type === 'CallExpression') {
      const made = this.functionsOf(bare(callee.callee), depth + 1)?.map(returnedFunction);
      return made?.every((one) => one !== undefined) ? made : undefined;
    }
    return callee.type === 'MemberExpression' ? this.byMember.get(lastName(callee) ?? '') : undefined;
  }

  private fateIn(fn: Node, at: number, depth: number): Fate {
    const param = fn.params[at];
    if (!param) return fn.params.length > 0 && fn.params[fn.params.length - 1].type === 'RestElement' ? 'unknown' : mentionsArguments(fn) ? 'unknown' : 'kept';
    const target = param.type === 'AssignmentPattern' ? param.left : param;
    const variable = target.type === 'Identifier' ? this.scopes.of(target) : undefined;
    return variable ? this.fateOfName(variable, fn, depth) : 'unknown';
  }

  /** What becomes of a name while a function runs. What stands in functions that it makes is for later, where those are kept. */
  private fateOfName(variable: Variable, fn: Node, depth: number): Fate {
    if (depth > MAX_DEPTH) return 'unknown';
    return worst(variable.references.map((mention) => {
      const around = this.functionAround(mention);
      return around === fn ? this.fateOfMention(mention, fn, depth) : around ? this.fateOfInner(around, fn, depth) : 'unknown';
    }));
  }

  private fateOfMention(mention: Node, fn: Node, depth: number): Fate {
    const parent = this.scopes.parentOf(mention)!;
    switch (parent.type) {
      case 'CallExpression': case 'NewExpression': {
        if (parent.callee === mention) return 'run';
        const made = this.functionsOf(bare(parent.callee));
        return made ? worst(made.map((one) => this.fateIn(one, parent.arguments.indexOf(mention), depth + 1))) : 'unknown';
      }
      case 'MemberExpression': return parent.object === mention && ['call', 'apply'].includes(lastName(parent) ?? '') ? 'run' : 'kept';
      case 'VariableDeclarator': case 'AssignmentExpression': {
        const target = parent.id ?? parent.left;
        if (target === mention) return 'kept';
        if (target.type === 'MemberExpression') return callsMember(fn, lastName(target)) ? 'unknown' : 'kept';
        const alias = target.type === 'Identifier' ? this.scopes.of(target) : undefined;
        return alias ? this.fateOfName(alias, fn, depth + 1) : 'unknown';
      }
      case 'Property': case 'ObjectExpression': case 'ArrayExpression': case 'ConditionalExpression': case 'LogicalExpression': case 'SequenceExpression': return this.fateOfMention(parent, fn, depth);
      case 'UnaryExpression': case 'BinaryExpression': case 'IfStatement': case 'ReturnStatement': case 'ExpressionStatement': case 'ArrowFunctionExpression': return 'kept';
      default: return 'unknown';
    }
  }

  /** Of a function within: given back, kept by an object or a name that is not called at once. */
  private fateOfInner(inner: Node, fn: Node, depth: number): Fate {
    const outer = this.functionAround(inner);
    if (outer !== fn) return outer ? this.fateOfInner(outer, fn, depth) : 'unknown';
    if (inner.type === 'FunctionDeclaration') {
      const variable = this.scopes.of(inner.id);
      return variable ? this.fateOfName(variable, fn, depth + 1) : 'unknown';
    }
    return this.fateOfMention(inner, fn, depth + 1);
  }

  private functionAround(node: Node): Node | undefined {
    let one = this.scopes.parentOf(node);
    while (one && !isFunction(one)) one = this.scopes.parentOf(one);
    return one;
  }
}

/** The function that a call or `new` of a value runs. */
function functionOf(value: Node): Node | undefined {
  if (isFunction(value)) return value;
  if (value.type !== 'ClassDeclaration' && value.type !== 'ClassExpression') return undefined;
  return value.body.body.find(({ kind }: Node) => kind === 'constructor')?.value;
}

/** The function that a function gives back. */
function returnedFunction({ body }: Node): Node | undefined {
  if (isFunction(body)) return body;
  const last = body.type === 'BlockStatement' ? body.body[body.body.length - 1] : undefined;
  return last?.type === 'ReturnStatement' && last.argument && isFunction(last.argument) ? last.argument : undefined;
}

function callsMember(fn: Node, name: string | undefined): boolean {
  let calls = false;
  visit(fn, (node) => { calls ||= node.type === 'CallExpression' && bare(node.callee).type === 'MemberExpression' && lastName(node.callee) === name; });
  return calls;
}

function mentionsArguments(fn: Node): boolean {
  let has = false;
  visit(fn, (node) => { has ||= node.type === 'Identifier' && node.name === 'arguments'; });
  return has;
}

function worst(fates: Fate[]): Fate {
  return fates.includes('run') ? 'run' : fates.includes('unknown') ? 'unknown' : 'kept';
}
