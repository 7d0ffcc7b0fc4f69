import { childrenOf, isFunction, Node } from './javascript-tree';

/** A name of one scope. */
export interface Variable {
  readonly name: string;
  /** What it may be: a function or class of that name, its initialiser, what is assigned to it. */
  readonly values: Node[];
  /** Whether it may be something else as well: a parameter, a part of a pattern, what a loop gives. */
  isOpen: boolean;
  /** `{ object, key }` of `const { key } = object`, with what stands in where there is none. */
  readonly parts: { readonly object: Node; readonly key: string; readonly fallback?: Node }[];
  readonly references: Node[];
  /** What it is of another file. */
  imported?: { readonly source: string; readonly name: string };
}

interface Scope {
  readonly parent?: Scope;
  readonly holdsVar: boolean;
  readonly names: Map<string, Variable>;
}

/** Which variable each identifier of a file is. Minified code has the same short name in many scopes. */
export class Scopes {
  private readonly parents = new Map<Node, Node>();
  private readonly variables = new Map<Node, Variable>();
  private readonly mentions: [Node, Scope][] = [];
  private readonly assignments: [Node, Node | undefined, Scope][] = [];
  private readonly top: Scope = { holdsVar: true, names: new Map() };

  constructor(tree: Node) {
    const left: [Node, Scope][] = [[tree, this.top]];
    for (let here = left.pop(); here; here = left.pop()) {
      const [node, outer] = here;
      const scope = this.enter(node, outer);
      for (const child of childrenOf(node)) {
        this.parents.set(child, node);
        left.push([child, scope]);
      }
    }
    for (const [node, scope] of this.mentions) {
      const variable = find(node.name, scope);
      if (!variable) continue;
      this.variables.set(node, variable);
      variable.references.push(node);
    }
    for (const [target, value, scope] of this.assignments) this.bind(target, value, (name) => find(name, scope));
  }

  /** The variable that an identifier is; `undefined` for a global one, and for what only looks like one. */
  public of(identifier: Node): Variable | undefined {
    return this.variables.get(identifier);
  }

  public parentOf(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** A variable of the file itself. */
  public named(name: string): Variable | undefined {
    return this.top.names.get(name);
  }

  /** Takes what a node declares, and gives the scope of what is in it. */
  private enter(node: Node, outer: Scope): Scope {
    const declare = (scope: Scope) => (name: string) => own(scope, name);
    switch (node.type) {
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': {
        if (node.id && node.type === 'FunctionDeclaration') this.name(node, outer);
        const scope = inner(outer, true);
        if (node.id && node.type === 'FunctionExpression') this.name(node, scope);
        node.params.forEach((param: Node) => this.bind(param, undefined, declare(scope)));
        return scope;
      }
      case 'ClassDeclaration': case 'ClassExpression':
        if (node.id && node.type === 'ClassDeclaration') this.name(node, outer);
        if (!node.id || node.type === 'ClassDeclaration') return outer;
        {
          const scope = inner(outer, false);
          this.name(node, scope);
          return scope;
        }
      case 'BlockStatement': case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': case 'SwitchStatement': case 'StaticBlock':
        return inner(outer, node.type === 'StaticBlock');
      case 'CatchClause': {
        const scope = inner(outer, false);
        if (node.param) this.bind(node.param, undefined, declare(scope));
        return scope;
      }
      case 'VariableDeclaration': {
        const scope = node.kind === 'var' ? holderOf(outer) : outer;
        const parent = this.parents.get(node);
        const isOfLoop = parent !== undefined && /^For(In|Of)Statement$/.test(parent.type) && parent.left === node;
        for (const { id, init } of node.declarations) {
          if (init) this.bind(id, init, declare(scope));
          else this.declareOnly(id, scope, isOfLoop);
        }
        return outer;
      }
      case 'ImportDeclaration':
        for (const { type, local, imported } of node.specifiers) {
          const name = type === 'ImportSpecifier' ? imported.name ?? imported.value : type === 'ImportDefaultSpecifier' ? 'default' : '*';
          own(this.top, local.name).imported = { source: node.source.value, name };
        }
        return outer;
      case 'AssignmentExpression':
        this.assignments.push([node.left, ['=', '??=', '||=', '&&='].includes(node.operator) ? node.right : undefined, outer]);
        return outer;
      case 'UpdateExpression':
        this.assignments.push([node.argument, undefined, outer]);
        return outer;
      case 'Identifier':
        if (isReference(node, this.parents.get(node))) this.mentions.push([node, outer]);
        return outer;
      default:
        return outer;
    }
  }

