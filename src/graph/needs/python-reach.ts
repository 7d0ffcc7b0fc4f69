import type { Entry } from './entry';
import { PythonTests } from './python-environment';
import { childrenOf, PythonNode } from './python-tree';

/** What of a file of Python runs for a function, by the offsets of its calls. */
export interface PythonReached {
  readonly certain: ReadonlySet<number>;
  readonly possible: ReadonlySet<number>;
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Decorators that only wrap: what they are on runs where its name is mentioned. */
const WRAPPERS = /^(staticmethod|classmethod|property|functools\.|wraps$|cache$|lru_cache|contextmanager|dataclass|overload|abstractmethod|retry|backoff\.|logger\.|tracer\.|metrics\.|event_source|event_parser|idempotent|validator|xray_recorder\.|datadog_lambda_wrapper|.*\.(setter|getter)$)/;
/** Names by which code reaches what it does not name. */
const BY_TEXT = new Set(['globals', 'locals', 'vars', 'getattr', 'eval', 'exec', '__dict__', 'import_module', '__import__']);

/**
 * What of a file runs for a function: from the name that Lambda calls, and from what runs when the file is loaded. A name reaches all that is declared
 * under it, whatever its scope is: too much may be reached, and nothing too little.
 */
export class PythonReach {
  /** Functions and classes by their names. */
  private readonly declarations = new Map<string, PythonNode[]>();
  /** Functions that a name was made of: `place = wrap(write)`. */
  private readonly wrapped = new Map<string, PythonNode[]>();
  /** Names of imports → what they are. */
  private readonly aliases = new Map<string, { readonly source: string; readonly name: string }[]>();
  /** Offset of an import → what it loads. */
  private readonly loads = new Map<number, { readonly source: string; readonly isAll: boolean }[]>();
  private readonly places = new Map<string, PythonNode[]>();
  private readonly tests: PythonTests;

  constructor(private readonly top: PythonNode, private readonly code: string) {
    this.tests = new PythonTests(top, code);
    const left = [top];
    for (let node = left.pop(); node; node = left.pop()) {
      if (node.name === 'FunctionDefinition' || node.name === 'ClassDefinition') add(this.declarations, this.nameOf(node), node);
      if (node.name === 'ImportStatement') this.readImport(node);
      left.push(...childrenOf(node));
    }
    for (const node of childrenOf(top).filter(({ name }) => name === 'AssignStatement')) {
      const call = this.keptCall(node);
      if (call) this.functionsIn(call).forEach((one) => add(this.wrapped, this.text(node.firstChild!), one));
    }
  }

  public from(entry: Entry): PythonReached {
    const certain = new Set<number>();
    const possible = new Set<number>();
    const way: Way = {
      environment: entry.environment,
      calls: certain,
      imports: new Map(),
      mentioned: new Set(),
      ran: new Set(),
      left: [this.top],
      later: [],
      isOpen: false,
    };
    let isKnown = entry.names !== undefined;
    for (const name of entry.names ?? []) {
      if (name === '*') [...this.declarations.keys(), ...this.aliases.keys()].forEach((one) => this.mention(one, way));
      else if (this.isTop(name)) this.mention(name, way);
      else isKnown = false;
    }
    this.drain(way);
    way.calls = possible;
    if (!isKnown || way.isOpen) way.left.push(...[...this.declarations.values()].flat());
    do {
      way.left.push(...way.later.splice(0));
      this.drain(way);
    } while (way.later.length > 0);
    return { certain, possible, imports: way.imports };
  }

  private drain(way: Way): void {
    for (let unit = way.left.pop(); unit; unit = way.left.pop()) {
      if (way.ran.has(unit)) continue;
      way.ran.add(unit);
      for (const method of this.methodsOf(unit)) {
        if (/^__\w+__$/.test(this.nameOf(method))) way.left.push(method);
        else if (!this.isClosed(unit)) way.later.push(method);
      }
      this.walk(unit, way);
    }
  }

