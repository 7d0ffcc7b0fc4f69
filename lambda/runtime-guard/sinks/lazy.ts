import { Module } from '../builtins';
import { apply, create, each, getPrototypeOf, matches, matchOf, namesOf, startsWith, slice, wrap, wrapClass } from '../captured';
import { POLICY_VARIABLE } from '../policy';
import { leavesCode, leaving } from '../untrusted';
import { hookModules, onResolve } from './code';
import type { Paths } from './files';
import type { Outgoing } from './outgoing';
import type { Tools } from './sink';
import { guardHttp2 } from './wire';

type Guarding = (exports: any) => void;

/** Modules of Node.js that cost milliseconds to load, and that most functions never do: each is guarded when it is first asked for. */
export function guardLazily(tools: Tools, paths: Paths, outgoing: Outgoing): void {
  const guards: Record<string, Guarding> = Object.assign(create(null), {
    'http2': (http2: any) => guardHttp2(tools, http2, outgoing),
    'worker_threads': (threads: any) => workers(tools, threads),
    'inspector': (inspector: any) => inspectors(tools, inspector),
    'inspector/promises': (inspector: any) => inspectors(tools, inspector),
    'v8': (v8: any) => engine(tools, paths, v8),
    'async_hooks': (hooks: any) => requests(tools, hooks),
    'trace_events': (events: any) => wrap(events, 'createTracing', (original) => function (this: any, ...args: any[]) {
      paths.deny('node_trace.1.log', 'write'); // written by native code
      return apply(original, this, args);
    }),
    'sqlite': (sqlite: any) => databases(tools, paths, sqlite),
    'wasi': (wasi: any) => wrapClass(wasi, 'WASI', (args) => {
      const { preopens } = args[0] ?? {};
      for (const name in preopens) paths.deny(preopens[name], 'write');
      return args;
    }),
  });
  const done = namesOf();
  const { require } = module;
  const guard = (id: string) => {
    const name = startsWith(id, 'node:') ? slice(id, 5) : id;
    if (guards[name] === undefined || done[name] === true) return;
    done[name] = true;
    let exports;
    try {
      exports = apply(require, module, [`node:${name}`]);
    } catch {
      return; // not in this version
    }
    guards[name](exports);
    Module.syncBuiltinESMExports();
  };
  wrap(Module, '_load', (original) => function (this: any, ...args: any[]) {
    if (typeof args[0] === 'string') guard(args[0]);
    return apply(original, this, args);
  });
  wrap(process, 'getBuiltinModule', (original) => function (this: any, ...args: any[]) {
    if (typeof args[0] === 'string') guard(args[0]);
    return apply(original, this, args);
  });
  onResolve((url) => {
    if (startsWith(url, 'node:')) guard(url);
  });
  if (tools.blocks) wrap(process, '_getActiveRequests', () => () => []);
  // the thread that runs the hooks of `module.register` is guarded as well, and has no hooks of its own
  if (isLoaderThread(require)) return;
  // without the hook, an import of a built-in module cannot be seen (Node.js 20, on which Lambda runs no new function)
  if (!hookModules()) for (const name of ['http2', 'worker_threads', 'inspector', 'v8']) guard(name);
}

/** Worker threads alone have no `chdir`: nothing is loaded to ask. */
function isLoaderThread(require: (id: string) => any): boolean {
  return (process.chdir as any).disabled === true && apply(require, module, ['node:worker_threads']).isInternalThread === true;
}

/** Threads, which start without the guard when they get an environment or arguments of their own. */
function workers(tools: Tools, threads: any): void {
  const { SHARE_ENV } = threads;
  const { NODE_OPTIONS, [POLICY_VARIABLE]: policy } = process.env;
  wrapClass(threads, 'Worker', (args) => {
    const file = args[0];
    const options = args[1] ?? {};
    if (!tools.policy.workers) tools.deny('worker', options?.eval === true ? 'from a string' : `${file}`);
    else if (options?.eval === true && !tools.policy.code) tools.deny('code-from-string', 'worker');
    else if (!tools.policy.code && matchOf(/^\s*data:/i, `${file}`)) tools.deny('code-from-string', 'worker of a data: URL');
    const { env, execArgv } = options ?? {};
    const own = { ...options };
    if (env !== undefined && env !== SHARE_ENV) own.env = { ...env, NODE_OPTIONS, [POLICY_VARIABLE]: policy };
    if (execArgv !== undefined) own.execArgv = [...execArgv, '--require', tools.preload];
    return [file, own];
  });
}

