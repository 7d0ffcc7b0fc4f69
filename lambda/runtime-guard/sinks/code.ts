import { Module, vm } from '../builtins';
import { apply, defineProperty, endsWith, EvalFault, fileURLToPath, getPrototypeOf, matchOf, readFileSync, resolve, setPrototypeOf, slice, startsWith, wrap, wrapClass } from '../captured';
import { Blocked } from '../shared';
import { leavesCode, leaving } from '../untrusted';
import { Paths, real } from './files';
import type { Tools } from './sink';

/**
 * Code from strings: `eval`, `Function`, `vm`, modules from strings, from `data:` URLs and from folders that can be written.
 */
export function guardCode(tools: Tools, paths: Paths): void {
  for (const name of ['_debugProcess', '_debugEnd']) {
    wrap(process, name, (original) => function (this: any, ...args: any[]) {
      tools.deny('tampering', name);
      return apply(original, this, args);
    });
  }
  contexts(tools);
  if (tools.policy.code) return;
  evaluations(tools);
  modules(tools, paths);
}

const NO_CODE = { contextName: 'internal', contextCodeGeneration: { strings: false, wasm: false } };

function contexts(tools: Tools): void {
  const check = (name: string, code: unknown) => {
    if (!tools.policy.code) tools.deny('code-from-string', `vm.${name}`);
    else if (leaving(tools.invocation(), `${code}`, leavesCode)) tools.deny('code-injection', `vm.${name}`);
  };
  for (const name of ['runInContext', 'runInNewContext', 'runInThisContext', 'compileFunction']) {
    wrap(vm, name, (original) => function (this: any, ...args: any[]) {
      // Node.js itself takes a realm of its own by this call, once, for web streams: without code from strings it is as good
      if (args[0] === 'this' && args[2]?.contextName === 'internal') return apply(original, this, ['this', undefined, NO_CODE]);
      check(name, args[0]);
      return apply(original, this, args);
    });
  }
  for (const name of ['Script', 'SourceTextModule']) {
    wrapClass(vm, name, (args) => {
      check(name, args[0]);
      return args;
    });
  }
}

/**
 * `eval` and the four constructors of functions. Nothing leads to the intrinsics but their names and what inherits from them, so that with `block` they
 * are out of reach. With `monitor` the intrinsic `eval` stays: called directly, it sees its scope.
 *
 * V8's flag --disallow-code-generation-from-strings would refuse the same, and costs 40 ms of a cold start: with it, V8 takes no code cache for the modules
 * of Node.js.
 */
function evaluations(tools: Tools): void {
  const seen = (name: string) => {
    if (tools.isReady()) tools.deny('code-from-string', name);
    else if (tools.blocks) throw new Blocked('code-from-string', name, false); // libraries ask at their start whether they can
  };
  const intrinsic = globalThis.eval;
  let value: unknown = tools.blocks ? function evaluated() { seen('eval'); } : intrinsic;
  defineProperty(globalThis, 'eval', {
    configurable: false,
    enumerable: false,
    get: () => {
      if (value === intrinsic && loading === 0) seen('eval'); // tables of intrinsics, which many libraries have in them, are made while a module loads
      return value;
    },
    set: (given) => {
      value = given;
    },
  });
  // eslint-disable-next-line no-empty-function
  for (const sample of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    const holder = { constructor: getPrototypeOf(sample).constructor };
    const { prototype } = holder.constructor;
    const isFunction = prototype === Function.prototype;
    if (!isFunction) setPrototypeOf(holder.constructor, Function); // by now the guarded one, from which the others inherit
    wrapClass(holder, 'constructor', (args) => {
      // a library asks whether it can, with code that does nothing, and is told by the error of V8
      if (tools.blocks && args.length === 1 && args[0] === '') throw new EvalFault('Code generation from strings disallowed for this context');
      seen('Function');
      return args;
    });
    defineProperty(prototype, 'constructor', { configurable: false, enumerable: false, writable: isFunction, value: holder.constructor });
    if (isFunction) defineProperty(globalThis, 'Function', { configurable: true, enumerable: false, writable: true, value: holder.constructor });
  }
}

/** How many modules are being run for the first time, one within another. */
let loading = 0;

function modules(tools: Tools, paths: Paths): void {
  // an emulator of Lambda puts the code itself below /tmp
  const { LAMBDA_TASK_ROOT = '/var/task' } = process.env;
  const root = `${real(LAMBDA_TASK_ROOT)}/`;
  const isWritten = (file: string) => paths.isInFolders(file) && !startsWith(file, root);
  // lazily required files after the start are few: each is compared with what is on disk
  wrap(Module.prototype, '_compile', (original) => function (this: any, ...args: any[]) {
    if (tools.isReady() && (!isFile(args[0], args[1]) || isWritten(real(resolve(args[1]))))) tools.deny('code-from-string', `module ${args[1]}`);
    loading++;
    try {
      return apply(original, this, args);
    } finally {
      loading--;
    }
  });
  for (const name of ['register', 'registerHooks']) {
    wrap(Module, name, (original) => function (this: any, ...args: any[]) {
      if (tools.isReady()) tools.deny('code-from-string', `module.${name}`);
      return apply(original, this, args);
    });
  }
  onResolve((url) => {
    if (startsWith(url, 'data:')) tools.deny('code-from-string', 'import of a data: URL');
    else if (startsWith(url, 'file:') && !endsWith(url, '.node') && isWritten(fileURLToPath(url))) tools.deny('code-from-string', `import of ${fileURLToPath(url)}`);
  });
}

const CODE_FILE = /\.(?:js|cjs|mjs|json)$/;

function isFile(code: unknown, file: unknown): boolean {
  if (typeof code !== 'string' || typeof file !== 'string' || matchOf(CODE_FILE, file) === null) return false;
  try {
    return withoutMark(readFileSync(file, 'utf8')) === withoutMark(code);
  } catch {
    return false;
  }
}

const withoutMark = (text: string) => (startsWith(text, '\ufeff') ? slice(text, 1) : text);

const listeners: ((url: string) => void)[] = [];
/** Adds to what is asked about each module that is required or imported. */
export function onResolve(listener: (url: string) => void): void {
  listeners[listeners.length] = listener;
}

/** One hook for require and import, where Node.js has it (22.15, 23.5, 24). */
export function hookModules(): boolean {
  const { registerHooks } = Module as any;
  if (typeof registerHooks !== 'function') return false;
  registerHooks({
    resolve(specifier: string, context: unknown, next: (specifier: string, context: unknown) => { url: string }) {
      const resolved = next(specifier, context);
      for (let i = 0; i < listeners.length; i++) listeners[i](resolved.url);
      return resolved;
    },
  });
  return true;
}