  private mention(name: string, way: Way): void {
    if (way.mentioned.has(name)) return;
    way.mentioned.add(name);
    way.isOpen ||= BY_TEXT.has(name);
    for (const { source, name: of } of this.aliases.get(name) ?? []) load(way, source, of);
    way.left.push(...this.declarations.get(name) ?? [], ...this.wrapped.get(name) ?? []);
  }

  /** Whether a name of the file itself: a function, a class, an import, or what is assigned. */
  private isTop(name: string): boolean {
    return this.declarations.has(name) || this.aliases.has(name) || new RegExp(`^${name}\\s*(:[^=\\n]+)?=`, 'm').test(this.code);
  }

  /** Walks what runs of a unit, without what is in functions that it declares. */
  private walk(unit: PythonNode, way: Way): void {
    const left = unit.name === 'Script' ? [unit] : childrenOf(unit).filter(({ name }) => name === 'Body');
    for (let node = left.pop(); node; node = left.pop()) left.push(...this.step(node, way));
  }

  /** The parts of a node that run with it. */
  private step(node: PythonNode, way: Way): PythonNode[] {
    const all = childrenOf(node);
    switch (node.name) {
      // defaults and bases are evaluated where it is declared
      case 'FunctionDefinition': return all.filter(({ name }) => name === 'ParamList');
      case 'ClassDefinition': return all.filter(({ name }) => name === 'ArgList' || name === 'Body');
      case 'ParamList': return all.filter((_, i) => all[i - 1]?.name === 'AssignOp');
      case 'TypeDef': return [];
      case 'DecoratedStatement':
        this.decorated(all, way);
        return all;
      case 'ImportStatement':
        this.loads.get(node.from)?.forEach(({ source, isAll }) => load(way, source, isAll ? '*' : undefined));
        return [];
      case 'VariableName': case 'PropertyName':
        this.mention(this.text(node), way);
        return [];
      case 'AssignStatement': {
        const call = this.keptCall(node);
        if (call) return this.keep(call, way);
        const at = all.findIndex(({ name }) => name === 'AssignOp');
        // its name is set here, and not read
        return all.filter((one, i) => i > at || one.name !== 'VariableName');
      }
      case 'IfStatement': return this.taken(all, way);
      case 'Body': case 'Script': return this.untilEnd(all, way);
      case 'CallExpression':
        way.calls.add(node.from);
        return all;
      case 'MemberExpression': {
        const [object, dot, property] = all;
        const aliases = object.name === 'VariableName' && dot?.name === '.' ? this.aliases.get(this.text(object)) : undefined;
        if (!aliases) return all;
        aliases.forEach(({ source, name }) => load(way, source, name === '*' ? this.text(property) : name));
        // a function of the file may have the name as well
        return this.declarations.has(this.text(object)) ? all : [property];
      }
      default: return all;
    }
  }

  /** The call of `place = wrap(write)` at the top of the file. */
  private keptCall(node: PythonNode): PythonNode | undefined {
    const all = childrenOf(node);
    const value = all[all.length - 1];
    return node.parent?.name === 'Script' && all[0].name === 'VariableName' && value.name === 'CallExpression' ? value : undefined;
  }

  /**
   * A function that is given to a wrapper runs where the result is used. One that a function of the file only keeps for the function that it makes is left
   * for that; of others it is possible.
   */
  private keep(call: PythonNode, way: Way): PythonNode[] {
    const [callee, list] = childrenOf(call);
    way.calls.add(call.from);
    const functions = this.functionsIn(call);
    if (!this.isWrapper(this.text(callee))) way.later.push(...functions);
    const isFunction = (one: PythonNode) => one.name === 'VariableName' && this.declarations.get(this.text(one))?.some((made) => functions.includes(made));
    return [callee, ...(list ? childrenOf(list) : []).filter((one) => !isFunction(one))];
  }