/** A debugger evaluates what it is sent, and sees the scopes of closures. */
function inspectors(tools: Tools, inspector: any): void {
  const guard = (target: any, name: string) => wrap(target, name, (original) => function (this: any, ...args: any[]) {
    if (!tools.policy.code) tools.deny('code-from-string', `inspector ${name}`);
    return apply(original, this, args);
  });
  guard(inspector, 'open');
  guard(inspector.Session?.prototype, 'connect');
  guard(inspector.Session?.prototype, 'connectToMainThread');
  wrap(inspector.Session?.prototype, 'post', (original) => function (this: any, ...args: any[]) {
    if (leaving(tools.invocation(), `${args[1]?.expression ?? ''}`, leavesCode)) tools.deny('code-injection', 'inspector');
    return apply(original, this, args);
  });
}

function engine(tools: Tools, paths: Paths, v8: any): void {
  wrap(v8, 'setFlagsFromString', (original) => function (this: any, ...args: any[]) {
    tools.deny('tampering', `V8 flag ${args[0]}`);
    return apply(original, this, args);
  });
  wrap(v8, 'setHeapSnapshotNearHeapLimit', (original) => function (this: any, ...args: any[]) {
    paths.deny('Heap.heapsnapshot', 'write');
    return apply(original, this, args);
  });
  wrap(v8, 'writeHeapSnapshot', (original) => function (this: any, ...args: any[]) {
    paths.deny(args[0] ?? '.', 'write');
    return apply(original, this, args);
  });
}

/** Requests of libuv under way: who has one can answer it, as by an address of another's, or write on a handle with it. */
const REQUEST = /^(?:GetAddrInfo|GetNameInfo|Query|TCPConnect|PipeConnect|Send|UDPSend|Write|Shutdown)(?:Req)?Wrap$/i;

function requests({ blocks }: Tools, hooks: any): void {
  if (!blocks) return;
  const shown = new WeakMap<object, object>();
  const { get, set } = WeakMap.prototype;
  const isRequest = (resource: any) => typeof resource === 'object' && resource !== null && matches(REQUEST, `${getPrototypeOf(resource)?.constructor?.name}`);
  const hide = (resource: object): object => {
    if (!isRequest(resource)) return resource;
    const before = apply(get, shown, [resource]) as object | undefined;
    if (before !== undefined) return before;
    const empty = {};
    apply(set, shown, [resource, empty]);
    return empty;
  };
  wrap(hooks, 'createHook', (original) => function (this: any, ...args: any[]) {
    const { init, before, after, destroy, promiseResolve } = args[0] ?? {};
    if (typeof init !== 'function') return apply(original, this, args);
    const hiding = function (this: any, id: number, type: string, trigger: number, resource: object) {
      return apply(init, this, [id, type, trigger, hide(resource)]);
    };
    return apply(original, this, [{ init: hiding, before, after, destroy, promiseResolve }]);
  });
  wrap(hooks, 'executionAsyncResource', (original) => function (this: any, ...args: any[]) {
    return hide(apply(original, this, args) as object);
  });
}

function databases(tools: Tools, paths: Paths, sqlite: any): void {
  const isFile = (path: unknown) => path !== ':memory:' && path !== '';
  wrapClass(sqlite, 'DatabaseSync', (args) => {
    if (isFile(args[0])) paths.deny(args[0], args[1]?.readOnly === true ? 'read' : 'write');
    return args;
  });
  const { prototype } = sqlite.DatabaseSync;
  each(['exec', 'prepare'], (name) => wrap(prototype, name, (original) => function (this: any, ...args: any[]) {
    const attached = matchOf(/\b(?:attach(?:\s+database)?|vacuum\s+into)\s+['"]([^'"]+)['"]/i, `${args[0]}`);
    if (attached && isFile(attached[1])) paths.deny(attached[1], 'write');
    return apply(original, this, args);
  }));
  wrap(prototype, 'loadExtension', (original) => function (this: any, ...args: any[]) {
    tools.deny('native-code', `${args[0]}`);
    return apply(original, this, args);
  });
  wrap(sqlite, 'backup', (original) => function (this: any, ...args: any[]) {
    paths.deny(args[1], 'write');
    return apply(original, this, args);
  });
}
