import type { Environment } from './entry';
import { childrenOf, PythonNode, textIn } from './python-tree';

/** Set by Lambda and by the operating system, and not in a template. */
const OF_THE_RUNTIME = /^(AWS|LAMBDA|PYTHON|LD|LC)_|^_|^(HOME|LANG|PATH|PWD|TZ|USER|PYTHONPATH)$/;

interface Known {
  readonly value: string | boolean | null;
}

/** Decides tests of Python by the environment variables of a function. */
export class PythonTests {
  /** Names that are given one value in the whole file. */
  private readonly constants = new Map<string, PythonNode | undefined>();
  private readonly isOpen: boolean;

  constructor(top: PythonNode, private readonly code: string) {
    // what the code sets itself, or a library reads of a file
    this.isOpen = /environ\s*\[[^\]]*\]\s*=[^=]|environ\.(update|setdefault|pop)\b|putenv\(|dotenv/.test(code);
    const left = [top];
    for (let node = left.pop(); node; node = left.pop()) {
      const all = childrenOf(node);
      if (node.name === 'AssignStatement' || node.name === 'UpdateStatement') {
        const [target] = all;
        const isPlain = node.name === 'AssignStatement' && target.name === 'VariableName' && all.filter(({ name }) => name === 'AssignOp').length === 1 && node.parent?.name === 'Script';
        if (isPlain) this.set(this.text(target), all[all.length - 1]);
        else all.filter(({ name }) => name === 'VariableName').forEach((one) => this.set(this.text(one)));
      } else if (!['CallExpression', 'MemberExpression', 'BinaryExpression', 'UnaryExpression', 'ArgList', 'ExpressionStatement', 'ReturnStatement', 'Body', 'IfStatement', 'ParenthesizedExpression'].includes(node.name)) {
        // parameters, loops, imports, `as`: names that are bound in another way
        all.filter(({ name }) => name === 'VariableName').forEach((one) => this.set(this.text(one)));
      }
      left.push(...all);
    }
  }

  public decide(test: PythonNode, environment?: Environment): boolean | undefined {
    const known = environment === undefined || this.isOpen ? undefined : this.valueOf(test, environment, 0);
    return known && Boolean(known.value);
  }

  private set(name: string, value?: PythonNode): void {
    this.constants.set(name, this.constants.has(name) ? undefined : value);
  }

  private valueOf(node: PythonNode, environment: Environment, depth: number): Known | undefined {
    if (depth > 20) return undefined;
    const of = (one: PythonNode) => this.valueOf(one, environment, depth + 1);
    const all = childrenOf(node);
    switch (node.name) {
      case 'ParenthesizedExpression': return all.length === 3 ? of(all[1]) : undefined;
      case 'String': {
        const text = /^(['"])([^'"\\]*)\1$/.exec(this.text(node));
        return text ? { value: text[2] } : undefined;
      }
      case 'Boolean': return { value: this.text(node) === 'True' };
      case 'None': return { value: null };
      case 'VariableName': {
        const value = this.constants.get(this.text(node));
        return value && of(value);
      }
      case 'UnaryExpression': {
        const known = all[0].name === 'not' ? of(all[1]) : undefined;
        return known && { value: !known.value };
      }
      case 'CallExpression': return this.ofCall(node, environment, of);
      case 'MemberExpression': {
        const name = /^(?:os\.)?environ$/.test(this.text(all[0])) && all[1]?.name === '[' ? textIn(all[2], this.code) : undefined;
        // one that is not there ends the program: what is behind is left as it is
        return name === undefined ? undefined : this.ofVariable(name, environment, undefined);
      }
      case 'BinaryExpression': return this.ofBinary(all, environment, of);
      default: return undefined;
    }
  }

  private ofCall(node: PythonNode, environment: Environment, of: (node: PythonNode) => Known | undefined): Known | undefined {
    const [callee, list] = childrenOf(node);
    const given = childrenOf(list).filter(({ name }) => !['(', ')', ','].includes(name));
    if (/^(?:(?:os\.)?environ\.get|(?:os\.)?getenv)$/.test(this.text(callee))) {
      const name = given[0] && textIn(given[0], this.code);
      if (name === undefined || given.length > 2) return undefined;
      return this.ofVariable(name, environment, given.length === 1 ? { value: null } : of(given[1]));
    }
    const method = /\.(lower|upper|strip)$/.exec(this.text(callee))?.[1];
    const known = method !== undefined && callee.firstChild && given.length === 0 ? of(callee.firstChild) : undefined;
    if (typeof known?.value !== 'string') return this.text(callee) === 'bool' && given.length === 1 ? of(given[0]) : undefined;
    return { value: method === 'lower' ? known.value.toLowerCase() : method === 'upper' ? known.value.toUpperCase() : known.value.trim() };
  }

  private ofVariable(name: string, environment: Environment, absent: Known | undefined): Known | undefined {
    if (OF_THE_RUNTIME.test(name)) return undefined;
    if (!environment.has(name)) return absent;
    const value = environment.get(name);
    return value === undefined ? undefined : { value };
  }

  private ofBinary(all: PythonNode[], environment: Environment, of: (node: PythonNode) => Known | undefined): Known | undefined {
    const operator = all.slice(1, -1).map((one) => this.text(one)).join(' ');
    const [left, right] = [all[0], all[all.length - 1]];
    if (operator === 'in' || operator === 'not in') {
      const name = /^(?:os\.)?environ$/.test(this.text(right)) ? textIn(left, this.code) : undefined;
      if (name === undefined || OF_THE_RUNTIME.test(name) || (environment.has(name) && environment.get(name) === undefined)) return undefined;
      return { value: environment.has(name) === (operator === 'in') };
    }
    const [one, other] = [of(left), of(right)];
    if (operator === 'and' || operator === 'or') {
      const decides = (known?: Known) => known !== undefined && Boolean(known.value) === (operator === 'or');
      if (decides(one)) return one;
      return one ? other : decides(other) ? { value: operator === 'or' } : undefined;
    }
    const isEqual = operator === '==' || operator === 'is';
    if (!isEqual && operator !== '!=' && operator !== 'is not') return undefined;
    return one && other && { value: (one.value === other.value) === isEqual };
  }

  private text({ from, to }: PythonNode): string {
    return this.code.slice(from, to);
  }
}
