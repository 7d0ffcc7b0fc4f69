import type { Scopes, Variable } from './javascript-scopes';
import { bare, lastName, literal, Node, visit } from './javascript-tree';

/** An object or class whose members are reached one by one: all that reads it is seen, and names what it takes. */
export interface Container {
  readonly node: Node;
  /** Members by name; several where there are a getter and a setter, or a static one. */
  readonly members: ReadonlyMap<string, readonly Node[]>;
}

/** Finds which names of a file stand for an object whose members can be told apart. */
export class Containers {
  private readonly known = new Map<Variable, Container | undefined>();
  private readonly classes = new Map<Node, boolean>();

  constructor(private readonly scopes: Scopes, private readonly isExported: (mention: Node) => boolean) {}

  /** `handlers` of `const handlers = { place() {} }`, of `const handlers = new Handlers()`, and of a class with static methods. */
  public of(variable: Variable): Container | undefined {
    if (!this.known.has(variable)) {
      this.known.set(variable, undefined);
      this.known.set(variable, this.find(variable));
    }
    return this.known.get(variable);
  }

  /** Whether the instances of a class stay where their members are named. */
  public isClosed(node: Node): boolean {
    let known = this.classes.get(node);
    if (known === undefined) {
      this.classes.set(node, false);
      this.classes.set(node, known = this.isClosedClass(node));
    }
    return known;
  }

  /** The class that the code around belongs to, where `this` is an instance of it. */
  public classAround(node: Node): Node | undefined {
    for (let one = this.scopes.parentOf(node); one; one = this.scopes.parentOf(one)) {
      if (one.type === 'ClassDeclaration' || one.type === 'ClassExpression') return one;
    }
    return undefined;
  }

  private find({ values, parts, isOpen, imported, references }: Variable): Container | undefined {
    if (values.length !== 1 || parts.length > 0 || isOpen || imported) return undefined;
    const value = bare(values[0]);
    if (value.type === 'ObjectExpression') {
      const isPlain = value.properties.every((one: Node) => one.type === 'Property' && !one.computed) && !hasThis(value);
      const isSeen = references.every((one) => this.isMemberRead(one) || this.isTakenApart(one) || this.isExported(one));
      return isPlain && isSeen ? { node: value, members: membersOf(value.properties) } : undefined;
    }
    const made = value.type === 'NewExpression' && value.callee.type === 'Identifier' ? this.scopes.of(value.callee)?.values[0] : value;
    if (made?.type !== 'ClassDeclaration' && made?.type !== 'ClassExpression') return undefined;
    if (!this.isClosed(made)) return undefined;
    const isSeen = value === made || references.every((one) => this.isMemberRead(one) || this.isExported(one));
    return isSeen ? { node: made, members: membersOf(made.body.body) } : undefined;
  }

  private isClosedClass(node: Node): boolean {
    const variables = this.namesOf(node);
    const isPlain = !node.superClass && node.body.body.every((one: Node) => one.type === 'StaticBlock' || !one.computed);
    return isPlain && variables.length > 0 && variables.every((one) => this.isOnlyThis(one, node)) && this.keepsItself(node);
  }

  /** The names that a class has: its own, and that of the variable that it is assigned to. None where it is an expression of something else. */
  private namesOf(node: Node): Variable[] {
    const parent = this.scopes.parentOf(node);
    const target = parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' && parent.right === node ? parent.left : undefined;
    if (node.type === 'ClassExpression' && target?.type !== 'Identifier') return [];
    const names: Node[] = [node.id, node.type === 'ClassExpression' ? target : undefined].filter(Boolean);
    return names.flatMap((one) => this.scopes.of(one) ?? []);
  }

  private isOnlyThis({ values, parts, isOpen, references }: Variable, node: Node): boolean {
    return values.every((one) => one === node) && parts.length === 0 && !isOpen && references.every((one) => this.isClassUse(one, node));
  }

