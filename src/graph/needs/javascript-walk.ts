import type { Entry } from './entry';
import type { Containers } from './javascript-containers';
import type { EnvironmentTests } from './javascript-environment';
import { JavaScriptExports, requiredIn } from './javascript-exports';
import { Flow } from './javascript-flow';
import type { Scopes, Variable } from './javascript-scopes';
import { bare, childrenOf, isFunction, lastName, literal, Node, visit } from './javascript-tree';
import type { Wrappers } from './javascript-wrappers';

/** What of a file runs for a function. */
export interface Reached {
  /** Nodes that run, as far as code by itself shows it. */
  readonly certain: ReadonlySet<Node>;
  /** Nodes of which it cannot be seen whether they run. */
  readonly possible: ReadonlySet<Node>;
  /** Other files that are loaded, with what is used of them; `*` for all. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What is known of a file, whoever runs it. */
export interface Parts {
  readonly scopes: Scopes;
  readonly tests: EnvironmentTests;
  readonly exports: JavaScriptExports;
  readonly containers: Containers;
  readonly wrappers: Wrappers;
}

/** Methods that the language calls. */
const IMPLICIT = new Set(['constructor', 'next', 'return', 'then', 'throw', 'toJSON', 'toString', 'valueOf', 'handleEvent', 'get', 'set', 'apply']);

/** One way through a file. */
export class Walk {
  /** What is to be run, and what is only to be kept: `fn` of `const later = fn`. */
  private readonly left: [Node, 'run' | 'keep'][] = [];
  private readonly ran = new Set<Node>();
  /** Calls that are made, though what they are given is only kept. */
  private readonly made = new Set<Node>();
  private readonly kept = new Set<Node>();
  private readonly mentioned = new Set<Variable>();
  /** What was assigned by code that runs. */
  private readonly given = new Map<Variable, Node[]>();
  private readonly names = new Set<string>();
  /** Methods that run where their name is mentioned. */
  private readonly methods = new Map<string, Node[]>();
  /** What may run, and no more is known of it. */
  private readonly later: Node[] = [];
  private readonly imports = new Map<string, Set<string>>();

  private readonly flow: Flow;

  /** @param isOpen whether names are made while the code runs */
  constructor(private readonly tree: Node, private readonly parts: Parts, private readonly entry: Entry, private readonly isOpen: boolean) {
    this.flow = new Flow(parts.tests, entry.environment);
  }

  public reached(): Reached {
    this.ran.add(this.tree);
    this.block(this.tree.body);
    let isKnown = this.entry.names !== undefined;
    for (const name of this.entry.names ?? []) isKnown = this.enter(name) && isKnown;
    this.drain();
    const certain = new Set([...this.ran, ...this.made]);
    if (!isKnown || this.isOpen) this.runAll();
    for (let more = this.laterOnes(); more.length > 0; more = this.laterOnes()) {
      more.forEach((one) => this.run(one));
      this.drain();
    }
    return { certain, possible: new Set([...this.ran, ...this.made].filter((one) => !certain.has(one))), imports: this.imports };
  }

  private laterOnes(): Node[] {
    return [...this.later.splice(0), ...[...this.methods.values()].flat()].filter((one) => !this.ran.has(one));
  }

  /** Begins with an export. `false` where it is not seen. */
  private enter(name: string): boolean {
    const { exports, scopes, containers } = this.parts;
    if (name === '*') {
      exports.names.forEach((one) => this.enter(one));
      exports.whole.forEach((one) => this.run(one));
      exports.others.forEach(({ source, name: of }) => this.import(source, of));
      return true;
    }
    const values = exports.of(name);
    values?.forEach((one) => this.run(one));
    const others = exports.others.filter(({ as }) => as === name || as === '*');
    // one of several files may have it: those that have not are left as they are
    if (!values) others.forEach(({ source, name: of, as }) => this.import(source, as === '*' ? name : of));
    if (values || others.length > 0) return true;
    for (const whole of exports.whole) {
      const variable = whole.type === 'Identifier' ? scopes.of(whole) : undefined;
      const members = variable && containers.of(variable)?.members.get(name);
      if (members) members.forEach((one) => this.run(one));
      else this.run(whole);
    }
    return exports.whole.length > 0;
  }

