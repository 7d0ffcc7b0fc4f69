import type { Scopes, Variable } from './javascript-scopes';
import { bare, isFunction, lastName, literal, Node, visit } from './javascript-tree';

/** What a file exports, by name, and where else exports come from. */
export class JavaScriptExports {
  private readonly byName = new Map<string, Node[]>();
  /** What is exported as a whole: `module.exports = handlers`. */
  public readonly whole: Node[] = [];
  /** Other files whose exports are those of this one: `export * from './place.mjs'`, and `export { a as b } from`. */
  public readonly others: { readonly source: string; readonly name: string; readonly as: string }[] = [];
  /** Objects that esbuild makes of a module, `__export(place_exports, { handler: () => handler })`: name → what gives it. */
  public readonly tables = new Map<Variable, ReadonlyMap<string, Node>>();
  /** Calls that make such an object: what stands in them runs for whom reads the object. */
  public readonly tableCalls = new Set<Node>();

  constructor(tree: Node, private readonly scopes: Scopes) {
    visit(tree, (node) => {
      if (node.type === 'CallExpression') this.readCall(node);
    });
    visit(tree, (node) => {
      switch (node.type) {
        case 'AssignmentExpression': return this.readAssignment(node);
        case 'ExportNamedDeclaration': return this.readNamed(node);
        case 'ExportDefaultDeclaration': return this.add('default', node.declaration);
        case 'ExportAllDeclaration': this.others.push({ source: node.source.value, name: '*', as: node.exported ? nameOf(node.exported) : '*' });
      }
    });
  }

  /** What has a name; `undefined` where nothing has it that is seen. */
  public of(name: string): Node[] | undefined {
    return this.byName.get(name);
  }

  public get names(): string[] {
    return [...this.byName.keys()];
  }

  /** `a` of `exports.a` and `module.exports.a`. */
  public nameIn(node: Node): string | undefined {
    return node.type === 'MemberExpression' && this.isExports(node.object) ? lastName(node) : undefined;
  }

  /** `exports` and `module.exports` of the file itself. */
  public isExports(node: Node): boolean {
    if (node.type === 'Identifier') return node.name === 'exports' && !this.scopes.of(node);
    return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'module' && !this.scopes.of(node.object) && lastName(node) === 'exports';
  }

  private add(name: string, value: Node): void {
    this.byName.set(name, [...this.byName.get(name) ?? [], value]);
  }

  private readNamed({ declaration, specifiers, source }: Node): void {
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) visit(id, (one) => { if (one.type === 'Identifier' && this.scopes.of(one)) this.add(one.name, one); });
    } else if (declaration) {
      this.add(declaration.id.name, declaration.id);
    }
    for (const { local, exported } of specifiers) {
      if (source) this.others.push({ source: source.value, name: nameOf(local), as: nameOf(exported) });
      else this.add(nameOf(exported), local);
    }
  }

  private readAssignment({ left, right }: Node): void {
    const name = this.nameIn(left);
    const value = this.last(right);
    if (name !== undefined) this.add(name, value);
    if (left.type === 'MemberExpression' && this.isExports(left)) this.readWhole(value);
  }

  /** The end of `exports.a = exports.b = …`. */
  private last(value: Node): Node {
    return value.type === 'AssignmentExpression' ? this.last(value.right) : value;
  }

  /** `__toCommonJS(place_exports)`. */
  public isTableCopy(value: Node): boolean {
    return this.tableIn(value) !== undefined;
  }

  private tableIn(value: Node): ReadonlyMap<string, Node> | undefined {
    const [first] = value.type === 'CallExpression' ? value.arguments : [];
    const variable = first?.type === 'Identifier' ? this.scopes.of(first) : undefined;
    return variable && this.tables.get(variable);
  }

  private readWhole(value: Node): void {
    const table = this.tableIn(value);
    if (table) table.forEach((getter, name) => this.add(name, getter));
    else if (isNames(value)) value.properties.forEach((one: Node) => this.add(nameOf(one.key), one.value));
    else if (requiredIn(value) !== undefined) this.others.push({ source: requiredIn(value)!, name: '*', as: '*' });
    else this.whole.push(value);
  }

  /** `__export(…)`, `Object.defineProperty(exports, 'a', { get })`, and `__exportStar(require('./place'), exports)`. */
  private readCall(node: Node): void {
    const [target, second, third] = node.arguments;
    const variable = isTable(node) && this.isCopier(node.callee) ? this.scopes.of(target) : undefined;
    if (variable) {
      const getters = second.properties.map((one: Node): [string, Node] => [nameOf(one.key), one.value]);
      this.tables.set(variable, new Map([...this.tables.get(variable) ?? [], ...getters]));
      this.tableCalls.add(node);
    } else if (target && lastName(node.callee) === 'defineProperty' && this.isExports(target) && literal(second) !== undefined && third) {
      this.add(literal(second)!, third);
      this.tableCalls.add(node);
    } else if (node.arguments.some((one: Node) => this.isExports(one))) {
      const source = node.arguments.map(requiredIn).find((one: string | undefined) => one !== undefined);
      if (source !== undefined) this.others.push({ source, name: '*', as: '*' });
    }
  }

  /** Whether it is the helper of esbuild, which goes through the names of an object. */
  private isCopier(callee: Node): boolean {
    const [helper] = callee.type === 'Identifier' ? this.scopes.of(callee)?.values ?? [] : [];
    const statements: Node[] = helper && isFunction(helper) && helper.body.type === 'BlockStatement' ? helper.body.body : [];
    return statements.some(({ type }) => type === 'ForInStatement');
  }
}

/** `f(object, { a: () => a })`. */
function isTable({ arguments: given }: Node): boolean {
  return given.length === 2 && given[0].type === 'Identifier' && given[1].type === 'ObjectExpression' && given[1].properties.length > 0
    && given[1].properties.every((one: Node) => isNamed(one) && one.value.type === 'ArrowFunctionExpression' && one.value.params.length === 0 && ['Identifier', 'MemberExpression'].includes(one.value.body.type));
}

/** `{ a, b: c }`. */
function isNames({ type, properties }: Node): boolean {
  return type === 'ObjectExpression' && properties.every(isNamed);
}

function isNamed(property: Node): boolean {
  return property.type === 'Property' && !property.computed && (property.kind === 'init' || isFunction(property.value));
}

/** `./x` of `require('./x')`. */
export function requiredIn(expression: Node): string | undefined {
  const node = bare(expression);
  return node.type === 'CallExpression' && node.arguments.length === 1 && lastName(node.callee) === 'require' ? literal(node.arguments[0]) : undefined;
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}
