import { parser } from '@lezer/python';

export type PythonTree = ReturnType<typeof parser.parse>;
export type PythonNode = PythonTree['topNode'];

export function childrenOf(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** A text that is written out; `undefined` for any other expression. */
export function textIn({ name, from, to }: PythonNode, code: string): string | undefined {
  return name === 'String' ? /^[rubRUB]*(['"])([^'"\\]*)\1$/.exec(code.slice(from, to))?.[2] : undefined;
}