  private runAll(): void {
    visit(this.tree, (node) => {
      this.ran.add(node);
      const source = node.type === 'ImportExpression' ? literal(node.source) : requiredIn(node);
      if (source !== undefined) this.import(source, '*');
      if (node.source && typeof node.source.value === 'string') this.import(node.source.value, '*');
    });
  }

  private drain(): void {
    for (let here = this.left.pop(); here; here = this.left.pop()) {
      const [node, how] = here;
      const done = how === 'run' ? this.ran : this.kept;
      if (done.has(node)) continue;
      done.add(node);
      if (how === 'run') this.runNode(node);
      else this.keepNode(node);
    }
  }

  private run(...nodes: (Node | null | undefined)[]): void {
    for (const node of nodes) if (node) this.left.push([node, 'run']);
  }

  private keep(...nodes: (Node | null | undefined)[]): void {
    for (const node of nodes) if (node) this.left.push([node, 'keep']);
  }

  private runNode(node: Node): void {
    switch (node.type) {
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression':
        node.params.forEach((param: Node) => this.pattern(param));
        return this.run(node.body);
      case 'ClassDeclaration': case 'ClassExpression':
        this.loadClass(node);
        return this.makeInstance(node);
      case 'VariableDeclaration': return this.declare(node);
      case 'AssignmentExpression': return this.assign(node, true);
      case 'ExpressionStatement': return this.statement(node.expression);
      case 'SequenceExpression':
        node.expressions.slice(0, -1).forEach((one: Node) => this.statement(one));
        return this.run(node.expressions[node.expressions.length - 1]);
      case 'Identifier': return this.mention(node);
      case 'MemberExpression': return this.member(node);
      case 'Literal': case 'TemplateElement': {
        const text = typeof node.value === 'string' ? node.value : node.value?.cooked;
        return typeof text === 'string' && text.length < 100 ? this.name(text) : undefined;
      }
      case 'Property': case 'MethodDefinition': case 'PropertyDefinition':
        if (node.computed) this.run(node.key);
        return this.run(node.value);
      case 'CatchClause':
        if (node.param) this.pattern(node.param);
        return this.run(node.body);
      case 'ForInStatement': case 'ForOfStatement':
        if (node.left.type === 'VariableDeclaration') node.left.declarations.forEach(({ id }: Node) => this.pattern(id));
        else this.pattern(node.left);
        return this.run(node.right, node.body);
      case 'IfStatement': case 'ConditionalExpression': return this.run(node.test, ...this.flow.branches(node));
      case 'LogicalExpression': return this.run(...this.flow.operands(node));
      case 'SwitchStatement': return this.switch(node);
      case 'Program': case 'BlockStatement': case 'StaticBlock': return this.block(node.body);
      case 'CallExpression': case 'NewExpression': return this.call(node);
      case 'ImportExpression': return this.importOf(node, literal(node.source));
      case 'ImportDeclaration':
        if (typeof node.source.value === 'string') this.import(node.source.value);
        return;
      case 'ExportNamedDeclaration':
        if (node.source) this.import(node.source.value);
        if (node.declaration) this.statements([node.declaration]);
        return;
      case 'ExportAllDeclaration': return this.import(node.source.value);
      case 'ExportDefaultDeclaration': return /Declaration$/.test(node.declaration.type) ? this.statements([node.declaration]) : this.keep(node.declaration);
      case 'LabeledStatement': return this.run(node.body);
      case 'BreakStatement': case 'ContinueStatement': case 'MetaProperty': return;
      default: return this.run(...childrenOf(node));
    }
  }

  /** What happens where a value is made that is used later, or not at all. */
  private keepNode(expression: Node): void {
    const node = bare(expression);
    switch (node.type) {
      case 'FunctionExpression': case 'ArrowFunctionExpression': case 'Identifier': case 'Literal': case 'ThisExpression': return;
      case 'ClassExpression': return this.loadClass(node);
      case 'ObjectExpression':
        for (const one of node.properties) {
          if (one.computed) this.run(one.key);
          this.keep(one.value ?? one.argument);
        }
        return;
      case 'ArrayExpression': return this.keep(...node.elements);
      case 'SpreadElement': return this.keep(node.argument);
      case 'MemberExpression':
        if (node.computed) this.run(node.property);
        return this.keep(node.object);
      case 'ConditionalExpression':
        this.run(node.test);
        return this.keep(...this.flow.branches(node));
      case 'LogicalExpression': {
        const [left, right] = this.flow.operands(node);
        this.run(left);
        return this.keep(right);
      }
      case 'SequenceExpression':
        node.expressions.slice(0, -1).forEach((one: Node) => this.statement(one));
        return this.keep(node.expressions[node.expressions.length - 1]);
      case 'AssignmentExpression': return this.assign(node, false);
      case 'CallExpression': case 'NewExpression': return this.keepCall(node);
      default: return this.run(node);
    }
  }

