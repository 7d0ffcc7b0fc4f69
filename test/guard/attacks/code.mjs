import { copyFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { INSIDE, ports, THROUGH } from './common.mjs';

const require = createRequire(import.meta.url);
const inside = (name) => join(INSIDE, name);
const CODE = "'through'";

export const evaluated = async () => eval(CODE);
export const indirectly = async () => (0, eval)(CODE);
export const fromFunction = async () => new Function(`return ${CODE}`)();
export const fromConstructor = async () => (() => undefined).constructor(`return ${CODE}`)();
export const fromAsync = async () => (async () => undefined).constructor(`return ${CODE}`)();
export const fromGenerator = async () => (function* () { yield 0; }).constructor(`return ${CODE}`)().next().value;
export const newContext = async () => vm.runInNewContext(CODE);
export const thisContext = async () => vm.runInThisContext(CODE);
export const otherRealm = async () => vm.runInNewContext('this', undefined, { contextName: 'own' }).Function(`return ${CODE}`)();
export const script = async () => new vm.Script(CODE).runInThisContext();
export const scriptConstructor = async () => new vm.Script.prototype.constructor(CODE).runInThisContext();
export const compiled = async () => vm.compileFunction(`return ${CODE}`)();
export const dataUrl = async () => (await import(`data:text/javascript,export default ${CODE}`)).default;
export const importedFile = async () => {
  writeFileSync(inside('a.mjs'), `export default ${CODE}`);
  return (await import(inside('a.mjs'))).default;
};
export const requiredFile = async () => {
  writeFileSync(inside('b.cjs'), `module.exports = ${CODE}`);
  return require(inside('b.cjs'));
};
export const module = async () => {
  const made = new Module(inside('made.js'));
  made._compile(`module.exports = ${CODE}`, inside('made.js'));
  return made.exports;
};
export const hooks = async () => {
  Module.registerHooks({ load: () => ({ format: 'module', shortCircuit: true, source: `export default ${CODE}` }) });
  return (await import('./nothing.mjs').catch(() => ({ default: 'through' }))).default;
};
export const loader = async () => {
  Module.register('data:text/javascript,export {}');
  return THROUGH;
};
export const debuggerSession = async () => {
  const { Session } = require('node:inspector');
  const session = new Session();
  session.connect();
  return new Promise((done, failed) => session.post('Runtime.evaluate', { expression: CODE }, (error, { result }) => (error ? failed(error) : done(result.value))));
};
export const debuggerImported = async () => {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  return (await session.post('Runtime.evaluate', { expression: CODE })).result.value;
};
export const debuggerOpened = async () => require('inspector').open(0, '127.0.0.1') === undefined || THROUGH;
export const flags = async () => v8.setFlagsFromString('--expose-gc') ?? THROUGH;
export const inputInContext = async ({ queryStringParameters }) => vm.runInNewContext(queryStringParameters.v) && THROUGH;

export const binding = async () => process.binding('tcp_wrap') && THROUGH;
export const fileBinding = async () => process.binding('fs').internalModuleStat && THROUGH;
export const linkedBinding = async () => {
  try {
    process._linkedBinding('fs');
  } catch (error) {
    if (error.code === 'ERR_RUNTIME_GUARD') throw error;
  }
  return THROUGH;
};
export const bindingObject = async () => process.binding({ toString: () => 'pipe_wrap' }) && THROUGH;
export const addon = async () => {
  copyFileSync(process.env.ADDON, inside('addon.node'));
  return require(inside('addon.node')) && THROUGH;
};
export const dlopen = async () => process.dlopen({ exports: {} }, process.env.ADDON) ?? THROUGH;

const TO_EVIL = `const { parentPort } = require('worker_threads');
require('net').connect(${ports.evil}, '127.0.0.1').on('connect', () => parentPort.postMessage('through')).on('error', (e) => parentPort.postMessage(e.code));`;
const answer = (worker) => new Promise((done, failed) => {
  worker.on('error', failed);
  worker.on('message', (message) => (message === 'ERR_RUNTIME_GUARD' ? failed(Object.assign(new Error(message), { code: message })) : done(message)));
});
const program = () => {
  writeFileSync(inside('worker.cjs'), TO_EVIL);
  return inside('worker.cjs');
};
const threads = () => require('worker_threads');
export const worker = async () => answer(new (threads().Worker)(program()));
export const evaluatedWorker = async () => answer(new (threads().Worker)(TO_EVIL, { eval: true }));
export const importedWorker = async () => answer(new (await import('node:worker_threads')).Worker(program()));
export const workerClass = async () => {
  const { Worker } = process.getBuiltinModule('worker_threads');
  return answer(new Worker.prototype.constructor(program()));
};
export const workerWithoutEnvironment = async () => answer(new (threads().Worker)(new URL('./to-evil.cjs', import.meta.url), { env: {}, execArgv: [], workerData: ports }));

const merge = (to, from) => {
  for (const key of Object.keys(from)) {
    if (typeof from[key] === 'object') merge(to[key] ??= {}, from[key]);
    else to[key] = from[key];
  }
};
const polluted = () => {
  if ({}.admin === undefined) throw new Error('not polluted');
  return THROUGH;
};
export const prototype = async ({ body }) => merge({}, JSON.parse(body)) ?? polluted();
export const constructorPrototype = prototype;
export const getter = async () => {
  Object.defineProperty(Object.prototype, 'admin', { configurable: true, get: () => true });
  return polluted();
};
export const arrayPrototype = async () => {
  Array.prototype.admin = true;
  return [].admin && 'left';
};
export const replacedMethod = async () => {
  Object.prototype.hasOwnProperty = () => true;
  return {}.hasOwnProperty('x') && 'left';
};
/** As many as before. */
export const swappedMethod = async () => {
  delete Array.prototype.findLast;
  Array.prototype.admin = true;
  return [].admin && 'left';
};
export const methodByGetter = async () => {
  const { hasOwnProperty } = Object.prototype;
  Object.defineProperty(Object.prototype, 'hasOwnProperty', { configurable: true, get: () => hasOwnProperty });
  return {}.hasOwnProperty('x') || 'left';
};
export const deletedMethod = async () => delete Object.prototype.hasOwnProperty && 'left';

/** `util.inspect` with `showProxy` hands what a proxy stands for to a function of its own. */
const unwrapped = (made) => {
  const { inspect } = require('node:util');
  let inner = made;
  Object.defineProperty(made, inspect.custom, { configurable: true, value() { inner = this; } });
  inspect(made, { showProxy: true });
  return inner;
};
export const unwrappedScript = async () => new (unwrapped(vm.Script))(CODE).runInThisContext();
export const unwrappedFunction = async () => unwrapped(Function)(`return ${CODE}`)();
/** The constructors of async functions and generators inherit from `Function`. */
export const inherited = async () => {
  const made = [async () => undefined, function* () { yield 0; }, async function* () { yield 0; }].map((sample) => Object.getPrototypeOf(sample).constructor);
  for (const constructor of made) {
    for (let one = constructor; one !== Function.prototype; one = Object.getPrototypeOf(one)) if (one !== constructor) return one(`return ${CODE}`)();
  }
  return undefined;
};
export const subclass = async () => new (class extends Function {})(`return ${CODE}`)();
export const constructed = async () => Reflect.construct(Function, [`return ${CODE}`], Map)();
export const evalByDescriptor = async () => {
  const { get, value } = Object.getOwnPropertyDescriptor(globalThis, 'eval');
  return (get?.call(globalThis) ?? value)(CODE);
};
export const ownConsole = async () => {
  const { PassThrough } = require('node:stream');
  const input = new PassThrough();
  const server = require('node:repl').start({ input, output: new PassThrough(), terminal: false, prompt: '', useGlobal: true });
  input.write('globalThis.escaped = 1\n');
  await new Promise((done) => setTimeout(done, 100));
  server.close();
  if (globalThis.escaped !== 1) throw new Error('refused');
  return THROUGH;
};
/** Asks another process whether it is there: signal 0 harms none. */
export const signal = async () => process.kill(process.ppid, 0) && THROUGH;
/** Past the resolution of modules, to the loader of files. */
export const loadedFile = async () => {
  writeFileSync(inside('own.js'), `module.exports = ${CODE}`);
  const loaded = new Module(inside('own.js'));
  Module._extensions['.js'](loaded, inside('own.js'));
  return loaded.exports;
};
export const debuggerBySignal = async () => process.kill(process.pid, 'SIGUSR1') && THROUGH;