  /** A function or class has its own name. */
  private name(node: Node, scope: Scope): void {
    const variable = own(scope, node.id.name);
    variable.values.push(node);
    this.variables.set(node.id, variable);
  }

  private declareOnly(id: Node, scope: Scope, isOfLoop: boolean): void {
    if (id.type === 'Identifier' && !isOfLoop) own(scope, id.name);
    else this.bind(id, undefined, (name) => own(scope, name));
  }

  /** Gives the names of a pattern what they may be. */
  private bind(to: Node, value: Node | undefined, variable: (name: string) => Variable | undefined): void {
    switch (to.type) {
      case 'Identifier': {
        const one = variable(to.name);
        if (one && !this.variables.has(to)) this.variables.set(to, one);
        if (one && value) one.values.push(value);
        else if (one) one.isOpen = true;
        break;
      }
      case 'ObjectPattern':
        for (const { type, key, value: local, computed, argument } of to.properties) {
          const name = computed ? undefined : key?.name ?? key?.value;
          const target = local?.type === 'AssignmentPattern' ? local.left : local;
          const one = target?.type === 'Identifier' ? variable(target.name) : undefined;
          if (type === 'Property' && one && value && typeof name === 'string') one.parts.push({ object: value, key: name, ...target !== local && { fallback: local.right } });
          else this.bind(argument ?? local, undefined, variable);
        }
        break;
      case 'ArrayPattern': to.elements.filter(Boolean).forEach((one: Node) => this.bind(one, undefined, variable)); break;
      case 'AssignmentPattern': this.bind(to.left, undefined, variable); break;
      case 'RestElement': this.bind(to.argument, undefined, variable); break;
    }
  }
}

function inner(parent: Scope, holdsVar: boolean): Scope {
  return { parent, holdsVar, names: new Map() };
}

function holderOf(scope: Scope): Scope {
  let one = scope;
  while (!one.holdsVar && one.parent) one = one.parent;
  return one;
}

function own({ names }: Scope, name: string): Variable {
  let variable = names.get(name);
  if (!variable) names.set(name, variable = { name, values: [], isOpen: false, parts: [], references: [] });
  return variable;
}

function find(name: string, from: Scope): Variable | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    const variable = scope.names.get(name);
    if (variable) return variable;
  }
  return undefined;
}

/** Whether an identifier reads a variable, and does not declare or set one or name a member. */
function isReference(node: Node, parent?: Node): boolean {
  if (!parent) return false;
  switch (parent.type) {
    case 'MemberExpression': return parent.object === node || parent.computed;
    case 'Property': return parent.value === node || parent.computed;
    case 'MethodDefinition': case 'PropertyDefinition': return parent.value === node || parent.computed;
    case 'VariableDeclarator': return parent.init === node;
    case 'AssignmentExpression': return parent.left !== node || parent.operator !== '=';
    case 'ExportSpecifier': return parent.local === node;
    case 'ImportSpecifier': case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': case 'LabeledStatement': case 'BreakStatement': case 'ContinueStatement':
    case 'MetaProperty': case 'CatchClause': return false;
    case 'ClassDeclaration': case 'ClassExpression': return parent.superClass === node;
    default: return !isFunction(parent) || parent.body === node;
  }
}