  /** Functions that a call is given and whose value is kept run when that runs, where the callee keeps them as well. */
  private keepCall(node: Node): void {
    const source = requiredIn(node);
    if (source !== undefined) return this.import(source);
    if (node.type === 'CallExpression' && this.parts.wrappers.isMaker(node)) return this.keep(...node.arguments);
    this.made.add(node);
    const callee = bare(node.callee);
    if (callee.type === 'MemberExpression' && lastName(callee) === 'bind') return this.keep(callee.object, ...node.arguments);
    // a chain: `middy(place).use(…)`
    if (callee.type === 'MemberExpression' && /^(Call|New)Expression$/.test(bare(callee.object).type)) {
      this.keep(callee.object);
      this.name(lastName(callee));
    } else {
      this.run(node.callee);
    }
    node.arguments.forEach((one: Node, at: number) => {
      if (!mayRun(one)) return this.keep(one);
      const fate = this.parts.wrappers.fateOf(node, at);
      if (fate === 'run') return this.run(one);
      if (fate === 'unknown') this.later.push(one);
      this.keep(one);
    });
  }

  private call(node: Node): void {
    const source = node.type === 'CallExpression' ? requiredIn(node) : undefined;
    if (source !== undefined) return this.importOf(node, source);
    const { exports } = this.parts;
    if (exports.tableCalls.has(node)) return;
    const given: Node[] = node.arguments;
    // `__exportStar(require('./place'), exports)`
    if (given.some((one) => exports.isExports(one)) && given.some((one) => requiredIn(one) !== undefined)) {
      return given.forEach((one) => requiredIn(one) !== undefined && this.import(requiredIn(one)!));
    }
    this.run(node.callee, ...given.slice(isOwnReceiver(node) ? 1 : 0).filter((one) => !exports.isExports(one)));
  }

  private statements(nodes: Node[]): void {
    for (const node of nodes) {
      if (node.type === 'ClassDeclaration') this.loadClass(node);
      else if (node.type !== 'FunctionDeclaration') this.run(node);
    }
  }

  /** Statements until one that ends the way: `if (!process.env.TABLE) return;`. */
  private block(nodes: Node[]): void {
    this.statements(this.flow.untilEnd(nodes));
  }

  /** The cases from the one that is decided; all of them where none is. */
  private switch(node: Node): void {
    this.run(node.discriminant);
    for (const { test, consequent } of this.flow.cases(node)) {
      this.run(test);
      this.statements(consequent);
    }
  }

  private declare({ declarations }: Node): void {
    for (const { id, init } of declarations) {
      this.pattern(id);
      const isByName = id.type === 'Identifier' || (id.type === 'ObjectPattern' && id.properties.every((one: Node) => one.type === 'Property' && !one.computed && ['Identifier', 'AssignmentPattern'].includes(one.value.type)));
      if (id.type === 'Identifier') this.give(id, init);
      else if (isByName) this.keep(init);
      else this.run(init);
    }
  }

  /** A variable gets a value, which runs where the variable is mentioned. */
  private give(target: Node, value: Node | null | undefined): void {
    if (!value) return;
    const variable = this.parts.scopes.of(target);
    // a global one may be read by anything
    if (!variable || this.mentioned.has(variable)) return this.run(value);
    this.given.set(variable, [...this.given.get(variable) ?? [], value]);
    this.keep(value);
  }

  private statement(node: Node): void {
    if (node.type === 'AssignmentExpression') {
      this.ran.add(node);
      this.assign(node, false);
    } else {
      this.run(node);
    }
  }