  /** Functions of the file that a call is given. */
  private functionsIn(call: PythonNode): PythonNode[] {
    const list = childrenOf(call)[1];
    return (list ? childrenOf(list) : []).filter(({ name }) => name === 'VariableName').flatMap((one) => this.declarations.get(this.text(one)) ?? []).filter(({ name }) => name === 'FunctionDefinition');
  }

  /** Functions that a decorator may hand to a library: `@app.get('/orders')` registers one. */
  private decorated(parts: PythonNode[], way: Way): void {
    const definition = parts.find(({ name }) => name === 'FunctionDefinition');
    if (!definition) return;
    const decorators = parts.filter(({ name }) => name === 'Decorator').map((one) => this.decoratorOf(one)).filter((one) => !this.isWrapper(one));
    if (decorators.some((one) => one.includes('.'))) way.left.push(definition);
    else if (decorators.length > 0) way.later.push(definition);
  }

  private isWrapper(name: string): boolean {
    if (WRAPPERS.test(name)) return true;
    const made = this.declarations.get(name) ?? [];
    return made.length > 0 && made.every((node) => node.name === 'FunctionDefinition' && this.keepsParameters(node));
  }

  /** Whether a function uses its parameters in functions within only. */
  private keepsParameters(node: PythonNode): boolean {
    const all = childrenOf(node);
    const params = new Set(childrenOf(all.find(({ name }) => name === 'ParamList') ?? node).filter(({ name }) => name === 'VariableName').map((one) => this.text(one)));
    const left = all.filter(({ name }) => name === 'Body');
    for (let one = left.pop(); one; one = left.pop()) {
      if (one.name === 'FunctionDefinition' || one.name === 'LambdaExpression' || one.name === 'Decorator') continue;
      if (one.name === 'CallExpression' && this.mentions(one, params)) return false;
      left.push(...childrenOf(one));
    }
    return true;
  }

  private mentions(node: PythonNode, names: ReadonlySet<string>): boolean {
    return (node.name === 'VariableName' && names.has(this.text(node))) || childrenOf(node).some((one) => this.mentions(one, names));
  }

  /** The tests and branches of an `if` that may run. */
  private taken(all: PythonNode[], { environment }: Way): PythonNode[] {
    const parts: PythonNode[] = [];
    let holds: boolean | undefined = true;
    for (const one of all) {
      if (one.name === 'Body') {
        if (holds !== false) parts.push(one);
        if (holds === true) return parts;
      } else if (one.name === 'else') {
        holds = true;
      } else if (one.name !== 'if' && one.name !== 'elif') {
        parts.push(one);
        holds = this.tests.decide(one, environment);
      }
    }
    return parts;
  }

  /** `if not os.environ.get('TABLE'): return`: what comes after it does not run. */
  private untilEnd(statements: PythonNode[], { environment }: Way): PythonNode[] {
    const end = statements.findIndex((one) => this.ends(one, environment));
    return end < 0 ? statements : statements.slice(0, end + 1);
  }

  private ends(node: PythonNode, environment: Entry['environment']): boolean {
    if (node.name === 'ReturnStatement' || node.name === 'RaiseStatement') return true;
    if (node.name !== 'IfStatement') return false;
    const [, test, body] = childrenOf(node);
    return test && body?.name === 'Body' && this.tests.decide(test, environment) === true && childrenOf(body).some((one) => this.ends(one, environment));
  }

  private methodsOf(node: PythonNode): PythonNode[] {
    if (node.name !== 'ClassDefinition') return [];
    const statements = childrenOf(node).filter(({ name }) => name === 'Body').flatMap(childrenOf);
    return statements.flatMap((one) => (one.name === 'DecoratedStatement' ? childrenOf(one) : [one])).filter(({ name }) => name === 'FunctionDefinition');
  }

