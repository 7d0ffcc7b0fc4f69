import type { Environment } from './entry';
import type { EnvironmentTests } from './javascript-environment';
import type { Node } from './javascript-tree';

/** Which parts of a statement or expression may run, by the environment of a function. */
export class Flow {
  constructor(private readonly tests: EnvironmentTests, private readonly environment?: Environment) {}

  /** Statements until one that ends the way: `if (!process.env.TABLE) return;`. */
  public untilEnd(nodes: Node[]): Node[] {
    const end = nodes.findIndex((one) => this.ends(one));
    return end < 0 ? nodes : nodes.slice(0, end + 1);
  }

  /** Of `if` and `? :`. What is only declared there runs where it is mentioned. */
  public branches({ test, consequent, alternate }: Node): Node[] {
    const holds = this.tests.decide(test, this.environment);
    const taken: Node[] = [...holds === false ? [] : [consequent], ...holds === true || !alternate ? [] : [alternate]];
    return taken.filter(({ type }) => type !== 'FunctionDeclaration');
  }

  /** Of `&&`, `||` and `??`. */
  public operands({ operator, left, right }: Node): Node[] {
    const holds = operator === '??' ? undefined : this.tests.decide(left, this.environment);
    return holds === undefined || holds === (operator === '&&') ? [left, right] : [left];
  }

  /** The cases from the one that is decided to one that leaves; all of them where none is decided. */
  public cases({ discriminant, cases }: Node): { readonly test?: Node; readonly consequent: Node[] }[] {
    const held = cases.map(({ test }: Node) => (test ? this.tests.isEqual(discriminant, test, this.environment) : undefined));
    if (!cases.every(({ test }: Node, i: number) => !test || held[i] !== undefined)) return cases;
    const chosen = held.includes(true) ? held.indexOf(true) : cases.findIndex(({ test }: Node) => !test);
    const taken: Node[] = chosen < 0 ? [] : cases.slice(chosen);
    const end = taken.findIndex(({ consequent }) => consequent.some(leaves));
    return (end < 0 ? taken : taken.slice(0, end + 1)).map(({ consequent }) => ({ consequent }));
  }

  private ends(node: Node): boolean {
    if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
    if (node.type === 'BlockStatement') return node.body.some((one: Node) => this.ends(one));
    if (node.type !== 'IfStatement') return false;
    const holds = this.tests.decide(node.test, this.environment);
    if (holds === undefined) return Boolean(node.alternate) && this.ends(node.consequent) && this.ends(node.alternate);
    const taken = holds ? node.consequent : node.alternate;
    return Boolean(taken) && this.ends(taken);
  }
}

function leaves(node: Node): boolean {
  if (node.type === 'BlockStatement') return node.body.some(leaves);
  return ['BreakStatement', 'ReturnStatement', 'ThrowStatement', 'ContinueStatement'].includes(node.type);
}