  private assign({ left, right, operator }: Node, isUsed: boolean): void {
    const { exports } = this.parts;
    if (left.type === 'Identifier') {
      if (isUsed || !['=', '??=', '||=', '&&='].includes(operator)) this.run(right);
      return this.give(left, right);
    }
    if (left.type === 'MemberExpression') {
      const isExport = exports.nameIn(left) !== undefined || exports.isExports(left);
      if (isExport) return exports.isExports(left) && exports.isTableCopy(right) ? undefined : this.keep(right);
      if (left.computed) this.run(left.property);
      this.run(left.object, right);
      return;
    }
    this.pattern(left);
    this.run(right);
  }

  /** What runs of a pattern: what stands in where there is nothing, and names that are computed. */
  private pattern(node: Node): void {
    switch (node.type) {
      case 'ObjectPattern':
        for (const { key, value, computed, argument } of node.properties) {
          if (computed) this.run(key);
          else if (key) this.name(key.name ?? key.value);
          this.pattern(argument ?? value);
        }
        return;
      case 'ArrayPattern': return node.elements.filter(Boolean).forEach((one: Node) => this.pattern(one));
      case 'AssignmentPattern':
        this.run(node.right);
        return this.pattern(node.left);
      case 'RestElement': return this.pattern(node.argument);
      case 'MemberExpression': return this.run(node);
    }
  }

  private mention(node: Node): void {
    const variable = this.parts.scopes.of(node);
    if (!variable) {
      // `exports.place` of code that calls another export of its file
      if (this.parts.exports.isExports(node)) this.enter('*');
      return;
    }
    if (this.mentioned.has(variable)) return;
    this.mentioned.add(variable);
    if (variable.imported) this.import(variable.imported.source, variable.imported.name);
    this.parts.exports.tables.get(variable)?.forEach((getter) => this.run(getter));
    const container = this.parts.containers.of(variable);
    if (container && !isClass(container.node)) return this.run(container.node);
    if (container && !variable.values.includes(container.node)) container.members.forEach((members) => this.run(...members));
    this.run(...this.given.get(variable) ?? [], ...variable.values.filter(({ type, id }) => type.endsWith('Declaration') || id));
    for (const part of variable.parts) {
      this.run(part.fallback);
      this.part(part.object, part.key);
    }
  }

  /** One member of an expression, where members can be told apart. */
  private part(expression: Node, key: string): void {
    const object = bare(expression);
    const source = requiredIn(object) ?? (object.type === 'ImportExpression' ? literal(object.source) : undefined);
    if (source !== undefined) return this.import(source, key);
    if (object.type !== 'Identifier') return this.run(object);
    const variable = this.parts.scopes.of(object);
    if (!variable || !this.memberOf(variable, key)) this.run(object);
  }

  private member(node: Node): void {
    const name = lastName(node);
    if (node.computed) this.run(node.property);
    const exported = this.parts.exports.nameIn(node);
    if (exported !== undefined && this.enter(exported)) return;
    const object = bare(node.object);
    if (name !== undefined) {
      if (object.type === 'ThisExpression' && this.ownMember(object, name)) return;
      const variable = object.type === 'Identifier' ? this.parts.scopes.of(object) : undefined;
      if (variable && this.memberOf(variable, name)) return;
      if (object.type === 'NewExpression' && object.callee.type === 'Identifier' && this.instanceMember(object, name)) return;
      this.name(name);
    }
    this.run(node.object);
  }

  /** `this.place` in a class whose members can be told apart. */
  private ownMember(node: Node, name: string): boolean {
    const around = this.parts.containers.classAround(node);
    if (!around || !this.parts.containers.isClosed(around)) return false;
    this.runMember(around, name);
    this.name(name);
    return true;
  }

  private instanceMember(node: Node, name: string): boolean {
    const made = this.parts.scopes.of(node.callee)?.values[0];
    if (!made || !isClass(made) || !this.parts.containers.isClosed(made)) return false;
    this.run(node);
    this.runMember(made, name);
    return true;
  }

  private runMember(node: Node, name: string): void {
    this.run(...node.body.body.filter(({ key }: Node) => key && (key.name ?? key.value) === name).map(({ value }: Node) => value));
  }

