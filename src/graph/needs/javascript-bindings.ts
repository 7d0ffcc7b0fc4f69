import { bare, lastName, literal, Node, visit } from './javascript-tree';

/** What a name of the code stands for: a module of an SDK, or something of one. */
export interface Binding {
  /** `client-s3`, `lib-dynamodb`, `aws-sdk` … */
  readonly module: string;
  /** What of it; the module itself where there is none. */
  readonly member?: string;
}

const MODULE = /^(?:@aws-sdk\/([a-z0-9-]+)|(aws-sdk)(?:\/clients\/([a-z0-9]+))?|@aws-lambda-powertools\/(parameters\/[a-z]+|idempotency\/[a-z]+))$/;

/** The module that a text names, when it is one that calls AWS. */
export function moduleOf(text?: string): string | undefined {
  const [, v3, v2, v2Client, powertools] = MODULE.exec(text ?? '') ?? [];
  return v3 ?? (v2Client ? `aws-sdk/${v2Client}` : v2) ?? powertools;
}

/**
 * What names of a file are bound to. Names are looked at without their scopes: a bundler gives each module names of its own, and what is asked for
 * next to them, the class of a command, is hardly on anything else.
 */
export class Bindings {
  private readonly byName = new Map<string, Binding[]>();

  constructor(tree: Node) {
    visit(tree, (node) => {
      if (node.type === 'ImportDeclaration') this.readImport(node);
      else if (node.type === 'VariableDeclarator' && node.init) this.readDeclaration(node.id, node.init);
      else if (node.type === 'AssignmentExpression') this.readDeclaration(node.left, node.right);
    });
  }

  /** What an expression stands for: `S3Client`, `import_client_s3.S3Client`, `require('@aws-sdk/client-s3').S3Client`. */
  public of(expression: Node): Binding[] {
    const node = bare(expression);
    if (node.type === 'Identifier') return this.byName.get(node.name) ?? [];
    if (node.type === 'MemberExpression') {
      const name = lastName(node);
      // fields of objects are bound by their own name
      if (node.object.type === 'ThisExpression') return this.byName.get(name ?? '') ?? [];
      return this.of(node.object).flatMap(({ module, member }) => (name === undefined ? [] : [{ module, member: member === undefined ? name : `${member}.${name}` }]));
    }
    const module = requiredBy(node);
    return module === undefined ? [] : [{ module }];
  }

  public bind(name: string, binding: Binding): void {
    this.byName.set(name, [...this.byName.get(name) ?? [], binding]);
  }

  private readImport({ source, specifiers }: Node): void {
    const module = moduleOf(literal(source));
    if (module === undefined) return;
    for (const { type, local, imported } of specifiers) {
      this.bind(local.name, type === 'ImportSpecifier' ? { module, member: imported.name ?? imported.value } : { module });
    }
  }

  private readDeclaration(target: Node, value: Node): void {
    for (const binding of this.of(value)) {
      const name = lastName(target);
      if (target.type === 'ObjectPattern') this.readPattern(target, binding);
      else if (name !== undefined) this.bind(name, binding);
    }
  }

  private readPattern(pattern: Node, { module, member }: Binding): void {
    for (const { key, value } of pattern.properties) {
      const name = key && lastName(key);
      const local = value?.type === 'AssignmentPattern' ? value.left : value;
      if (name !== undefined && local?.type === 'Identifier') this.bind(local.name, { module, member: member === undefined ? name : `${member}.${name}` });
    }
  }
}

/**
 * The module that a call brings, whatever the function is called that does it: `require(…)`, `createRequire(…)(…)`, also through what is wrapped
 * around it: `__toESM(require(…))`, `captureAWS(require(…))`.
 */
function requiredBy(node: Node): string | undefined {
  if (node.type === 'ImportExpression') return moduleOf(literal(node.source));
  if (node.type !== 'CallExpression') return undefined;
  const own = moduleOf(literal(node.arguments[0]));
  if (own !== undefined) return own;
  for (const argument of node.arguments) {
    const module = argument.type === 'SpreadElement' ? undefined : requiredBy(bare(argument));
    if (module !== undefined) return module;
  }
  return undefined;
}