  /** `new A()` that is kept under a name or used at once, `A.place`, and what decorators become: `__decorate([…], A.prototype, 'place')`. */
  private isClassUse(mention: Node, node: Node): boolean {
    const parent = this.scopes.parentOf(mention)!;
    if (parent.type === 'BinaryExpression') return parent.operator === 'instanceof';
    if (parent.type === 'MemberExpression' && parent.object === mention) {
      if (lastName(parent) !== 'prototype') return lastName(parent) !== undefined && !this.isChanged(parent);
      const call = this.scopes.parentOf(parent)!;
      return call.type === 'CallExpression' && call.arguments.some((one: Node) => membersOf(node.body.body).has(literal(one) ?? ''));
    }
    if (parent.type !== 'NewExpression' || parent.callee !== mention) return false;
    const use = this.scopes.parentOf(parent)!;
    if (use.type === 'MemberExpression') return this.isMemberRead(parent);
    const kept = use.type === 'VariableDeclarator' && use.id.type === 'Identifier' ? this.scopes.of(use.id) : undefined;
    if (kept?.values.length !== 1 || kept.isOpen) return false;
    return kept.references.every((one) => this.isMemberRead(one) || this.isExported(one));
  }

  /** Whether `this` is only used to name members. */
  private keepsItself(node: Node): boolean {
    let keeps = true;
    visit(node.body, (one) => {
      if (one.type === 'Super') keeps = false;
      if (one.type === 'ThisExpression' && !this.isMemberRead(one) && !this.isMemberWrite(one) && !this.isField(one)) keeps = false;
    });
    return keeps;
  }

  /** `a.place`, and `a` of `a.place.bind(a)`. */
  private isMemberRead(mention: Node): boolean {
    const parent = this.scopes.parentOf(mention);
    if (parent?.type === 'MemberExpression' && parent.object === mention) return lastName(parent) !== undefined && !this.isChanged(parent);
    if (parent?.type !== 'CallExpression' || parent.arguments[0] !== mention) return false;
    const callee = bare(parent.callee);
    if (callee.type !== 'MemberExpression' || !['apply', 'bind', 'call'].includes(lastName(callee) ?? '')) return false;
    return callee.object.type === 'MemberExpression' && isSame(callee.object.object, mention);
  }

  /** `this.client = …`. */
  private isMemberWrite(mention: Node): boolean {
    const parent = this.scopes.parentOf(mention);
    return parent?.type === 'MemberExpression' && parent.object === mention && lastName(parent) !== undefined;
  }

  /** A field as esbuild writes it for old targets: `__publicField(this, 'client', …)`. */
  private isField(mention: Node): boolean {
    const parent = this.scopes.parentOf(mention);
    return parent?.type === 'CallExpression' && parent.arguments[0] === mention && parent.callee.type === 'Identifier' && literal(parent.arguments[1]) !== undefined;
  }

  /** `const { place } = handlers`. */
  private isTakenApart(mention: Node): boolean {
    const parent = this.scopes.parentOf(mention);
    return parent?.type === 'VariableDeclarator' && parent.init === mention && parent.id.type === 'ObjectPattern'
      && parent.id.properties.every((one: Node) => one.type === 'Property' && !one.computed && one.value.type === 'Identifier');
  }

  private isChanged(member: Node): boolean {
    const use = this.scopes.parentOf(member);
    return (use?.type === 'AssignmentExpression' && use.left === member) || use?.type === 'UpdateExpression' || (use?.type === 'UnaryExpression' && use.operator === 'delete');
  }
}

function membersOf(all: Node[]): Map<string, Node[]> {
  const members = new Map<string, Node[]>();
  for (const one of all) {
    const name = one.key?.name ?? one.key?.value;
    if (name !== undefined && one.value) members.set(String(name), [...members.get(String(name)) ?? [], one.value]);
  }
  return members;
}

function hasThis(node: Node): boolean {
  let has = false;
  visit(node, ({ type }) => { has ||= type === 'ThisExpression' || type === 'Super'; });
  return has;
}

function isSame(one: Node, other: Node): boolean {
  return one.type === other.type && one.name === other.name;
}