  /** Runs one member of a variable; `false` where its members cannot be told apart. */
  private memberOf(variable: Variable, name: string): boolean {
    const { containers, exports } = this.parts;
    if (variable.imported?.name === '*') {
      this.import(variable.imported.source, name);
      return true;
    }
    const [value] = variable.values;
    const required = value && variable.values.length === 1 && !variable.isOpen ? requiredAnywhere(value) : undefined;
    if (required?.startsWith('.')) {
      this.import(required, name);
      return true;
    }
    const table = exports.tables.get(variable);
    if (table) {
      this.run(table.get(name));
      return true;
    }
    const container = containers.of(variable);
    if (!container) return false;
    this.run(...container.members.get(name) ?? []);
    // its own making runs as well
    if (container.node !== variable.values[0]) this.run(variable.values[0]);
    else if (isClass(container.node)) this.loadClass(container.node);
    return true;
  }

  private name(name: string | undefined): void {
    if (name === undefined || this.names.has(name)) return;
    this.names.add(name);
    this.run(...this.methods.get(name) ?? []);
  }

  /** What runs where a class is declared. */
  private loadClass(node: Node): void {
    this.run(node.superClass);
    for (const one of node.body.body) {
      if (one.computed) this.run(one.key);
      if (one.type === 'StaticBlock') this.block(one.body);
      else if (one.type === 'PropertyDefinition' && one.static) this.keep(one.value);
    }
  }

  /** What runs of a class that is used: how its instances are made, and methods whose names are mentioned. */
  private makeInstance(node: Node): void {
    const isClosed = this.parts.containers.isClosed(node);
    for (const one of node.body.body) {
      if (one.type === 'StaticBlock') continue;
      const name = one.key?.name ?? one.key?.value;
      const isMember = one.type === 'MethodDefinition' || (one.value && isFunction(one.value));
      if (!isMember) {
        if (isClosed) this.keep(one.value);
        else this.run(one.value);
      } else if (one.computed || one.kind === 'constructor' || (!isClosed && (IMPLICIT.has(name) || this.names.has(name)))) {
        this.run(one.value);
      } else if (!isClosed) {
        this.methods.set(String(name), [...this.methods.get(String(name)) ?? [], one.value]);
      }
    }
  }

  /** `require('./place')`, by what stands around it: `.handler`, `const { handler } =`. */
  private importOf(node: Node, source: string | undefined): void {
    if (source === undefined) return node.type === 'ImportExpression' ? this.run(node.source) : this.run(...node.arguments);
    let [one, parent] = [node, this.parts.scopes.parentOf(node)];
    while (parent && ['AwaitExpression', 'ChainExpression', 'ParenthesizedExpression'].includes(parent.type)) [one, parent] = [parent, this.parts.scopes.parentOf(parent)];
    const name = parent?.type === 'MemberExpression' && parent.object === one ? lastName(parent) : undefined;
    this.import(source, name ?? '*');
  }

  /** Another file is loaded, and something of it is used. */
  private import(source: string, name?: string): void {
    const names = this.imports.get(source) ?? new Set();
    this.imports.set(source, names);
    if (name !== undefined) names.add(name);
  }
}

function isClass({ type }: Node): boolean {
  return type === 'ClassDeclaration' || type === 'ClassExpression';
}

/** `orders.place.bind(orders)`: a method gets the object that it is of. */
function isOwnReceiver({ callee, arguments: [first] }: Node): boolean {
  const method = callee.type === 'MemberExpression' && ['apply', 'bind', 'call'].includes(lastName(callee) ?? '') ? bare(callee.object) : undefined;
  return method?.type === 'MemberExpression' && first?.type === 'Identifier' && method.object.type === 'Identifier' && method.object.name === first.name;
}

/** Whether something that can run may be in an argument. */
function mayRun({ type }: Node): boolean {
  return !['Literal', 'TemplateLiteral', 'CallExpression', 'NewExpression', 'AwaitExpression'].includes(type);
}

/** `./x` of `require('./x')` and of `__importStar(require('./x'))`. */
function requiredAnywhere(value: Node): string | undefined {
  const node = bare(value);
  if (node.type === 'ImportExpression') return literal(node.source);
  return requiredIn(node) ?? (node.type === 'CallExpression' && node.arguments.length > 0 ? requiredAnywhere(node.arguments[0]) : undefined);
}
