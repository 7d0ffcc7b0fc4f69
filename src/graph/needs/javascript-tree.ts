import { parse } from 'acorn';

/** A node of the syntax tree, as ESTree has it. */
export interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  readonly [key: string]: any;
}

/** The tree of a file, a module or not; `undefined` for what is no JavaScript. */
export function parseJavaScript(code: string): Node | undefined {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return parse(code, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true }) as Node;
    } catch {
      // a script may hold what a module may not
    }
  }
  return undefined;
}

/** Every node below, parents first, with its parent. By a list and not by recursion: code may be deeper than the call stack. */
export function visit(root: Node, look: (node: Node, parent?: Node) => void): void {
  const left: [Node, Node | undefined][] = [[root, undefined]];
  for (let here = left.pop(); here; here = left.pop()) {
    const [node, parent] = here;
    look(node, parent);
    for (const key in node) {
      const child = node[key];
      if (Array.isArray(child)) {
        for (const one of child) if (isNode(one)) left.push([one, node]);
      } else if (isNode(child)) {
        left.push([child, node]);
      }
    }
  }
}

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key in node) {
    const child = node[key];
    if (Array.isArray(child)) children.push(...child.filter(isNode));
    else if (isNode(child)) children.push(child);
  }
  return children;
}

export function isFunction({ type }: Node): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** A text that is written out; `undefined` for any other expression. */
export function literal(node?: Node): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;
}

/** What is called or made, without what esbuild and TypeScript put around it: `(0, x.y)`, `x?.y`. */
export function bare(node: Node): Node {
  if (node.type === 'SequenceExpression') return bare(node.expressions[node.expressions.length - 1]);
  return ['ChainExpression', 'ParenthesizedExpression', 'AwaitExpression'].includes(node.type) ? bare(node.expression ?? node.argument) : node;
}

/** The last name of what stands there: `b` of `b`, `a.b` and `this.b`. */
export function lastName(node: Node): string | undefined {
  const one = bare(node);
  if (one.type === 'Identifier') return one.name;
  if (one.type !== 'MemberExpression') return undefined;
  if (one.property.type === 'PrivateIdentifier') return one.property.name;
  return one.computed ? literal(one.property) : one.property.name;
}