  /** Whether methods of a class run by their names alone: it has no base, and neither it nor an instance is handed on. */
  private isClosed(node: PythonNode): boolean {
    if (childrenOf(node).some(({ name }) => name === 'ArgList')) return false;
    const isPlace = ({ parent }: PythonNode) => parent?.name === 'ClassDefinition' || parent?.name === 'ParamList';
    const isObject = (one: PythonNode) => one.parent?.name === 'MemberExpression' && one.parent.firstChild?.from === one.from;
    const isTarget = (one: PythonNode) => one.parent?.name === 'AssignStatement' && one.parent.firstChild?.from === one.from;
    const isKept = ({ parent, from }: PythonNode) => {
      const target = parent?.name === 'CallExpression' && parent.from === from && parent.parent?.name === 'AssignStatement' ? parent.parent.firstChild : undefined;
      return target?.name === 'VariableName' && this.named(this.text(target)).every((one) => isObject(one) || isTarget(one));
    };
    const within = (one: PythonNode) => one.from >= node.from && one.to <= node.to;
    return this.named(this.nameOf(node)).every((one) => isPlace(one) || isKept(one)) && this.named('self').filter(within).every((one) => isPlace(one) || isObject(one));
  }

  /** All places where a name stands. */
  private named(name: string): PythonNode[] {
    if (this.places.size === 0) {
      const left = [this.top];
      for (let node = left.pop(); node; node = left.pop()) {
        if (node.name === 'VariableName') add(this.places, this.text(node), node);
        left.push(...childrenOf(node));
      }
    }
    return this.places.get(name) ?? [];
  }

  private nameOf(node: PythonNode): string {
    const name = childrenOf(node).find((one) => one.name === 'VariableName');
    return name ? this.text(name) : '';
  }

  private decoratorOf(node: PythonNode): string {
    return /^@\s*([\w.]+)/.exec(this.text(node))?.[1] ?? '';
  }

  private readImport(node: PythonNode): void {
    const text = this.text(node).replace(/#.*$/gm, '').replace(/[()\\\n]/g, ' ').replace(/\s+/g, ' ').trim();
    const [, from, names] = /^from ?([.\w ]+?) import (.+)$/.exec(text) ?? [];
    const source = from?.replace(/ /g, '');
    const loads = (name: string, isAll = false) => {
      const parts = name.split('.');
      // packages that a module is in are loaded before it
      for (let i = 1; i < parts.length; i++) if (parts[i - 1] !== '') add(this.loads, node.from, { source: parts.slice(0, i).join('.'), isAll: false });
      add(this.loads, node.from, { source: name, isAll });
    };
    for (const part of (names ?? text.replace(/^import /, '')).split(',').filter((one) => one.trim() !== '')) {
      const [name, alias] = part.trim().split(/ as /);
      if (source === undefined) {
        add(this.aliases, alias ?? name.split('.')[0], { source: name, name: '*' });
        loads(name);
        continue;
      }
      loads(source, name === '*');
      if (name === '*') continue;
      // what is imported is of the module, or is a module itself
      const own = source.endsWith('.') ? `${source}${name}` : `${source}.${name}`;
      this.aliases.set(alias ?? name, [...this.aliases.get(alias ?? name) ?? [], { source, name }, { source: own, name: '*' }]);
      loads(own);
    }
  }

  private text({ from, to }: PythonNode): string {
    return this.code.slice(from, to);
  }
}

/** One way through a file. */
interface Way {
  readonly environment: Entry['environment'];
  calls: Set<number>;
  readonly imports: Map<string, Set<string>>;
  readonly mentioned: Set<string>;
  readonly ran: Set<PythonNode>;
  readonly left: PythonNode[];
  /** What may run, and no more is known of it. */
  readonly later: PythonNode[];
  isOpen: boolean;
}

/** Another file is loaded, and something of it is used. */
function load({ imports }: Way, source: string, name?: string): void {
  const names = imports.get(source) ?? new Set();
  imports.set(source, names);
  if (name !== undefined) names.add(name);
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  map.set(key, [...map.get(key) ?? [], value]);
}
